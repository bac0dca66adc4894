/** Code that takes more than this to follow is not followed: the webhook reads what strangers write. */
const STEPS = 300_000
/** Texts and lists longer than this are no configuration. */
const LENGTH = 250_000
/** Python itself refuses about 200 parentheses in each other. */
const DEPTH = 220

/** Thrown where code is too long or too deep to be followed. */
export class TooMuch extends Error {}

/** Stops at a text or list that grows without end. */
export function bounded<T extends { readonly length: number }>(data: T): T {
  if (data.length > LENGTH) throw new TooMuch('it makes something too large to be followed')
  return data
}

/** What may still be spent on following code. */
export class Limit {
  private steps = 0
  private depth = 0

  spend(steps: number): void {
    this.steps += steps
    if (this.steps > STEPS) throw new TooMuch('it does too much to be followed')
  }

  /** Runs `inner` one level deeper. */
  deeper<T>(inner: () => T): T {
    this.spend(1)
    if (this.depth >= DEPTH) throw new TooMuch('it is nested too deeply to be followed')
    this.depth += 1
    try {
      return inner()
    } finally {
      this.depth -= 1
    }
  }
}
