import { type Event, parseEvents, YAMLException } from 'js-yaml'
import { Unreadable } from './unreadable.ts'
import { inPlainWords } from './words.ts'

/** Deeper nesting is refused: programs that walk the data call themselves. */
export const MAX_DEPTH = 1200
/** How many characters are parsed again to mend a text where js-yaml is stricter than Go, before it is given up. */
const MENDING_BUDGET = 30_000_000

/** The first document of a text, as js-yaml's events. */
export interface Parsed {
  readonly events: readonly Event[]
  /** The text that the events' offsets point into: as long as the one given. */
  readonly source: string
  /** Whether lines were joined for js-yaml, so that its events know nothing of their ends. */
  readonly joined: boolean
  /** Where `\\'` stands between double quotes, which js-yaml does not know: the places of the apostrophes. */
  readonly apostrophes: readonly number[]
  /** Where the rest begins, of which nothing is read. */
  readonly end: number
}

/**
 * Parses the first document as Go's YAML library does, by js-yaml. Where js-yaml is stricter, the text is mended without
 * moving anything in it, and parsed again. Throws `Unreadable`.
 */
export function parseFirst(given: string): Parsed {
  // NEL ends a line, and a second byte order mark at the start is passed over; js-yaml knows neither
  const source = given.replace(/\u0085/g, '\n').replace(/(?<=^\ufeff)\ufeff/, ' ')
  let end = endOfFirst(source)
  // LS and PS end a line too, but stay in the text
  let grammar = source.slice(0, end).replace(/[\u2028\u2029]/g, '\n')
  // a byte order mark further down is a character like any other, and begins no document
  if (grammar.includes('\ufeff', 1)) grammar = grammar.replace(/(?<=[\r\n])\ufeff/g, 'x')
  let joined = false
  const apostrophes: number[] = []
  for (let budget = MENDING_BUDGET + grammar.length; ; budget -= grammar.length) {
    try {
      return { events: parseEvents(grammar, { maxDepth: MAX_DEPTH }), source, joined, apostrophes, end }
    } catch (error) {
      if (error instanceof RangeError) throw new Unreadable(0, 'the file is nested too deep to be read')
      if (!(error instanceof YAMLException)) throw error
      const at = error.mark?.position ?? 0
      const refused = inPlainWords(error.reason, at, source.slice(0, end))
      if (budget < 0) throw refused
      if (source.charAt(at) === '#' && /[\]}"']/.test(source.charAt(at - 1))) grammar = blankComment(grammar, at)
      else if (error.reason.includes('end of the stream or a document separator')) {
        // Go reads nothing after the root node and says nothing
        if (at === 0 || at >= end) throw refused
        end = at
        grammar = grammar.slice(0, at)
      } else if (error.reason === 'deficient indentation') {
        const mended = joinLines(grammar, at)
        if (mended === null) throw refused
        grammar = mended
        joined = true
      } else if (error.reason === 'unknown escape sequence' && source.charAt(at) === "'") {
        apostrophes.push(at)
        grammar = `${grammar.slice(0, at)}t${grammar.slice(at + 1)}`
      } else throw refused
    }
  }
}

/** Go needs no space before a comment that follows a bracket or a quote. */
function blankComment(text: string, at: number): string {
  const length = /^[^\r\n]*/.exec(text.slice(at))?.[0].length ?? 0
  return text.slice(0, at) + ' '.repeat(length) + text.slice(at + length)
}

/** Where the first document ends: at the second line that begins with `---`, or any that begins with `...`. */
function endOfFirst(text: string): number {
  // the expression looks at every line
  if (!text.includes('---') && !text.includes('...')) return text.length
  const mark = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm
  const before = /^\ufeff?(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n)|%[^\r\n]*(?:\r\n?|\n))*/.exec(text)?.[0].length ?? 0
  mark.lastIndex =
    text.startsWith('---', before) && /^(?:[ \t\r\n]|$)/.test(text.slice(before + 3, before + 4)) ? before + 3 : before
  const found = mark.exec(text)
  return found === null ? text.length : found.index
}

/**
 * Puts the line of `at` behind the line before it, as Go lets quotes, brackets and braces go on at any column. Null if there is
 * no line before it.
 */
function joinLines(text: string, at: number): string | null {
  let start = at
  for (;;) {
    const before = text.slice(0, start).trimEnd()
    const line = before.slice(before.lastIndexOf('\n') + 1)
    const comment = /(?:^|[ \t])#[^"'\]}]*$/.exec(line)
    start = before.length
    if (comment === null) break
    start -= line.length - comment.index
  }
  const between = text.slice(start, at)
  if (start === 0 || !/[\r\n]/.test(between)) return null
  return text.slice(0, start) + ' '.repeat(between.length) + text.slice(at)
}
