import type { Streams } from '../streams.ts'

/** How often a terminal is told, in milliseconds; the first time, after a second. */
const EVERY = 100
const FIRST = 1000

/** Shows on a terminal, in one line that is written over, how far a long run is. */
export class Progress {
  private readonly io: Streams
  private readonly isShown: boolean
  private last: number
  private isOpen = false

  constructor(io: Streams, isShown: boolean) {
    this.io = io
    this.isShown = isShown
    this.last = performance.now() + FIRST - EVERY
  }

  show(what: string, count: number): void {
    const now = performance.now()
    if (!this.isShown || now - this.last < EVERY) return
    this.last = now
    this.isOpen = true
    this.io.err(`\r\u001b[Kreading the cluster: ${count} ${what}`)
  }

  /** Wipes the line. */
  end(): void {
    if (this.isOpen) this.io.err('\r\u001b[K')
  }
}
