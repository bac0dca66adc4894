import type { Span } from '../../model/span.ts'

/** Where the lines of a text begin. */
export class Lines {
  private readonly text: string
  private starts: number[] | null = null

  constructor(text: string) {
    this.text = text
  }

  /** The stretch from `start` to `end`, both in UTF-16 units from the start of the text. */
  span(file: string, start: number, end: number): Span {
    const from = this.place(start)
    const to = this.place(Math.max(start, end))
    return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }

  /** The offset of a place, in UTF-16 units from the start of the text. */
  offset(line: number, column: number): number {
    this.starts ??= lineStarts(this.text)
    return (this.starts[line - 1] ?? this.text.length) + column - 1
  }

  /** Line and column, from 1. A byte order mark takes no column: editors do not show it. */
  place(offset: number): { readonly line: number; readonly column: number } {
    this.starts ??= lineStarts(this.text)
    const at = Math.min(offset, this.text.length)
    let low = 0
    let high = this.starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.starts[middle] ?? 0) <= at) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: Math.max(0, at - (this.starts[low] ?? 0)) + 1 }
  }
}

/** Lines as editors count them: LF, CRLF and lone CR end one, other line separators do not. */
function lineStarts(text: string): number[] {
  const starts = [text.charCodeAt(0) === 0xfeff ? 1 : 0]
  if (text.includes('\r')) for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length)
  // one sign after the other would take longer than all the rest of a place
  else for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
