import type { Stretch } from './condensed.ts'
import { nameAt, skipComment, skipString, stringAt } from './lexemes.ts'
import type { SyntaxProblem } from './problem.ts'

/** A word or sign of the code that stands outside strings and comments. */
export interface Token {
  readonly text: string
  readonly from: number
  readonly to: number
  /** How many brackets are open around it. */
  readonly depth: number
  /** The number of the logical line it stands on. */
  readonly line: number
  /** How many blocks are open around it. */
  readonly block: number
}

export interface Layout {
  readonly tokens: readonly Token[]
  /** What the grammar need not see: comments, long texts, and form feeds with the indentation before them, which does not count. */
  readonly hidden: readonly Stretch[]
  readonly problem: SyntaxProblem | null
}

/** Source: python/cpython@v3.12.0:Parser/tokenizer.h (MAXLEVEL). */
const DEEPEST = 200

/** The grammar reads strings sign by sign; of shorter ones, leaving them out takes as long. */
const LONG_STRING = 80

const OPENING = '([{'
const CLOSING = ')]}'

/** A line as Python compares indentation: with tabs as far as 8 and as far as 1. */
interface Indent {
  readonly wide: number
  readonly narrow: number
}

/**
 * Words, lines and indentation of code, read strictly: the grammar forgives what Python does not.
 * Source: python/cpython@v3.12.0:Doc/reference/lexical_analysis.rst.
 */
export function layoutOf(code: string): Layout {
  const tokens: Token[] = []
  const hidden: Stretch[] = []
  const open: string[] = []
  const indents: Indent[] = [{ wide: 0, narrow: 0 }]
  let line = 0
  let fresh = true
  let at = code.charCodeAt(0) === 0xfeff ? 1 : 0

  const fault = (message: string, from: number): Layout => ({
    tokens,
    hidden,
    problem: { message, from, to: Math.min(code.length, from + 1) },
  })

  while (at < code.length) {
    const char = code.charAt(at)
    if (fresh && open.length === 0) {
      const start = at
      let [wide, narrow] = [0, 0]
      for (; ' \t\f'.includes(code.charAt(at)) && at < code.length; at += 1) {
        const tab = code.charAt(at) === '\t'
        wide = tab ? wide + 8 - (wide % 8) : code.charAt(at) === '\f' ? 0 : wide + 1
        narrow = code.charAt(at) === '\f' ? 0 : narrow + 1
        if (code.charAt(at) === '\f') hidden.push({ from: (hidden.at(-1)?.to ?? 0) > start ? at : start, to: at + 1 })
      }
      fresh = false
      if (at >= code.length || '\r\n#'.includes(code.charAt(at))) continue
      const message = indentation(indents, { wide, narrow }, tokens.at(-1)?.text === ':')
      if (message !== null) return fault(message, start)
      continue
    }
    if (char === '\n' || char === '\r') {
      if (open.length === 0) {
        fresh = true
        line += 1
      }
      at += 1
    } else if (' \t\f'.includes(char)) at += 1
    else if (char === '#') {
      const from = at
      at = skipComment(code, at)
      hidden.push({ from, to: at })
    } else if (char === '\\' && /^\\\r?\n/.test(code.slice(at, at + 3))) at += code.charAt(at + 1) === '\r' ? 3 : 2
    else {
      const from = at
      const string = stringAt(code, at)
      if (string !== null) {
        at = skipString(code, at, string)
        if (at === -1) return fault('a string is not closed', from)
        const { prefix, quotes } = string
        const inside = { from: from + prefix.length + quotes.length, to: at - quotes.length }
        if (inside.to - inside.from > LONG_STRING && !prefix.includes('f')) hidden.push(inside)
      } else at += nameAt(code, at).length || 1
      const text = code.slice(from, string === null ? at : from + 1)
      if (CLOSING.includes(text) && open.pop() !== OPENING.charAt(CLOSING.indexOf(text)))
        return fault(`"${text}" closes nothing`, from)
      tokens.push({ text, from, to: at, depth: open.length, line, block: indents.length - 1 })
      if (OPENING.includes(text)) open.push(text)
      if (open.length > DEEPEST) return fault('too many brackets are open', from)
    }
  }
  if (open.length > 0)
    return fault(`"${open.at(-1)}" is not closed`, tokens.findLast(token => OPENING.includes(token.text))?.from ?? 0)
  if (tokens.at(-1)?.text === ':') return fault('an indented block is missing', code.length - 1)
  return { tokens, hidden, problem: null }
}

/** Takes a line's indentation in, and says what is wrong with it. */
function indentation(indents: Indent[], { wide, narrow }: Indent, opensBlock: boolean): string | null {
  const last = indents.at(-1) ?? { wide: 0, narrow: 0 }
  if (Math.sign(wide - last.wide) !== Math.sign(narrow - last.narrow))
    return 'tabs and spaces are mixed in its indentation'
  if (wide > last.wide) {
    indents.push({ wide, narrow })
    return opensBlock ? null : 'a line is indented for no reason'
  }
  if (opensBlock) return 'an indented block is missing'
  while ((indents.at(-1)?.wide ?? 0) > wide) indents.pop()
  return indents.at(-1)?.wide === wide ? null : 'a line is indented like none before it'
}
