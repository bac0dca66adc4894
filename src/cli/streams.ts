/** Where a command writes. */
export interface Streams {
  out(text: string): void
  err(text: string): void
  /** Whether standard output is a terminal that shows colours. */
  readonly colours: boolean
}
