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

/** Throws `OutOfTime` once the moment has come; in the clock of `performance.now`. */
export function until(moment: number): () => void {
  return () => {
    if (performance.now() > moment) throw new OutOfTime()
  }
}
