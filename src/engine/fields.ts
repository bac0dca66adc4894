import { Opaque } from '../model/traced.ts'

/** Only longer keys are annotations whose beginning a rule may look for. */
const LONG_KEY = 32
/** What the API server notes about who set which field: half of an object, and nothing that anybody wrote. */
const NOTES = 'managedFields'

/**
 * Which of these fields are keys of maps in some data, at any depth; null where some of it cannot be known, and may have any. A field
 * that ends in a slash stands for all annotations below it.
 */
export function fieldsIn(data: unknown, wanted: ReadonlySet<string>): ReadonlySet<string> | null {
  const fields = new Set<string>()
  // data may be nested deeper than functions can be
  const left = isPart(data) ? [data] : []
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    if (part instanceof Opaque) return null
    if (Array.isArray(part)) {
      for (const item of part) if (isPart(item)) left.push(item)
      continue
    }
    for (const key in part) {
      if (key === NOTES) continue
      if (wanted.has(key)) fields.add(key)
      else if (key.length > LONG_KEY) {
        const prefix = key.slice(0, key.indexOf('/') + 1)
        if (prefix !== '' && wanted.has(prefix)) fields.add(prefix)
      }
      const value = (part as Record<string, unknown>)[key]
      if (isPart(value)) left.push(value)
    }
  }
  return fields
}

function isPart(data: unknown): data is object {
  return typeof data === 'object' && data !== null
}
