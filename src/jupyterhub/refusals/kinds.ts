import type { ValueKind } from '../../model/schema.ts'

/** What kind of value it is, as people call it. */
export function kindOf(value: unknown): ValueKind {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'number':
      return 'a number'
    case 'boolean':
      return 'true or false'
    default:
      return 'a map'
  }
}
