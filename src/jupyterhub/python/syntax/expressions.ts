import { argumentList, subscript } from './arguments.ts'
import { braced, bracketed, parenthesized } from './brackets.ts'
import type { Cursor } from './cursor.ts'
import { stringLiterals } from './literals.ts'
import { parameters } from './parameters.ts'
import { branch, type SyntaxNode } from './tree.ts'

/** How tightly operators bind. Source: python/cpython@v3.12.0:Doc/reference/expressions.rst, "Operator precedence". */
const OR = 1
const NOT = 3
const COMPARISON = 4
const BIT_OR = 5
const SIGN = 11
const POWER = 12

const OPERATORS = new Map<string, readonly [power: number, name: string]>([
  ['or', [OR, 'or']],
  ['and', [2, 'and']],
  ...['<', '>', '<=', '>=', '==', '!='].map(sign => [sign, [COMPARISON, 'CompareOp']] as const),
  ...['in', 'not', 'is'].map(word => [word, [COMPARISON, word]] as const),
  ['|', [BIT_OR, 'BitOp']],
  ['^', [6, 'BitOp']],
  ['&', [7, 'BitOp']],
  ['<<', [8, 'BitOp']],
  ['>>', [8, 'BitOp']],
  ['+', [9, 'ArithOp']],
  ['-', [9, 'ArithOp']],
  ...['*', '/', '//', '%', '@'].map(sign => [sign, [10, 'ArithOp']] as const),
  ['**', [POWER, 'ArithOp']],
])

/** Any expression but `x := y`, `*x` and `yield`. */
export function test(cursor: Cursor): SyntaxNode {
  cursor.enter()
  const result = cursor.at('lambda') ? lambda(cursor) : conditional(cursor)
  cursor.leave()
  return result
}

function conditional(cursor: Cursor): SyntaxNode {
  const yes = disjunction(cursor)
  if (!cursor.at('if')) return yes
  const parts = [yes, cursor.take(), disjunction(cursor), cursor.expect('else'), test(cursor)]
  return branch('ConditionalExpression', parts)
}

function lambda(cursor: Cursor): SyntaxNode {
  const keyword = cursor.take()
  const list = branch('ParamList', parameters(cursor, ':', false))
  return branch('LambdaExpression', [keyword, list, cursor.expect(':'), test(cursor)])
}

/** An expression, or `x := y`. */
export function namedTest(cursor: Cursor): SyntaxNode {
  const target = test(cursor)
  if (!cursor.at(':=')) return target
  if (target.name !== 'VariableName') cursor.fail()
  return branch('NamedExpression', [target, cursor.take('AssignOp'), test(cursor)])
}

/** An expression without a condition or `lambda` at its root. */
export function disjunction(cursor: Cursor): SyntaxNode {
  return binary(cursor, OR)
}

/** What may stand behind `*` and left of `in`: an expression without comparisons. */
export function operand(cursor: Cursor): SyntaxNode {
  return binary(cursor, BIT_OR)
}

/** Takes operators that bind at least that tightly. */
function binary(cursor: Cursor, weakest: number): SyntaxNode {
  cursor.enter()
  let left = prefixed(cursor, weakest)
  for (;;) {
    const [power, name] = OPERATORS.get(cursor.token.text) ?? [0, '']
    if (power < weakest || power === 0) break
    if (name === 'not' && cursor.ahead(1).text !== 'in') break
    const parts = [left, cursor.take(name)]
    if (name === 'not' || (name === 'is' && cursor.at('not'))) parts.push(cursor.take())
    parts.push(binary(cursor, power === POWER ? SIGN : power + 1))
    left = branch('BinaryExpression', parts)
  }
  cursor.leave()
  return left
}

function prefixed(cursor: Cursor, weakest: number): SyntaxNode {
  switch (cursor.token.text) {
    case 'not':
      return weakest > NOT ? cursor.fail() : branch('UnaryExpression', [cursor.take(), binary(cursor, NOT)])
    case '+':
    case '-':
      return branch('UnaryExpression', [cursor.take('ArithOp'), binary(cursor, SIGN)])
    case '~':
      return branch('UnaryExpression', [cursor.take('BitOp'), binary(cursor, SIGN)])
    case 'await':
      return branch('AwaitExpression', [cursor.take(), primary(cursor)])
    default:
      return primary(cursor)
  }
}

function primary(cursor: Cursor): SyntaxNode {
  let node = atom(cursor)
  for (;;) {
    switch (cursor.token.text) {
      case '.':
        node = branch('MemberExpression', [node, cursor.take(), cursor.name('PropertyName')])
        break
      case '(':
        node = branch('CallExpression', [node, argumentList(cursor)])
        break
      case '[':
        node = branch('MemberExpression', [node, ...subscript(cursor)])
        break
      default:
        return node
    }
  }
}

function atom(cursor: Cursor): SyntaxNode {
  const { kind } = cursor.token
  if (kind === 'name') return cursor.take('VariableName')
  if (kind === 'number') return cursor.take('Number')
  if (kind === 'string') return stringLiterals(cursor)
  switch (cursor.token.text) {
    case '(':
      return parenthesized(cursor)
    case '[':
      return bracketed(cursor)
    case '{':
      return braced(cursor)
    case 'True':
    case 'False':
      return cursor.take('Boolean')
    case 'None':
      return cursor.take()
    case '...':
      return cursor.take('Ellipsis')
    default:
      return cursor.fail()
  }
}

/** An expression, or `*x`, which is two nodes. */
export function starred(cursor: Cursor, expression: (cursor: Cursor) => SyntaxNode): SyntaxNode[] {
  return cursor.at('*') ? [cursor.take(), operand(cursor)] : [expression(cursor)]
}

/** Expressions between commas, with the commas; a lone `*x` is none. */
export function list(cursor: Cursor, expression: (cursor: Cursor) => SyntaxNode = test): SyntaxNode[] {
  const { token } = cursor
  const nodes = items(cursor, expression)
  if (token.text === '*' && nodes.length === 2) cursor.refuse(token, 'a lone value has "*" before it')
  return nodes
}

/** Items of a tuple, list or set, with the commas. */
export function items(cursor: Cursor, expression: (cursor: Cursor) => SyntaxNode): SyntaxNode[] {
  const nodes = starred(cursor, expression)
  while (cursor.at(',')) {
    nodes.push(cursor.take())
    if (!startsExpression(cursor)) break
    nodes.push(...starred(cursor, expression))
  }
  return nodes
}

const OPENING = new Set(['(', '[', '{', '+', '-', '~', '*', '...', 'not', 'lambda', 'await', 'None', 'True', 'False'])

export function startsExpression({ token: { kind, text } }: Cursor): boolean {
  return kind === 'name' || kind === 'number' || kind === 'string' || OPENING.has(text)
}

/** `yield`, with what it gives. */
export function yielding(cursor: Cursor, name: string): SyntaxNode {
  const parts = [cursor.take()]
  if (cursor.at('from')) parts.push(cursor.take(), test(cursor))
  else if (startsExpression(cursor)) parts.push(...list(cursor))
  return branch(name, parts)
}

/** What stands right of `=`: expressions or `yield`. */
export function assigned(cursor: Cursor): SyntaxNode[] {
  return cursor.at('yield') ? [yielding(cursor, 'YieldExpression')] : list(cursor)
}
