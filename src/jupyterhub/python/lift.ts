import { Opaque } from '../../model/traced.ts'
import type { View } from '../../model/view.ts'
import { Dict, List } from './state.ts'
import { bool, int, none, str, unknown, type Value, type Where } from './values.ts'

/** As deep as Python follows values; configuration is never near it. */
const DEPTH = 100

/** A value of the configuration as Python sees it: a copy, with every part knowing who wrote it. */
export function lift(view: View, depth = DEPTH): Value {
  const where: Where = part => view.origin(part)
  if (view.raw instanceof Opaque) return unknown(where, view.raw.why)
  if (depth === 0) return unknown(where, 'it is nested too deeply to be followed')
  if (view.isList)
    return new List(
      'list',
      [...view.each()].map(item => lift(item, depth - 1)),
      where,
    )
  if (view.isMap)
    return new Dict(
      [...view.entries()].map(([key, item]) => [key, lift(item, depth - 1)]),
      where,
    )
  const { value } = view
  if (typeof value === 'string') return str(value, where)
  if (typeof value === 'boolean') return bool(value, where)
  if (typeof value === 'number')
    return Number.isInteger(value) ? int(value, where) : { kind: 'scalar', type: 'float', data: value, where }
  return value === null ? none(where) : unknown(where)
}
