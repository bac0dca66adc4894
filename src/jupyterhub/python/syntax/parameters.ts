import type { Cursor } from './cursor.ts'
import { operand, test } from './expressions.ts'
import { branch, type SyntaxNode } from './tree.ts'

/** Parameters up to the sign behind them; of a `lambda` they have no annotations. */
export function parameters(cursor: Cursor, end: string, annotated: boolean): SyntaxNode[] {
  const parts: SyntaxNode[] = []
  let optional = false
  let onlyNamed = false
  while (!cursor.at(end)) {
    const { token } = cursor
    if (cursor.at('/')) {
      if (parts.length === 0 || onlyNamed) cursor.fail()
      parts.push(cursor.take())
    } else if (cursor.at('**')) {
      parts.push(cursor.take(), cursor.name(), ...annotation(cursor, annotated, false))
      if (cursor.at(',')) parts.push(cursor.take())
      break
    } else if (cursor.at('*')) {
      if (onlyNamed) cursor.fail()
      onlyNamed = true
      parts.push(cursor.take())
      if (cursor.is('name')) parts.push(cursor.name(), ...annotation(cursor, annotated, true))
      else if (!cursor.at(',') || cursor.ahead(1).kind !== 'name') cursor.fail()
    } else {
      parts.push(cursor.name(), ...annotation(cursor, annotated, false))
      if (cursor.at('=')) {
        parts.push(cursor.take('AssignOp'), test(cursor))
        optional = true
      } else if (optional && !onlyNamed)
        cursor.refuse(token, 'a parameter without default stands behind one with a default')
    }
    if (!cursor.at(',')) break
    parts.push(cursor.take())
  }
  return parts
}

function annotation(cursor: Cursor, allowed: boolean, starred: boolean): SyntaxNode[] {
  if (!allowed || !cursor.at(':')) return []
  const colon = cursor.take()
  const type = starred && cursor.at('*') ? [cursor.take(), operand(cursor)] : [test(cursor)]
  return [branch('TypeDef', [colon, ...type])]
}

/** `[T: bound = default, *Ts, **P]` behind the name of a function, class or type. */
export function typeParameters(cursor: Cursor): SyntaxNode[] {
  if (!cursor.at('[')) return []
  const parts = [cursor.take()]
  do {
    const param: SyntaxNode[] = []
    if (cursor.at('*') || cursor.at('**')) param.push(cursor.take())
    param.push(cursor.name(), ...annotation(cursor, true, false))
    if (cursor.at('=')) {
      param.push(cursor.take('AssignOp'))
      if (cursor.at('*')) param.push(cursor.take(), operand(cursor))
      else param.push(test(cursor))
    }
    parts.push(branch('TypeParam', param))
    if (!cursor.at(',')) break
    parts.push(cursor.take())
  } while (!cursor.at(']'))
  parts.push(cursor.expect(']'))
  return [branch('TypeParamList', parts)]
}
