import { Brackets, fault, skipBlank, tokenAt } from './lexer.ts'
import type { Field, Token } from './token.ts'

/** Source: python/cpython@v3.12.0:Parser/tokenizer.h (MAXFSTRINGLEVEL). */
const DEEPEST = 150

/** The string literal that opens at a place with a prefix and quotes. */
export function stringToken(code: string, from: number, opening: string, quotes: string, nested: number): Token {
  const prefix = opening.slice(0, -quotes.length).toLowerCase()
  const start = from + opening.length
  const fields: Field[] = []
  const to =
    prefix.includes('f') || prefix.includes('t')
      ? formatEnd(code, from, start, quotes, prefix.includes('r'), fields, nested)
      : plainEnd(code, from, start, quotes)
  return { kind: 'string', text: '', from, to, string: { prefix, fields } }
}

/** The end of a literal without fields. */
function plainEnd(code: string, from: number, start: number, quotes: string): number {
  const quote = quotes.charCodeAt(0)
  const short = quotes.length === 1
  for (let at = start; at < code.length; at += 1) {
    const char = code.charCodeAt(at)
    if (char === quote && (short || code.startsWith(quotes, at))) return at + quotes.length
    if (char === 92) at += isReturn(code, at + 1) ? 2 : 1
    else if (short && (char === 10 || char === 13)) break
  }
  throw fault(code, 'a string is not closed', from)
}

/** The end of an f-string, and its fields. */
function formatEnd(
  code: string,
  from: number,
  start: number,
  quotes: string,
  raw: boolean,
  fields: Field[],
  nested: number,
): number {
  for (let at = start; at < code.length; ) {
    const char = code.charAt(at)
    if (code.startsWith(quotes, at)) return at + quotes.length
    if (char === '\\') at = escapeEnd(code, at, raw)
    else if (quotes.length === 1 && (char === '\n' || char === '\r')) break
    else if (code.startsWith('{{', at) || code.startsWith('}}', at)) at += 2
    else if (char === '{') {
      const field = fieldAt(code, at, quotes, nested)
      fields.push(field)
      at = field.to
    } else if (char === '}') throw fault(code, '"}" closes nothing', at)
    else at += 1
  }
  throw fault(code, 'a string is not closed', from)
}

function escapeEnd(code: string, at: number, raw: boolean): number {
  if (isReturn(code, at + 1)) return at + 3
  const next = code.charAt(at + 1)
  // a backslash escapes no brace, and a named character is no field
  if (next === '{' || next === '}') return at + 1
  if (!raw && code.startsWith('N{', at + 1)) return Math.max(code.indexOf('}', at) + 1, at + 2)
  return at + 2
}

function isReturn(code: string, at: number): boolean {
  return code.startsWith('\r\n', at)
}

/** `{…}` in an f-string. */
function fieldAt(code: string, from: number, quotes: string, nested: number): Field {
  if (nested > DEEPEST) throw fault(code, 'too many strings are inside each other', from)
  const tokens: Token[] = []
  const brackets = new Brackets()
  let at = from + 1
  for (; at < code.length; ) {
    const char = code.charAt(at)
    if (brackets.depth === 0 && endsExpression(code, at)) break
    const after = char === '\n' || char === '\r' ? at + 1 : skipBlank(code, at)
    if (after !== at) at = after
    else {
      const token = tokenAt(code, at, nested + 1)
      brackets.follow(code, token)
      tokens.push(token)
      at = token.to
    }
  }
  brackets.close(code)
  tokens.push({ kind: 'end', text: '', from: at, to: at, string: null })
  const conversion = code.charAt(at) === '!' ? { from: at, to: conversionEnd(code, at) } : null
  at = conversion?.to ?? at
  const spec = code.charAt(at) === ':' ? specAt(code, at, quotes, nested) : null
  at = spec?.to ?? at
  if (code.charAt(at) !== '}') throw fault(code, '"{" is not closed', from)
  return { from, to: at + 1, tokens, conversion, spec }
}

function endsExpression(code: string, at: number): boolean {
  const char = code.charAt(at)
  return char === '}' || char === ':' || (char === '!' && code.charAt(at + 1) !== '=')
}

function conversionEnd(code: string, at: number): number {
  const end = /^![rsa]\s*/.exec(code.slice(at, at + 20))
  if (end === null) throw fault(code, 'a conversion is not "!r", "!s" or "!a"', at)
  return at + end[0].length
}

/** The format behind the colon, which may hold fields itself. */
function specAt(code: string, from: number, quotes: string, nested: number): NonNullable<Field['spec']> {
  const fields: Field[] = []
  for (let at = from + 1; at < code.length; ) {
    const char = code.charAt(at)
    if (char === '}') return { from, to: at, fields }
    if (code.startsWith(quotes, at) || (quotes.length === 1 && char === '\n')) break
    if (char !== '{') at += char === '\\' ? escapeEnd(code, at, false) - at : 1
    else {
      const field = fieldAt(code, at, quotes, nested + 1)
      fields.push(field)
      at = field.to
    }
  }
  throw fault(code, '"{" is not closed', from)
}
