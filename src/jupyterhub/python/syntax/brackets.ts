import type { Cursor } from './cursor.ts'
import {
  disjunction,
  items,
  list,
  namedTest,
  operand,
  starred,
  startsExpression,
  test,
  yielding,
} from './expressions.ts'
import { checkTargets } from './targets.ts'
import { branch, type SyntaxNode } from './tree.ts'

/** `(…)`: what is only put in brackets, a tuple or a generator. */
export function parenthesized(cursor: Cursor): SyntaxNode {
  const open = cursor.take()
  if (cursor.at(')')) return branch('TupleExpression', [open, cursor.take()])
  if (cursor.at('yield'))
    return branch('ParenthesizedExpression', [open, yielding(cursor, 'YieldExpression'), cursor.expect(')')])
  const first = starred(cursor, namedTest)
  if (startsComprehension(cursor))
    return branch('ComprehensionExpression', [open, ...first, ...comprehension(cursor), cursor.expect(')')])
  if (!cursor.at(',')) {
    if (first.length > 1) cursor.fail()
    return branch('ParenthesizedExpression', [open, ...first, cursor.expect(')')])
  }
  return branch('TupleExpression', [open, ...first, ...rest(cursor), cursor.expect(')')])
}

/** `[…]`: a list. */
export function bracketed(cursor: Cursor): SyntaxNode {
  const open = cursor.take()
  if (cursor.at(']')) return branch('ArrayExpression', [open, cursor.take()])
  const first = starred(cursor, namedTest)
  if (startsComprehension(cursor))
    return branch('ArrayComprehensionExpression', [open, ...first, ...comprehension(cursor), cursor.expect(']')])
  return branch('ArrayExpression', [open, ...first, ...rest(cursor), cursor.expect(']')])
}

/** `{…}`: a dict or a set. */
export function braced(cursor: Cursor): SyntaxNode {
  const open = cursor.take()
  if (cursor.at('}')) return branch('DictionaryExpression', [open, cursor.take()])
  const first = entry(cursor)
  const kind = first.some(node => node.name === ':' || node.name === '**') ? 'Dictionary' : 'Set'
  if (startsComprehension(cursor))
    return branch(`${kind}ComprehensionExpression`, [open, ...first, ...comprehension(cursor), cursor.expect('}')])
  if (kind === 'Set') return branch('SetExpression', [open, ...first, ...rest(cursor), cursor.expect('}')])
  while (cursor.at(',')) {
    first.push(cursor.take())
    if (cursor.at('}')) break
    const next = entry(cursor)
    if (!next.some(node => node.name === ':' || node.name === '**')) cursor.fail()
    first.push(...next)
  }
  return branch('DictionaryExpression', [open, ...first, cursor.expect('}')])
}

/** `key: value`, `**dict`, or the item of a set. */
function entry(cursor: Cursor): SyntaxNode[] {
  if (cursor.at('**')) return [cursor.take(), operand(cursor)]
  const first = starred(cursor, namedTest)
  return first.length === 1 && cursor.at(':') ? [...first, cursor.take(), test(cursor)] : first
}

/** The items behind the first one, with commas. */
function rest(cursor: Cursor): SyntaxNode[] {
  if (!cursor.at(',')) return []
  const comma = cursor.take()
  return startsExpression(cursor) ? [comma, ...items(cursor, namedTest)] : [comma]
}

export function startsComprehension(cursor: Cursor): boolean {
  return cursor.at('for') || (cursor.at('async') && cursor.ahead(1).text === 'for')
}

/** `for … in …` and `if …`, as often as they come. */
export function comprehension(cursor: Cursor): SyntaxNode[] {
  const parts: SyntaxNode[] = []
  while (startsComprehension(cursor)) {
    if (cursor.at('async')) parts.push(cursor.take())
    parts.push(cursor.take())
    const targets = list(cursor, operand)
    checkTargets(cursor, targets)
    parts.push(...targets, cursor.expect('in'), condition(cursor))
    while (cursor.at('if')) parts.push(cursor.take(), condition(cursor))
  }
  return parts
}

/** Until Python 3.8, `lambda` could stand there. */
function condition(cursor: Cursor): SyntaxNode {
  return cursor.at('lambda') ? test(cursor) : disjunction(cursor)
}
