import type { Chart } from '../../model/hub.ts'
import { Opaque } from '../../model/traced.ts'
import { atLeast } from '../charts/versions.ts'

/**
 * Whether traitlets takes a value (as YAML or a Python literal gives it) for a trait of this type, in the traitlets of a chart.
 * Source: ipython/traitlets@v5.0.5 and @v5.3.0:traitlets/traitlets.py.
 */
export function fitsType(type: string, value: unknown, chart: Chart): boolean {
  if (type === 'Any') return true
  if (value === null) return type.endsWith('?')
  const plain = type.replace('?', '')
  return plain.split('|').some(one => fitsOne(one, value, chart))
}

/** From traitlets 5.1 on, a string is taken for a list of one, and 0 and 1 for booleans. */
const LENIENT = '2.0.0'

function fitsOne(type: string, value: unknown, chart: Chart): boolean {
  const [container, item] = type.split(/[()]/)
  switch (container) {
    case 'Bool':
      return typeof value === 'boolean' || (atLeast(chart, LENIENT) && (value === 0 || value === 1))
    case 'Unicode':
      return typeof value === 'string'
    case 'Integer':
      return Number.isInteger(value) || typeof value === 'boolean'
    case 'Set':
    case 'List':
      if (typeof value === 'string') return atLeast(chart, LENIENT)
      return (
        Array.isArray(value) &&
        (item !== 'Unicode' || value.every(one => typeof one === 'string' || one instanceof Opaque))
      )
    case 'Dict':
      return typeof value === 'object' && !Array.isArray(value)
    case 'Command':
      return typeof value === 'string' || Array.isArray(value)
    default:
      return false
  }
}

/** What a type is called in a message. */
export function describeType(type: string): string {
  return TYPE_NAMES[type.replace('?', '').split('(')[0] ?? ''] ?? 'a value that YAML cannot hold'
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  Bool: 'true or false',
  Unicode: 'a string',
  Integer: 'an integer',
  Set: 'a list',
  List: 'a list',
  Dict: 'a map',
  Command: 'a list or a string',
  'List|Unicode': 'a list or a string',
}
