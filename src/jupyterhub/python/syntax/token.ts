export type TokenKind = 'name' | 'keyword' | 'number' | 'string' | 'sign' | 'newline' | 'indent' | 'dedent' | 'end'

/** A word of the code, or the end of a line or block. */
export interface Token {
  readonly kind: TokenKind
  /** Names, keywords, numbers and signs as they are written; empty for others, so that no text is taken for a sign. */
  readonly text: string
  readonly from: number
  readonly to: number
  /** Only of string literals. */
  readonly string: StringParts | null
}

export interface StringParts {
  /** Lower case. */
  readonly prefix: string
  /** What stands in braces in an f-string. */
  readonly fields: readonly Field[]
}

/** `{tokens!r:spec}` in an f-string. */
export interface Field {
  readonly from: number
  readonly to: number
  readonly tokens: readonly Token[]
  readonly conversion: Stretch | null
  readonly spec: (Stretch & { readonly fields: readonly Field[] }) | null
}

interface Stretch {
  readonly from: number
  readonly to: number
}

/** Source: python/cpython@v3.12.0:Lib/keyword.py. */
export const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
)
