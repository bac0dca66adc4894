import type { Span } from './span.ts'

/** A comment in a file, in YAML or in Python inside it. */
export interface Comment {
  /** With its `#`. */
  readonly text: string
  readonly span: Span
  /** The next line that is more than a comment; null where there is none. */
  readonly next: number | null
}

/** The number of the first line behind `line` that is neither blank nor a comment; lines count from 1. */
export function nextLine(lines: readonly string[], line: number): number | null {
  const found = lines.findIndex((text, i) => i >= line && !/^\s*(?:#|$)/.test(text))
  return found === -1 ? null : found + 1
}
