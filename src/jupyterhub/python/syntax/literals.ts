import { Cursor } from './cursor.ts'
import { list, yielding } from './expressions.ts'
import type { Field, Token } from './token.ts'
import { branch, leaf, type SyntaxNode } from './tree.ts'

/** One string literal, or several side by side. */
export function stringLiterals(cursor: Cursor): SyntaxNode {
  const literals: SyntaxNode[] = []
  while (cursor.is('string')) {
    literals.push(literal(cursor.code, cursor.token))
    cursor.skip()
  }
  const [first] = literals
  return first !== undefined && literals.length === 1 ? first : branch('ContinuedString', literals)
}

function literal(code: string, { from, to, string }: Token): SyntaxNode {
  const { prefix, fields } = string ?? { prefix: '', fields: [] }
  const name = prefix.includes('f') ? 'FormatString' : prefix.includes('t') ? 'TemplateString' : 'String'
  return { name, from, to, children: fields.map(field => replacement(code, field)) }
}

function replacement(code: string, { from, to, tokens, conversion, spec }: Field): SyntaxNode {
  const cursor = new Cursor(code, tokens)
  const parts = [leaf('{', from, from + 1)]
  parts.push(...(cursor.at('yield') ? [yielding(cursor, 'YieldExpression')] : list(cursor)))
  if (cursor.at('=')) parts.push(cursor.take('FormatSelfDoc'))
  if (!cursor.is('end')) cursor.fail()
  if (conversion !== null) parts.push(leaf('FormatConversion', conversion.from, conversion.to))
  if (spec !== null)
    parts.push({
      name: 'FormatSpec',
      from: spec.from,
      to: spec.to,
      children: spec.fields.map(field => replacement(code, field)),
    })
  parts.push(leaf('}', to - 1, to))
  return branch('FormatReplacement', parts)
}
