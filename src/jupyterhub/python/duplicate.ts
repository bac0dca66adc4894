import { copyOf } from './arguments.ts'
import type { Dict, List } from './state.ts'
import { unknown, type Value, type Where } from './values.ts'

/** A deep copy, whose parts keep the places where they were written. */
export function duplicate(value: Value, where: Where, depth = 50): Value {
  if (depth === 0) return unknown(where)
  if (value.kind === 'list') {
    const copy = copyOf(value, value.where) as List
    copy.items = copy.items.map(item => duplicate(item, where, depth - 1))
    return copy
  }
  if (value.kind === 'dict') {
    const copy = copyOf(value, value.where) as Dict
    for (const [key, item] of copy.entries) copy.entries.set(key, duplicate(item, where, depth - 1))
    return copy
  }
  // a copy of the configuration is not the configuration
  return value.kind === 'config' || value.kind === 'unset' ? unknown(where) : value
}
