import { itemsOf } from './arguments.ts'
import { assign } from './assign.ts'
import { getAttribute, getItem } from './attributes.ts'
import { call } from './calls.ts'
import { comprehension } from './comprehensions.ts'
import { arithmetic, logic } from './expressions.ts'
import { lambda } from './functions.ts'
import { argumentsOf, expressionList, filled } from './lists.ts'
import { formatPieces, joined, numberLiteral, printed, stringLiteral } from './literals.ts'
import type { Machine } from './machine.ts'
import { nameOf } from './names.ts'
import { truth } from './operators.ts'
import { common, Dict, isSet, type Key, List, type ListType } from './state.ts'
import { isExpression, type SyntaxNode, split } from './syntax/tree.ts'
import { bool, type Frame, intOf, none, unknown, type Value, type Where } from './values.ts'

/** What an expression is worth, as far as that is known; what it does on the way is done. */
export function evaluate(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const { module } = frame
  const where = module.place(node.from, node.to)
  const text = () => module.text.slice(node.from, node.to)
  switch (node.name) {
    case 'String':
      return stringLiteral(node, module)
    case 'FormatString':
      return formatString(machine, node, frame, where)
    case 'ContinuedString':
      return continued(machine, node, frame, where)
    case 'Number':
      return numberLiteral(text(), where)
    case 'Boolean':
      return bool(text() === 'True', where)
    case 'None':
      return none(where)
    case 'VariableName':
      return nameOf(machine, text(), frame.scope, where)
    case 'MemberExpression':
      return member(machine, node, frame, where)
    case 'CallExpression':
      return calling(machine, node, frame, where)
    case 'ParenthesizedExpression':
    case 'AwaitExpression':
      return inner(machine, node, frame, where)
    case 'TupleExpression':
      return listOf(machine, node, 'tuple', frame, where)
    case 'ArrayExpression':
      return listOf(machine, node, 'list', frame, where)
    case 'SetExpression':
      return listOf(machine, node, 'set', frame, where)
    case 'DictionaryExpression':
      return dictOf(machine, node, frame, where)
    case 'ArrayComprehensionExpression':
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
    case 'ComprehensionExpression':
    // a generator that is the only argument of a call
    case 'ArgList':
      return comprehension(machine, node, frame, where)
    case 'ConditionalExpression':
      return conditional(machine, node, frame)
    case 'BinaryExpression':
    case 'UnaryExpression':
      return logic(machine, node, frame) ?? arithmetic(machine, node, frame, where)
    case 'LambdaExpression':
      return lambda(machine, node, frame, where)
    case 'NamedExpression': {
      const [target, , expression] = node.children
      if (target === undefined || expression === undefined) return unknown(where)
      const value = machine.evaluate(expression, frame)
      let scope = frame.scope
      while (scope.isPassing && scope.outer !== null) scope = scope.outer
      assign(machine, target, value, { ...frame, scope })
      return value
    }
    default:
      for (const child of node.children) if (isExpression(child)) machine.evaluate(child, frame)
      return unknown(where)
  }
}

/** What stands between brackets, or behind `await`. */
function inner(machine: Machine, node: SyntaxNode, frame: Frame, where: Where): Value {
  const expression = node.children.find(child => !['(', ')', 'await', '*'].includes(child.name))
  if (expression === undefined) return unknown(where)
  // what a coroutine comes to is known or not already when it is made
  return machine.evaluate(expression, frame)
}

function member(machine: Machine, node: SyntaxNode, frame: Frame, where: Where): Value {
  const [object, dot, ...rest] = node.children
  if (object === undefined || dot === undefined) return unknown(where)
  const value = machine.evaluate(object, frame)
  const [property] = rest
  if (dot.name === '.')
    return property === undefined
      ? unknown(where)
      : getAttribute(machine, value, frame.module.text.slice(property.from, property.to), where)
  const index = rest.slice(0, -1)
  if (index.some(child => child.name === ':')) return slice(machine, value, index, frame, where)
  return getItem(machine, value, expressionList(machine, index, frame), where)
}

