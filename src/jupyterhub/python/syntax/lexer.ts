import { Indentation } from './indentation.ts'
import { Refused } from './problem.ts'
import { stringToken } from './strings.ts'
import { KEYWORDS, type Token, type TokenKind } from './token.ts'

/** Source: python/cpython@v3.12.0:Parser/tokenizer.h (MAXLEVEL). */
const DEEPEST = 200

const SPACE = /[ \t\f]+/y
const COMMENT = /#[^\r\n]*/y
const CONTINUATION = /\\\r?\n/y
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y
const NUMBER =
  /0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?|\d(?:_?\d)*(?:\.(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?|[eE][+-]?\d(?:_?\d)*[jJ]?|[jJ])|[1-9](?:_?\d)*|0(?:_?0)*/y
const STRING = /(?:[rRbBfFuUtT]|[rR][bBfFtT]|[bBfFtT][rR])?('''|"""|'|")/y
const SIGN = /\*\*=?|\/\/=?|>>=?|<<=?|\.\.\.|->|:=|[-+*/%&|^@<>=!]=|[\s\S]/y

/** The words of code, its lines and blocks, read strictly. Throws `Refused`. Source: python/cpython@v3.12.0:Doc/reference/lexical_analysis.rst. */
export function tokensOf(code: string): Token[] {
  const tokens: Token[] = []
  const brackets = new Brackets()
  const blocks = new Indentation()
  let fresh = true
  let at = code.charCodeAt(0) === 0xfeff ? 1 : 0
  const add = (kind: TokenKind, from: number) => tokens.push({ kind, text: '', from, to: from, string: null })
  while (at < code.length) {
    if (fresh && brackets.depth === 0) {
      const start = at
      at = skip(SPACE, code, at)
      fresh = false
      if (at >= code.length || '\r\n#'.includes(code.charAt(at))) continue
      const change = blocks.enter(measure(code, start, at), tokens.at(-2)?.text === ':')
      if (typeof change === 'string') throw fault(code, change, start)
      if (change > 0) add('indent', at)
      for (let i = change; i < 0; i += 1) add('dedent', at)
    }
    const char = code.charAt(at)
    if (char === '\n' || char === '\r') {
      if (brackets.depth === 0) {
        fresh = true
        if (isOpenLine(tokens)) add('newline', at)
      }
      at += 1
      continue
    }
    const after = skipBlank(code, at)
    if (after !== at) at = after
    else {
      const token = tokenAt(code, at)
      brackets.follow(code, token)
      tokens.push(token)
      at = token.to
    }
  }
  brackets.close(code)
  if (isOpenLine(tokens)) add('newline', at)
  if (tokens.at(-2)?.text === ':') throw fault(code, 'an indented block is missing', code.length - 1)
  for (let i = 0; i < blocks.depth; i += 1) add('dedent', at)
  add('end', at)
  return tokens
}

function isOpenLine(tokens: readonly Token[]): boolean {
  const kind = tokens.at(-1)?.kind
  return kind !== undefined && kind !== 'newline'
}

/** What a line's indentation comes to. */
function measure(code: string, from: number, to: number): { wide: number; narrow: number } {
  let wide = 0
  for (let at = from; at < to; at += 1) {
    const char = code.charAt(at)
    wide = char === '\t' ? wide + 8 - (wide % 8) : char === '\f' ? 0 : wide + 1
  }
  return { wide, narrow: to - from }
}

/** The end of spaces, a comment or a joined line; the same place if there is none. */
export function skipBlank(code: string, at: number): number {
  const char = code.charAt(at)
  if (char === ' ' || char === '\t' || char === '\f') return skip(SPACE, code, at)
  if (char === '#') return skip(COMMENT, code, at)
  return char === '\\' ? skip(CONTINUATION, code, at) : at
}

/** The word, literal or sign at a place. */
export function tokenAt(code: string, from: number, nested = 0): Token {
  STRING.lastIndex = from
  const opening = mayOpenString(code, from) ? STRING.exec(code) : null
  if (opening !== null) return stringToken(code, from, opening[0], opening[1] ?? '', nested)
  const word = skipWord(code, from)
  if (word > from) {
    const text = code.slice(from, word)
    return { kind: KEYWORDS.has(text) ? 'keyword' : 'name', text, from, to: word, string: null }
  }
  const number = skip(NUMBER, code, from)
  const to = number > from ? number : skip(SIGN, code, from)
  return { kind: number > from ? 'number' : 'sign', text: code.slice(from, to), from, to, string: null }
}

/** Whether there is a quote at a place or behind a prefix of two letters. */
function mayOpenString(code: string, at: number): boolean {
  for (let i = at; i < at + 3; i += 1) {
    const char = code.charAt(i)
    if (char === '"' || char === "'") return true
  }
  return false
}

function skipWord(code: string, from: number): number {
  const to = skip(WORD, code, from)
  // the table of all letters is large, and seldom needed
  return code.charCodeAt(to) > 0x7f ? skip(/[\p{ID_Start}_][\p{ID_Continue}]*/uy, code, from) : to
}

/** The end of what a sticky expression finds at a place; the same place if that is nothing. */
function skip(expression: RegExp, code: string, at: number): number {
  expression.lastIndex = at
  return expression.test(code) ? expression.lastIndex : at
}

export function fault(code: string, message: string, from: number): Refused {
  return new Refused({ message, from, to: Math.min(code.length, from + 1) })
}

const CLOSED_BY: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** The brackets that are open. */
export class Brackets {
  private readonly open: Token[] = []

  get depth(): number {
    return this.open.length
  }

  follow(code: string, token: Token): void {
    if (token.kind !== 'sign') return
    const { text, from } = token
    if (text === '(' || text === '[' || text === '{') {
      this.open.push(token)
      if (this.open.length > DEEPEST) throw fault(code, 'too many brackets are open', from)
    } else if (text === ')' || text === ']' || text === '}') {
      if (CLOSED_BY[this.open.pop()?.text ?? ''] !== text) throw fault(code, `"${text}" closes nothing`, from)
    }
  }

  /** To be called where all must be closed. */
  close(code: string): void {
    const last = this.open.at(-1)
    if (last !== undefined) throw fault(code, `"${last.text}" is not closed`, last.from)
  }
}
