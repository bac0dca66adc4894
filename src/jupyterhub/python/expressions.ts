import type { Machine } from './machine.ts'
import { contains, equal, operate, truth } from './operators.ts'
import { common } from './state.ts'
import type { SyntaxNode } from './syntax/tree.ts'
import { bool, type Frame, int, isNone, unknown, type Value, type Where } from './values.ts'

/** An operator as it stands in the text, or an operand. */
type Term = { readonly operator: string } | { readonly node: SyntaxNode }

const COMPARISONS = new Set(['<', '>', '==', '!=', '<=', '>=', 'in', 'not in', 'is', 'is not'])

/**
 * `and`, `or`, `not` and comparisons. The grammar binds `not a and b` as `not (a and b)`, so their operators are put in order
 * and bound here as Python does. Null for other expressions. Source: python/cpython@v3.12.0:Doc/reference/expressions.rst.
 */
export function logic(machine: Machine, node: SyntaxNode, frame: Frame): Value | null {
  const terms = flatten(node, frame)
  if (terms.length === 1) return null
  const where = frame.module.place(node.from, node.to)
  return disjunction(machine, terms, frame, where)
}

function flatten(root: SyntaxNode, frame: Frame): Term[] {
  const terms: Term[] = []
  // innermost last; long chains lean to the left, so no recursion
  const pending: Term[] = [{ node: root }]
  for (let term = pending.pop(); term !== undefined; term = pending.pop()) {
    const parts = 'node' in term ? logicParts(term.node, frame) : null
    if (parts === null) terms.push(term)
    else pending.push(...parts.toReversed())
  }
  return terms
}

function logicParts(node: SyntaxNode, frame: Frame): Term[] | null {
  if (node.name !== 'BinaryExpression' && node.name !== 'UnaryExpression') return null
  const parts = node.children
  const [first] = parts
  const last = parts.at(-1)
  if (first === undefined || last === undefined) return null
  if (node.name === 'UnaryExpression') return first.name === 'not' ? [{ operator: 'not' }, { node: last }] : null
  const operator = parts
    .slice(1, -1)
    .map(part => frame.module.text.slice(part.from, part.to))
    .join(' ')
  if (operator !== 'and' && operator !== 'or' && !COMPARISONS.has(operator)) return null
  return [{ node: first }, { operator }, { node: last }]
}

function separate(terms: readonly Term[], operator: string): Term[][] {
  const groups: Term[][] = [[]]
  for (const term of terms) {
    if ('operator' in term && term.operator === operator) groups.push([])
    else groups.at(-1)?.push(term)
  }
  return groups
}

function disjunction(machine: Machine, terms: readonly Term[], frame: Frame, where: Where): Value {
  return chain(machine, separate(terms, 'or'), true, group => conjunction(machine, group, frame, where), where)
}

function conjunction(machine: Machine, terms: readonly Term[], frame: Frame, where: Where): Value {
  return chain(machine, separate(terms, 'and'), false, group => inversion(machine, group, frame, where), where)
}

/** Operands from left to right until one decides: the first that is true of `or`, the first that is false of `and`. */
function chain(
  machine: Machine,
  groups: readonly Term[][],
  decides: boolean,
  value: (group: Term[]) => Value,
  where: Where,
): Value {
  const doubtful: Value[] = []
  let last: Value = unknown(where)
  for (const [i, group] of groups.entries()) {
    if (doubtful.length === 0) last = value(group)
    else
      machine.maybe(() => {
        last = value(group)
      })
    const holds = truth(last)
    if (holds === decides) return doubtful.length === 0 ? last : undecided([...doubtful, last], decides, where)
    if (holds === undefined && i < groups.length - 1) doubtful.push(last)
  }
  return doubtful.length === 0 ? last : undecided([...doubtful, last], undefined, where)
}

/** What an operand that cannot be known and those after it come to; `decided` is how all of it counts, if that is known. */
function undecided(values: readonly Value[], decided: boolean | undefined, where: Where): Value {
  const both = common(values)
  if (both !== undefined && both.kind !== 'unknown') return both
  const [last] = values.slice(-1)
  if (decided !== undefined && last?.kind === 'scalar' && last.type === 'bool') return bool(decided, where)
  const reaching = values.some(value => value.kind === 'config' || (value.kind === 'unknown' && value.reachesConfig))
  return unknown(where, undefined, reaching)
}

function inversion(machine: Machine, terms: readonly Term[], frame: Frame, where: Where): Value {
  const [first] = terms
  if (first === undefined || !('operator' in first)) return comparison(machine, terms, frame, where)
  const nots = terms.findIndex(term => 'node' in term)
  const holds = truth(comparison(machine, terms.slice(nots), frame, where))
  return holds === undefined ? unknown(where) : bool(nots % 2 === 0 ? holds : !holds, where)
}

