import { refuse } from './lazy.ts'
import { printed } from './literals.ts'
import { sameValue } from './same.ts'
import { Dict, isSet, List, type ListType } from './state.ts'
import { int, intOf, type Scalar, str, textOf, unknown, type Value, type Where } from './values.ts'

/** Thrown where Python certainly raises. */
export class Raised extends Error {
  readonly where: Where

  constructor(message: string, where: Where) {
    super(message)
    this.where = where
  }
}

/** Whether a value counts as true; undefined if that is not known. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'scalar':
      return value.data !== null && value.data !== false && value.data !== 0 && value.data !== ''
    case 'list':
      return value.blurred === null && value.type !== 'iterator' ? value.size > 0 : undefined
    case 'dict':
      if (value.blurred !== null) return undefined
      if (value.size === 0) return false
      // an entry made under a condition is unknown, and may not be there
      return [...value.entries.values()].some(item => item.kind !== 'unknown') ? true : undefined
    case 'class':
    case 'function':
    case 'method':
      return true
    case 'unset':
      return value.isCertain ? true : undefined
    default:
      return undefined
  }
}

function number(value: Value): number | undefined {
  if (value.kind !== 'scalar') return undefined
  if (value.type === 'bool') return Number(value.data)
  return value.type === 'int' || value.type === 'float' ? Number(value.data) : undefined
}

/** Whether two values are equal in Python; undefined if that is not known. */
export function equal(a: Value, b: Value): boolean | undefined {
  const [left, right] = [number(a), number(b)]
  if (left !== undefined && right !== undefined) return left === right
  if (a.kind === 'scalar' && b.kind === 'scalar') return a.type === b.type && a.data === b.data
  if (sameValue(a, b) && a.kind !== 'unknown') return true
  if (
    a.kind === 'imported' &&
    b.kind === 'imported' &&
    a.name.startsWith('builtins.') &&
    b.name.startsWith('builtins.')
  )
    return false
  const plain = (value: Value) =>
    value.kind === 'scalar' ||
    value.kind === 'list' ||
    value.kind === 'dict' ||
    (value.kind === 'unset' && value.isCertain)
  if (!plain(a) || !plain(b)) return undefined
  // a text is no list, whatever is in it
  if (a.kind !== b.kind || (a.kind === 'list' && b.kind === 'list' && differ(a, b))) return false
  if (a.kind === 'list' && b.kind === 'list' && !isSet(a) && a.blurred === null && b.blurred === null) {
    if (a.items.length !== b.items.length) return false
    const items = a.items.map((item, i) => equal(item, b.items[i] ?? item))
    return items.includes(false) ? false : undefined
  }
  return undefined
}

/** Whether two lists of such types are never equal. */
function differ(a: List, b: List): boolean {
  return a.type !== b.type && a.type !== 'iterator' && b.type !== 'iterator' && !(isSet(a) && isSet(b))
}

/** Whether `container` holds `item`; undefined if that is not known. */
export function contains(container: Value, item: Value): boolean | undefined {
  const [text, part] = [textOf(container), textOf(item)]
  if (text !== undefined && part !== undefined) return text.includes(part)
  if (container.kind === 'unset') refuse(container, 'cannot be gone through', container.where)
  if (container.kind === 'list') {
    const found = container.items.map(each => equal(each, item))
    if (container.blurred === null && found.includes(true)) return true
    return container.blurred === null && !found.includes(undefined) ? false : undefined
  }
  if (container.kind === 'dict' && item.kind === 'scalar' && container.blurred === null) {
    const held = container.entries.get(item.data)
    return held === undefined ? false : held.kind === 'unknown' ? undefined : true
  }
  return undefined
}

/** The result of an arithmetic operator. */
export function operate(operator: string, a: Value, b: Value, where: Where): Value {
  const [left, right] = [textOf(a), textOf(b)]
  if (operator === '+' && left !== undefined && right !== undefined) return str(left + right, where)
  if (operator === '%' && left !== undefined) return percent(left, b, where)
  const lazy = [a, b].find(value => value.kind === 'unset')
  if (lazy !== undefined && a.kind !== 'unknown' && b.kind !== 'unknown') refuse(lazy, `takes no ${operator}`, where)
  if (a.kind === 'list' && b.kind === 'list') return combine(operator, a, b, where)
  if (a.kind === 'dict' && b.kind === 'dict') return union(operator, a, b, where)
  const [x, y] = [number(a), number(b)]
  if (x !== undefined && y !== undefined) return calculate(operator, a as Scalar, x, b as Scalar, y, where)
  const times = intOf(b)
  if (operator === '*' && times !== undefined && times < 1000) {
    if (left !== undefined && left.length < 1000) return str(left.repeat(Math.max(0, times)), where)
    if (a.kind === 'list' && !isSet(a) && a.blurred === null && a.items.length < 100)
      return new List(a.type, Array.from({ length: Math.max(0, times) }, () => a.items).flat(), where)
  }
  if (operator === '+' && mixed(a, b)) throw new Raised(`${article(a)} cannot be added to ${article(b)}`, where)
  return unknown(where)
}

