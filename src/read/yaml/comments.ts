import { EVENT_SCALAR } from 'js-yaml'
import { type Comment, nextLine } from '../../model/comment.ts'
import { cutAtDashes, type Piece } from './documents.ts'
import { Lines } from './lines.ts'
import { parseFirst } from './parse.ts'
import { Unreadable } from './unreadable.ts'

/** The comments of a YAML text that hold `word`. What stands in a text value is none; a text that cannot be read has none. */
export function commentsWith(word: string, text: string, file: string, linesBefore = 0): Comment[] {
  if (!text.includes(word)) return []
  const places = new Lines(text)
  const lines = text.split(/\r\n|[\n\r]/)
  return cutAtDashes(text).pieces.flatMap(piece =>
    commentsIn(piece)
      .map(({ start, end }) => ({ start: piece.start + start, end: piece.start + end }))
      .filter(({ start, end }) => text.slice(start, end).includes(word))
      .map(({ start, end }) => {
        const { line, endLine, ...span } = places.span(file, start, end)
        const next = nextLine(lines, line)
        return {
          text: text.slice(start, end),
          span: { ...span, line: line + linesBefore, endLine: endLine + linesBefore },
          next: next === null ? null : next + linesBefore,
        }
      }),
  )
}

/** Comments stand between the scalars, behind white space, or behind what ends a value. */
function commentsIn({ text }: Piece): { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = []
  const look = (from: number, to: number) => {
    const comment = /(?<=^|[\s"'\]}])#[^\r\n]*/g
    const gap = text.slice(from, to)
    for (const { index, 0: written } of gap.matchAll(comment))
      if (index > 0 || from === 0 || /[\s"'\]}]/.test(text.charAt(from - 1)))
        found.push({ start: from + index, end: from + index + written.length })
  }
  let last = 0
  for (const { valueStart, valueEnd } of scalarsIn(text)) {
    look(last, valueStart)
    last = valueEnd
  }
  look(last, text.length)
  return found
}

function scalarsIn(text: string): { readonly valueStart: number; readonly valueEnd: number }[] {
  try {
    return parseFirst(text).events.flatMap(event =>
      event.type === EVENT_SCALAR && event.valueStart !== -1 ? [event] : [],
    )
  } catch (error) {
    if (error instanceof Unreadable) return [{ valueStart: 0, valueEnd: text.length }]
    throw error
  }
}
