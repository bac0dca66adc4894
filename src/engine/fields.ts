import { Opaque } from '../model/traced.ts'

/** Which of these fields are keys of maps in some data, at any depth; null where some of it cannot be known, and may have any. */
export function fieldsIn(data: unknown, wanted: ReadonlySet<string>): ReadonlySet<string> | null {
  const fields = new Set<string>()
  return typeof data !== 'object' || data === null || gather(data, wanted, fields) ? fields : null
}

/** Whether all of it is known. */
function gather(data: object, wanted: ReadonlySet<string>, fields: Set<string>): boolean {
  if (data instanceof Opaque) return false
  if (Array.isArray(data)) {
    for (const item of data)
      if (typeof item === 'object' && item !== null && !gather(item, wanted, fields)) return false
    return true
  }
  for (const key in data) {
    if (wanted.has(key)) fields.add(key)
    const value = (data as Record<string, unknown>)[key]
    if (typeof value === 'object' && value !== null && !gather(value, wanted, fields)) return false
  }
  return true
}