/** Whether two values are of kinds that Python never adds. */
function mixed(a: Value, b: Value): boolean {
  const kinds = [a, b].map(value =>
    value.kind === 'scalar' ? (number(value) === undefined ? value.type : 'number') : value.kind,
  )
  const known = kinds.every(kind => ['str', 'bytes', 'number', 'NoneType', 'list', 'dict'].includes(kind))
  return known && kinds[0] !== kinds[1]
}

/** `a list`, `a str`: what a value is called in Python. */
export function article(value: Value): string {
  return `a ${typeName(value) ?? 'value'}`
}

/** Python's name for the type of a value; undefined if that is not known. */
export function typeName(value: Value): string | undefined {
  if (value.kind === 'scalar') return value.type
  if (value.kind === 'list') return value.type === 'iterator' ? undefined : value.type
  return value.kind === 'dict' && !value.isConfig ? 'dict' : undefined
}

function calculate(operator: string, a: Scalar, x: number, b: Scalar, y: number, where: Where): Value {
  const float = a.type === 'float' || b.type === 'float'
  const result = arithmetic(operator, x, y)
  if (result === undefined || !Number.isFinite(result)) return unknown(where)
  if (float || operator === '/') return { kind: 'scalar', type: 'float', data: result, where }
  return Number.isSafeInteger(result) ? int(result, where) : unknown(where)
}

function arithmetic(operator: string, x: number, y: number): number | undefined {
  switch (operator) {
    case '+':
      return x + y
    case '-':
      return x - y
    case '*':
      return x * y
    case '/':
      return x / y
    case '//':
      return Math.floor(x / y)
    case '%':
      return x - y * Math.floor(x / y)
    case '**':
      return y >= 0 ? x ** y : undefined
    default:
      return undefined
  }
}

function combine(operator: string, a: List, b: List, where: Where): Value {
  const blurred = a.blurred ?? b.blurred
  if (operator === '+' && a.type === b.type && !isSet(a) && a.type !== 'iterator') {
    const sum = new List(a.type, [...a.items, ...b.items], where)
    sum.blurred = blurred
    return sum
  }
  if (operator === '+') throw new Raised(`${article(a)} cannot be added to ${article(b)}`, where)
  if (a.type === 'iterator' || b.type === 'iterator') return unknown(where)
  if (operator === '|' && !(isSet(a) && isSet(b)))
    throw new Raised(`${article(a)} cannot be united with ${article(b)} by |`, where)
  if (!isSet(a) || !isSet(b) || blurred !== null) return unknown(where)
  return setOperation(operator, a.items, b.items, where, a.type)
}

/** What a set operator or its method gives; unknown where members cannot be compared. */
export function setOperation(
  operator: string,
  a: readonly Value[],
  b: readonly Value[],
  where: Where,
  type: ListType = 'set',
): Value {
  if ([...a, ...b].some(item => item.kind !== 'scalar')) return unknown(where)
  const has = (items: readonly Value[], item: Value) => items.some(other => equal(other, item) === true)
  switch (operator) {
    case '|':
      return new List(type, unique([...a, ...b]), where)
    case '&':
      return new List(
        type,
        a.filter(item => has(b, item)),
        where,
      )
    case '-':
      return new List(
        type,
        a.filter(item => !has(b, item)),
        where,
      )
    default:
      return unknown(where)
  }
}

/** Members of a set: each value once, the first of its kind. */
export function unique(items: readonly Value[]): Value[] {
  const seen = new Set<unknown>()
  return items.filter(item => {
    const key = item.kind === 'scalar' ? item.data : item
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function union(operator: string, a: Dict, b: Dict, where: Where): Value {
  if (operator !== '|') return unknown(where)
  const merged = new Dict([...a.entries, ...b.entries], where)
  merged.blurred = a.blurred ?? b.blurred
  return merged
}

/** Old formatting with `%`, as far as texts and whole numbers go. */
function percent(format: string, argument: Value, where: Where): Value {
  const items = argument.kind === 'list' && argument.type === 'tuple' ? argument.items : [argument]
  if (argument.kind === 'dict') return unknown(where)
  let next = 0
  let known = true
  const text = format.replace(/%(.)/gs, (_, kind: string) => {
    if (kind === '%') return '%'
    const item = items[next]
    next += 1
    const piece =
      item?.kind === 'scalar' && (kind === 's' || (kind === 'd' && item.type === 'int')) ? printed(item) : undefined
    if (piece === undefined) known = false
    return piece ?? ''
  })
  return known && next === items.length ? str(text, where) : unknown(where)
}