function comparison(machine: Machine, terms: readonly Term[], frame: Frame, where: Where): Value {
  const nodes = terms.flatMap(term => ('node' in term ? [term.node] : []))
  const operators = terms.flatMap(term => ('operator' in term ? [term.operator] : []))
  const operand = (i: number): Value => {
    const node = nodes[i]
    const value = node === undefined ? unknown(where) : machine.evaluate(node, frame)
    machine.limit.spend(weight(value))
    return value
  }
  let left = operand(0)
  if (operators.length === 0) return left
  let isKnown = true
  for (const [i, operator] of operators.entries()) {
    // where one does not hold, Python does not look at the next
    const right: Value = isKnown
      ? operand(i + 1)
      : (machine.either<Value | null>([() => operand(i + 1), () => null])[0] ?? unknown(where))
    const holds = compare(operator, left, right)
    if (holds === false) return bool(false, where)
    isKnown &&= holds === true
    left = right
  }
  return isKnown ? bool(true, where) : unknown(where)
}

function compare(operator: string, a: Value | undefined, b: Value | undefined): boolean | undefined {
  if (a === undefined || b === undefined) return undefined
  switch (operator) {
    case '==':
      return equal(a, b)
    case '!=':
      return negated(equal(a, b))
    case 'in':
      return contains(b, a)
    case 'not in':
      return negated(contains(b, a))
    case 'is':
      return identical(a, b)
    case 'is not':
      return negated(identical(a, b))
    default:
      return ordered(operator, a, b)
  }
}

function negated(result: boolean | undefined): boolean | undefined {
  return result === undefined ? undefined : !result
}

/** `is`, which is certain for None, True and False, and for what cannot be one of them. */
function identical(a: Value, b: Value): boolean | undefined {
  if (a === b && a.kind !== 'unknown') return true
  const vague = (value: Value) =>
    value.kind === 'unknown' ||
    (value.kind === 'unset' && !value.isCertain) ||
    (value.kind === 'imported' && !value.name.startsWith('builtins.'))
  if (vague(a) || vague(b)) return undefined
  if (isNone(a) || isNone(b)) return isNone(a) && isNone(b)
  if (a.kind === 'scalar' && b.kind === 'scalar' && (a.type === 'bool' || b.type === 'bool'))
    return a.type === b.type && a.data === b.data
  return a.kind === b.kind && a.kind !== 'list' && a.kind !== 'dict' ? equal(a, b) : undefined
}

function ordered(operator: string, a: Value, b: Value): boolean | undefined {
  if (a.kind !== 'scalar' || b.kind !== 'scalar' || a.data === null || b.data === null) return undefined
  if (typeof a.data !== typeof b.data) return undefined
  const order = a.data < b.data ? -1 : a.data > b.data ? 1 : 0
  switch (operator) {
    case '<':
      return order < 0
    case '>':
      return order > 0
    case '<=':
      return order <= 0
    case '>=':
      return order >= 0
    default:
      return undefined
  }
}

/** `+`, `-`, `*` and the like; long chains lean to the left. */
export function arithmetic(machine: Machine, node: SyntaxNode, frame: Frame, where: Where): Value {
  if (node.name === 'UnaryExpression') return sign(machine, node, frame, where)
  const spine: { readonly operator: string; readonly right: SyntaxNode; readonly whole: SyntaxNode }[] = []
  let left = node
  while (left.name === 'BinaryExpression' && logicParts(left, frame) === null) {
    const [first, operator, right] = left.children
    if (first === undefined || operator === undefined || right === undefined) return unknown(where)
    spine.push({ operator: frame.module.text.slice(operator.from, operator.to), right, whole: left })
    left = first
  }
  let value = machine.evaluate(left, frame)
  for (const { operator, right, whole } of spine.toReversed()) {
    value = operate(operator, value, machine.evaluate(right, frame), frame.module.place(whole.from, whole.to))
    machine.limit.spend(weight(value))
  }
  return value
}

/** What it costs to make a value, in steps. */
function weight(value: Value): number {
  if (value.kind === 'list' || value.kind === 'dict') return value.size / 50
  return value.kind === 'scalar' && typeof value.data === 'string' ? value.data.length / 500 : 0
}

function sign(machine: Machine, node: SyntaxNode, frame: Frame, where: Where): Value {
  const [operator, operand] = node.children
  if (operator === undefined || operand === undefined) return unknown(where)
  const value = machine.evaluate(operand, frame)
  if (value.kind !== 'scalar' || typeof value.data !== 'number') return unknown(where)
  const written = frame.module.text.slice(operator.from, operator.to)
  if (written === '+') return value
  if (written === '~')
    return value.type === 'int' && Number.isSafeInteger(value.data) ? int(-value.data - 1, where) : unknown(where)
  return { ...value, data: -value.data, where }
}
