/** A review that took all the time there was. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime'
  constructor() {
    super('the review was not done in time')
  }
}

/** What the API server waits where it does not say, in milliseconds. */
const USUAL = 10_000

/** The part of the time that is left for the way back, and at most so many milliseconds. */
const RESERVE = 0.2
const LONGEST_RESERVE = 1000

/** How long a review may take, by the `timeout` of its URL (a duration as Go writes it), in milliseconds. */
export function timeFor(timeout: string | undefined): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(timeout ?? '') ?? []
  const given = amount === undefined ? USUAL : Number(amount) * (unit === 'ms' ? 1 : unit === 's' ? 1000 : 60_000)
  const wanted = Math.min(given, 3 * USUAL)
  return wanted - Math.min(LONGEST_RESERVE, wanted * RESERVE)
}

/** Between two looks at the clock; a look takes as long as a rule about a pod. */
const UNTIMED = 8

/** Throws `OutOfTime` at one of the next calls once the moment has come; in the clock of `performance.now`. */
export function until(moment: number): () => void {
  let calls = 0
  return () => {
    if (calls++ % UNTIMED === 0 && performance.now() > moment) throw new OutOfTime()
  }
}

/** How late an alarm may be, in milliseconds. */
const LATENESS = 50

/** Calls whoever is still waiting when his moment has come. One timer serves all, since nearly all are done long before. */
export class Alarms {
  private readonly moments = new Map<() => void, number>()
  private timer: NodeJS.Timeout | null = null

  /** In the clock of `performance.now`. */
  set(ring: () => void, moment: number): void {
    this.moments.set(ring, moment)
    this.timer ??= setInterval(() => this.look(), LATENESS)
  }

  clear(ring: () => void): void {
    this.moments.delete(ring)
  }

  private look(): void {
    const now = performance.now()
    for (const [ring, moment] of this.moments) {
      if (moment > now) continue
      this.moments.delete(ring)
      ring()
    }
    if (this.moments.size > 0 || this.timer === null) return
    clearInterval(this.timer)
    this.timer = null
  }
}
