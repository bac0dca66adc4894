import { Opaque, type Traced } from '../model/traced.ts'

/** Values without the entries of maps that are null. */
export function withoutNulls(values: Traced): Traced {
  return { data: prune(values.data), origin: (path, part) => values.origin(path, part) }
}

function prune(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(prune)
  if (typeof data !== 'object' || data === null || data instanceof Opaque) return data
  const entries = Object.entries(data).filter(([, value]) => value !== null)
  return Object.fromEntries(entries.map(([key, value]) => [key, prune(value)]))
}
