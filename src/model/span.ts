/** A stretch of text in a file. Lines and columns count from 1, columns in UTF-16 units, as editors and SARIF count. */
export interface Span {
  readonly file: string
  readonly line: number
  readonly column: number
  /** The line of the first character after the stretch. */
  readonly endLine: number
  /** The column of the first character after the stretch. */
  readonly endColumn: number
}

/** A stretch of a text value: UTF-16 offsets, `end` exclusive. */
export interface Part {
  readonly start: number
  readonly end: number
}
