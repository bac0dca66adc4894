import type { Streams } from './streams.ts'

/** How often a terminal is told, in milliseconds. */
const EVERY = 100
/** When it is told first, in milliseconds since the program was started. */
const FIRST = 1000

/** Shows on a terminal, in one line that is written over, how far a long run is. */
export class Progress {
  private readonly io: Streams
  private readonly isQuiet: boolean
  private next = FIRST
  private isOpen = false

  constructor(io: Streams, isQuiet: boolean) {
    this.io = io
    this.isQuiet = isQuiet
  }

  /** Says what is being done, and how much of it is done. */
  show(what: string, done: number, all?: number): void {
    if (this.isQuiet) return
    // in seconds; the global `performance` takes 4 ms at its first use
    const now = process.uptime() * 1000
    if (now < this.next) return
    // asked this late, since `process.stderr` brings along all of Node's streams, which takes 10 ms
    const isShown = process.stderr.isTTY === true
    this.next = isShown ? now + EVERY : Number.POSITIVE_INFINITY
    if (!isShown) return
    this.isOpen = true
    this.io.err(`\r\u001b[K${what}: ${done}${all === undefined ? '' : ` of ${all}`}`)
  }

  /** Wipes the line. */
  end(): void {
    if (this.isOpen) this.io.err('\r\u001b[K')
    this.isOpen = false
  }
}