/** `list[a:b]` with bounds that are known, and no step. */
function slice(machine: Machine, value: Value, index: readonly SyntaxNode[], frame: Frame, where: Where): Value {
  const [before, after] = [index.findIndex(child => child.name === ':'), index.length]
  const bound = (nodes: readonly SyntaxNode[]): number | undefined | null => {
    const [node] = nodes
    return node === undefined ? null : intOf(machine.evaluate(node, frame))
  }
  const [from, to] = [bound(index.slice(0, before)), bound(index.slice(before + 1, after))]
  const items = value.kind === 'list' && !isSet(value) ? itemsOf(value) : undefined
  const steps = index.filter(child => child.name === ':' || child.name === ',').length > 1
  if (items === undefined || value.kind !== 'list' || from === undefined || to === undefined || steps)
    return unknown(where)
  return new List(value.type, items.slice(from ?? 0, to ?? undefined), where)
}

function calling(machine: Machine, node: SyntaxNode, frame: Frame, where: Where): Value {
  const [callee, list] = node.children
  if (callee === undefined || list === undefined) return unknown(where)
  const target = machine.evaluate(callee, frame)
  return call(
    machine,
    target,
    argumentsOf(machine, list, frame),
    where,
    frame.module.text.slice(callee.from, callee.to),
  )
}

function listOf(machine: Machine, node: SyntaxNode, type: ListType, frame: Frame, where: Where): Value {
  return filled(machine, new List(type, [], where), node.children.slice(1, -1), frame)
}

function dictOf(machine: Machine, node: SyntaxNode, frame: Frame, where: Where): Value {
  const dict = new Dict([], where)
  const blurred = 'it holds entries that cannot be known'
  for (const [first, second, third] of split(node.children.slice(1, -1), ',')) {
    if (first === undefined || second === undefined) continue
    if (first.name === '**') {
      const other = machine.evaluate(second, frame)
      if (other.kind !== 'dict' || other.blurred !== null) dict.blurred = blurred
      else for (const [key, item] of other.entries) dict.entries.set(key, item)
      continue
    }
    const key = machine.evaluate(first, frame)
    const item = third === undefined ? unknown(where) : machine.evaluate(third, frame)
    if (key.kind === 'scalar') dict.entries.set(key.data satisfies Key, item)
    else dict.blurred = blurred
  }
  return dict
}

function conditional(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const [yes, , condition, , no] = node.children
  const where = frame.module.place(node.from, node.to)
  if (yes === undefined || condition === undefined || no === undefined) return unknown(where)
  const holds = truth(machine.evaluate(condition, frame))
  if (holds !== undefined) return machine.evaluate(holds ? yes : no, frame)
  const values = machine.either([() => machine.evaluate(yes, frame), () => machine.evaluate(no, frame)])
  const both = common(values)
  return both === undefined || both.kind === 'unknown'
    ? unknown(where, 'it depends on a condition', values.some(reaches))
    : both
}

function reaches(value: Value): boolean {
  return value.kind === 'config' || (value.kind === 'unknown' && value.reachesConfig)
}

function formatString(machine: Machine, node: SyntaxNode, frame: Frame, where: Where): Value {
  const pieces = formatPieces(node, frame.module)
  return pieces === undefined
    ? unknown(where)
    : joined(
        pieces.map(piece => (typeof piece === 'string' ? piece : replacement(machine, piece, frame))),
        where,
      )
}

/** What stands for `{expression}`, without conversion and format. */
function replacement(machine: Machine, node: SyntaxNode, frame: Frame): string | undefined {
  const [expression, ...rest] = node.children.slice(1, -1)
  if (expression === undefined) return undefined
  const value = machine.evaluate(expression, frame)
  return rest.length === 0 && value.kind === 'scalar' ? printed(value) : undefined
}

/** Literals side by side. */
function continued(machine: Machine, node: SyntaxNode, frame: Frame, where: Where): Value {
  const parts = node.children.map(part => machine.evaluate(part, frame))
  const types = new Set(parts.map(part => (part.kind === 'scalar' ? part.type : undefined)))
  const [type] = types
  if (types.size !== 1 || (type !== 'str' && type !== 'bytes')) return unknown(where)
  return { kind: 'scalar', type, data: parts.map(part => (part.kind === 'scalar' ? part.data : '')).join(''), where }
}
