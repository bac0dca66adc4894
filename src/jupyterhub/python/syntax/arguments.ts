import { comprehension, startsComprehension } from './brackets.ts'
import type { Cursor } from './cursor.ts'
import { namedTest, starred, test } from './expressions.ts'
import { branch, type SyntaxNode } from './tree.ts'

/** `(…)` of a call or a class. */
export function argumentList(cursor: Cursor): SyntaxNode {
  const parts = [cursor.take()]
  let named = false
  let unpacked = false
  while (!cursor.at(')')) {
    const { token } = cursor
    if (cursor.at('**')) {
      parts.push(cursor.take(), test(cursor))
      unpacked = true
    } else if (cursor.at('*')) {
      if (unpacked) cursor.fail()
      parts.push(cursor.take(), test(cursor))
    } else if (cursor.is('name') && cursor.ahead(1).text === '=') {
      parts.push(cursor.take('VariableName'), cursor.take('AssignOp'), test(cursor))
      named = true
    } else {
      parts.push(namedTest(cursor))
      if (startsComprehension(cursor)) {
        // a generator without brackets is the only argument
        parts.push(...comprehension(cursor))
        if (parts[1]?.from !== token.from) cursor.fail()
        if (cursor.at(',') && cursor.ahead(1).text === ')') parts.push(cursor.take())
        break
      }
      if (named || unpacked) cursor.refuse(token, 'an argument without name stands behind one with a name')
    }
    if (!cursor.at(',')) break
    parts.push(cursor.take())
  }
  parts.push(cursor.expect(')'))
  return branch('ArgList', parts)
}

/** `[…]` behind an expression: indices and slices, with the brackets. */
export function subscript(cursor: Cursor): SyntaxNode[] {
  const parts = [cursor.take(), ...slice(cursor)]
  while (cursor.at(',')) {
    parts.push(cursor.take())
    if (!cursor.at(']')) parts.push(...slice(cursor))
  }
  parts.push(cursor.expect(']'))
  return parts
}

function slice(cursor: Cursor): SyntaxNode[] {
  const parts = cursor.at(':') ? [] : starred(cursor, namedTest)
  for (let colons = 0; colons < 2 && cursor.at(':'); colons += 1) {
    parts.push(cursor.take())
    if (!cursor.at(':') && !cursor.at(',') && !cursor.at(']')) parts.push(test(cursor))
  }
  return parts
}
