/**
 * Thrown inside the reader where Helm would give up, and caught by `readYaml` alone, which turns it into an answer: the
 * scanner is many calls deep when it meets such a place, and nothing after it means anything.
 */
export class Unreadable extends Error {
  /** Where in the document, in UTF-16 units. */
  readonly offset: number

  constructor(offset: number, message: string) {
    super(message)
    this.offset = offset
  }
}
