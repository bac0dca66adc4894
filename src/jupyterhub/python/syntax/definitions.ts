import { argumentList } from './arguments.ts'
import type { Cursor } from './cursor.ts'
import { namedTest, test } from './expressions.ts'
import { parameters, typeParameters } from './parameters.ts'
import { body } from './statements.ts'
import { branch, type SyntaxNode } from './tree.ts'

/** `def`, behind an `async` that has been taken. */
export function functionDefinition(cursor: Cursor, async: readonly SyntaxNode[]): SyntaxNode {
  const parts = [...async, cursor.expect('def'), cursor.name(), ...typeParameters(cursor)]
  const open = cursor.expect('(')
  parts.push(branch('ParamList', [open, ...parameters(cursor, ')', true), cursor.expect(')')]))
  if (cursor.at('->')) parts.push(branch('TypeDef', [cursor.take(), test(cursor)]))
  parts.push(body(cursor, { inFunction: true, inLoop: false }))
  return branch('FunctionDefinition', parts)
}

export function classDefinition(cursor: Cursor): SyntaxNode {
  const parts = [cursor.take(), cursor.name(), ...typeParameters(cursor)]
  if (cursor.at('(')) parts.push(argumentList(cursor))
  parts.push(body(cursor, { inFunction: false, inLoop: false }))
  return branch('ClassDefinition', parts)
}

/** Decorators with what they decorate. */
export function decorated(cursor: Cursor): SyntaxNode {
  const parts: SyntaxNode[] = []
  while (cursor.at('@')) {
    const sign = cursor.take()
    const expression = namedTest(cursor)
    const called = expression.name === 'CallExpression' ? expression.children : [expression]
    parts.push(branch('Decorator', [sign, ...called]))
    if (!cursor.is('newline')) cursor.fail()
    cursor.skip()
  }
  if (cursor.at('class')) parts.push(classDefinition(cursor))
  else if (cursor.at('async')) parts.push(functionDefinition(cursor, [cursor.take()]))
  else parts.push(functionDefinition(cursor, []))
  return branch('DecoratedStatement', parts)
}
