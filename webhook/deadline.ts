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

/** How late an alarm may ring, in milliseconds. */
const LATENESS = 50

/** Something that is to be done by a moment of `performance.now`, unless it is called off before. */
interface Alarm {
  readonly moment: number
  readonly ring: () => void
  /** Its place among the others. */
  at: number
}

/** Looks after much that must end in time, and nearly all of which is done long before: one timer serves all. */
export class Alarms {
  private readonly alarms: Alarm[] = []
  private timer: NodeJS.Timeout | null = null

  set(moment: number, ring: () => void): Alarm {
    const alarm = { moment, ring, at: this.alarms.length }
    this.alarms.push(alarm)
    this.timer ??= setInterval(() => this.look(), LATENESS)
    return alarm
  }

  /** To be called once. */
  callOff({ at }: Alarm): void {
    const last = this.alarms.pop()
    if (last === undefined || last.at === at) return
    last.at = at
    this.alarms[at] = last
  }

  private look(): void {
    const now = performance.now()
    for (const { ring } of this.alarms.filter(({ moment }) => moment <= now)) ring()
    if (this.alarms.length > 0 || this.timer === null) return
    clearInterval(this.timer)
    this.timer = null
  }
}
