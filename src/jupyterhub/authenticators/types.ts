import type { Chart } from '../../model/hub.ts'
import { Opaque } from '../../model/traced.ts'
import { atLeast } from '../charts/versions.ts'
import { listType } from '../python/frozen-type.ts'
import type { ListType } from '../python/state.ts'

/**
 * Whether traitlets takes a value (as YAML or a Python literal gives it) for a trait of this type, in the traitlets of a chart.
 * Source: ipython/traitlets@4.3.3, @v5.0.5 and @v5.3.0:traitlets/traitlets.py.
 */
export function fitsType(type: string, value: unknown, chart: Chart): boolean {
  if (type === 'Any') return true
  if (value === null) return type.endsWith('?')
  const plain = type.replace('?', '')
  return plain.split('|').some(one => fitsOne(one, value, chart))
}

/** From traitlets 5.1 on, a string is taken for a list of one. */
const LENIENT = '2.0.0'
/** From traitlets 5.0 on, 0 and 1 are taken for booleans. */
const NUMBERS_FOR_BOOLEANS = '0.10.0'

/** The types of Python that are taken for each. */
const CAST: Readonly<Record<'Set' | 'List', ReadonlySet<ListType>>> = {
  Set: new Set(['set', 'list', 'tuple']),
  List: new Set(['list', 'tuple']),
}

function fitsOne(type: string, value: unknown, chart: Chart): boolean {
  const [container, item] = type.split(/[()]/)
  switch (container) {
    case 'Bool':
      return typeof value === 'boolean' || (atLeast(chart, NUMBERS_FOR_BOOLEANS) && (value === 0 || value === 1))
    case 'Unicode':
      return typeof value === 'string'
    case 'Integer':
      return Number.isInteger(value) || typeof value === 'boolean'
    case 'Set':
    case 'List':
      if (typeof value === 'string') return atLeast(chart, LENIENT)
      return Array.isArray(value) && CAST[container].has(listType(value)) && (item !== 'Unicode' || areStrings(value))
    case 'Dict':
      return (
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        (item !== 'List' || Object.values(value).every(one => one instanceof Opaque || areStrings(one)))
      )
    case 'Enum':
      // its members go by their full names too
      return typeof value !== 'string' || (item ?? '').split(',').includes(value.replace(/^\w+\./, ''))
    case 'Command':
      return typeof value === 'string' || Array.isArray(value)
    default:
      return false
  }
}

function areStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every(one => typeof one === 'string' || one instanceof Opaque)
}

/** What a type is called in a message. */
export function describeType(type: string): string {
  const plain = type.replace('?', '')
  const [container = '', items = ''] = plain.split(/[()]/)
  if (container === 'Enum')
    return items
      .split(',')
      .map(item => `"${item}"`)
      .join(' or ')
  return TYPE_NAMES[plain] ?? TYPE_NAMES[container] ?? 'a value that YAML cannot hold'
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  Bool: 'true or false',
  Unicode: 'a string',
  Integer: 'an integer',
  Set: 'a list',
  List: 'a list',
  Dict: 'a map',
  'Dict(List)': 'a map of lists of strings',
  Command: 'a list or a string',
  'List|Unicode': 'a list or a string',
}
