import { Unreadable } from './unreadable.ts'

/** A stretch of a file that is read on its own. */
export interface Piece {
  readonly start: number
  readonly text: string
}

/** What a file was cut into, and what stopped the cutting. */
export interface Cut {
  readonly pieces: readonly Piece[]
  readonly stopped: Unreadable | null
}

/**
 * Cuts a text as Helm 4 and kubectl do: at every line that starts with `---`, wherever it stands, before any YAML is read.
 * Source: kubernetes/apimachinery@v0.34.0:pkg/util/yaml/decoder.go, YAMLReader.
 */
export function cutAtDashes(text: string): Cut {
  const pieces: Piece[] = []
  let start = 0
  let line = text.startsWith('---') ? 0 : nextDashes(text, 0)
  while (line !== -1) {
    const end = text.indexOf('\n', line)
    const rest = text.slice(line + 3, end === -1 ? text.length : end).trim()
    if (rest !== '' && !rest.startsWith('#')) {
      return {
        pieces,
        stopped: new Unreadable(
          line + 3,
          'only a comment may follow "---" on its line: Helm 4 and kubectl cut files there',
        ),
      }
    }
    // with nothing before them, the dashes belong to what follows
    if (line > start) {
      pieces.push({ start, text: text.slice(start, line) })
      start = end === -1 ? text.length : end + 1
    }
    line = end === -1 ? -1 : text.startsWith('---', end + 1) ? end + 1 : nextDashes(text, end)
  }
  // the line reader ends every line, also the last one
  if (start < text.length)
    pieces.push({ start, text: text.endsWith('\n') ? text.slice(start) : `${text.slice(start)}\n` })
  return { pieces, stopped: null }
}

function nextDashes(text: string, from: number): number {
  const found = text.indexOf('\n---', from)
  return found === -1 ? -1 : found + 1
}
