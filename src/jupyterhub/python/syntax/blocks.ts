import type { Cursor } from './cursor.ts'
import { classDefinition, decorated, functionDefinition } from './definitions.ts'
import { list, namedTest, operand, test } from './expressions.ts'
import { isMatch, matchStatement } from './patterns.ts'
import { body, type Surroundings } from './statements.ts'
import { checkTargets } from './targets.ts'
import { branch, type SyntaxNode } from './tree.ts'

/** A statement that holds others; null if the next word starts none. */
export function compound(cursor: Cursor, around: Surroundings): SyntaxNode | null {
  switch (cursor.token.text) {
    case 'if':
      return ifStatement(cursor, around)
    case 'while':
      return whileStatement(cursor, around)
    case 'for':
      return forStatement(cursor, around, [])
    case 'try':
      return tryStatement(cursor, around)
    case 'with':
      return withStatement(cursor, around, [])
    case 'def':
      return functionDefinition(cursor, [])
    case 'class':
      return classDefinition(cursor)
    case '@':
      return decorated(cursor)
    case 'async':
      return asynchronous(cursor, around)
    case 'match':
      return isMatch(cursor) ? matchStatement(cursor, around) : null
    default:
      return null
  }
}

function asynchronous(cursor: Cursor, around: Surroundings): SyntaxNode {
  const async = [cursor.take()]
  if (cursor.at('def')) return functionDefinition(cursor, async)
  if (cursor.at('for')) return forStatement(cursor, around, async)
  return cursor.at('with') ? withStatement(cursor, around, async) : cursor.fail()
}

function ifStatement(cursor: Cursor, around: Surroundings): SyntaxNode {
  const parts = [cursor.take(), namedTest(cursor), body(cursor, around)]
  while (cursor.at('elif')) parts.push(cursor.take(), namedTest(cursor), body(cursor, around))
  return branch('IfStatement', [...parts, ...otherwise(cursor, around)])
}

/** `else`, where there is one. */
function otherwise(cursor: Cursor, around: Surroundings): SyntaxNode[] {
  return cursor.at('else') ? [cursor.take(), body(cursor, around)] : []
}

function whileStatement(cursor: Cursor, around: Surroundings): SyntaxNode {
  const parts = [cursor.take(), namedTest(cursor), body(cursor, { ...around, inLoop: true })]
  return branch('WhileStatement', [...parts, ...otherwise(cursor, around)])
}

function forStatement(cursor: Cursor, around: Surroundings, async: readonly SyntaxNode[]): SyntaxNode {
  const keyword = cursor.take()
  const targets = list(cursor, operand)
  checkTargets(cursor, targets)
  const source = [cursor.expect('in'), ...list(cursor)]
  const repeated = body(cursor, { ...around, inLoop: true })
  return branch('ForStatement', [...async, keyword, ...targets, ...source, repeated, ...otherwise(cursor, around)])
}

function tryStatement(cursor: Cursor, around: Surroundings): SyntaxNode {
  const { token } = cursor
  const parts = [cursor.take(), body(cursor, around)]
  while (cursor.at('except')) parts.push(...handler(cursor, around))
  if (parts.length > 2) parts.push(...otherwise(cursor, around))
  if (cursor.at('finally')) parts.push(cursor.take(), body(cursor, around))
  const node = branch('TryStatement', parts)
  return parts.length > 2
    ? node
    : cursor.refuse({ ...node, from: token.from }, '"try" has neither "except" nor "finally"')
}

function handler(cursor: Cursor, around: Surroundings): SyntaxNode[] {
  const parts = [cursor.take()]
  if (cursor.at('*')) parts.push(cursor.take())
  if (!cursor.at(':')) parts.push(...list(cursor))
  if (cursor.at('as')) parts.push(cursor.take(), cursor.name())
  parts.push(body(cursor, around))
  return parts
}

function withStatement(cursor: Cursor, around: Surroundings, async: readonly SyntaxNode[]): SyntaxNode {
  const parts = [...async, cursor.take()]
  const inBrackets = cursor.at('(') && hasBracketsAroundItems(cursor)
  if (inBrackets) cursor.skip()
  do {
    if (cursor.at(',')) parts.push(cursor.take())
    if (inBrackets && cursor.at(')')) break
    parts.push(test(cursor))
    if (!cursor.at('as')) continue
    parts.push(cursor.take())
    const target = operand(cursor)
    checkTargets(cursor, [target])
    parts.push(target)
  } while (cursor.at(','))
  if (inBrackets) {
    if (!cursor.at(')')) cursor.fail()
    cursor.skip()
  }
  return branch('WithStatement', [...parts, body(cursor, around)])
}

/** Whether `(` behind `with` holds its items, not an expression: only then is there `as` between the brackets. */
function hasBracketsAroundItems(cursor: Cursor): boolean {
  let depth = 0
  let named = false
  for (let i = 0; ; i += 1) {
    const { text, kind } = cursor.ahead(i)
    if (text === '(' || text === '[' || text === '{') depth += 1
    else if (text === ')' || text === ']' || text === '}') depth -= 1
    else if (text === 'as' && depth === 1) named = true
    else if (kind === 'end') return false
    if (depth === 0) return named && cursor.ahead(i + 1).text === ':'
  }
}
