import { Refused } from './problem.ts'
import type { Token, TokenKind } from './token.ts'
import { leaf, type SyntaxNode } from './tree.ts'

/** As deep as code is followed; brackets, blocks and strings in each other have their own limits. */
const DEEPEST = 800

const END: Token = { kind: 'end', text: '', from: 0, to: 0, string: null }

/** Words of code, taken one after the other. */
export class Cursor {
  readonly code: string
  /** The word that comes next. */
  token: Token
  private readonly tokens: readonly Token[]
  private index = 0
  private depth = 0

  constructor(code: string, tokens: readonly Token[]) {
    this.code = code
    this.tokens = tokens
    this.token = tokens[0] ?? END
  }

  /** Whether a sign or keyword comes next. */
  at(text: string): boolean {
    return this.token.text === text
  }

  is(kind: TokenKind): boolean {
    return this.token.kind === kind
  }

  /** A word after the next one. */
  ahead(distance: number): Token {
    return this.tokens[this.index + distance] ?? this.tokens.at(-1) ?? END
  }

  /** Takes the next word, as a node; signs and keywords are named by their text. */
  take(name: string = this.token.text): SyntaxNode {
    const { from, to } = this.token
    this.skip()
    return leaf(name, from, to)
  }

  skip(): void {
    this.index += 1
    this.token = this.tokens[this.index] ?? this.token
  }

  /** Takes a sign or keyword that has to come. */
  expect(text: string, name = text): SyntaxNode {
    return this.at(text) ? this.take(name) : this.fail()
  }

  /** Takes a name that has to come. */
  name(as = 'VariableName'): SyntaxNode {
    return this.is('name') ? this.take(as) : this.fail()
  }

  /** To be called on the way into what may hold itself, and `leave` on the way out. */
  enter(): void {
    this.depth += 1
    if (this.depth > DEEPEST)
      this.refuse({ ...this.token, to: this.token.from + 1 }, 'is nested too deeply to be read', true)
  }

  leave(): void {
    this.depth -= 1
  }

  refuse({ from, to }: { readonly from: number; readonly to: number }, message: string, uncertain = false): never {
    throw new Refused({ message, from, to, ...(uncertain ? { uncertain } : {}) })
  }

  /** Stops at the next word, which cannot stand here. */
  fail(): never {
    const { from, to } = this.token
    const end = this.code.slice(to).search(/[\r\n]/)
    const rest = this.code.slice(from, end === -1 ? undefined : to + end).trim()
    const shown = rest.length > 40 ? `${rest.slice(0, 40)}…` : rest
    this.refuse(
      { from, to: Math.max(to, from + 1) },
      shown === '' ? 'something is missing' : `it cannot be read at ${JSON.stringify(shown)}`,
    )
  }
}
