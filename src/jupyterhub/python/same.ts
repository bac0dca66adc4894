import type { Value } from './values.ts'

/** How deep containers are compared; beyond it they count as different. */
const DEPTH = 20

/** Whether two values are certainly the same to Python code that reads them. */
export function sameValue(a: Value | undefined, b: Value | undefined, depth = DEPTH): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined || depth === 0) return false
  if (a.kind === 'scalar' && b.kind === 'scalar') return a.type === b.type && a.data === b.data
  if (a.kind === 'imported' && b.kind === 'imported') return a.name === b.name
  if (a.kind === 'config' && b.kind === 'config') return a.section === b.section
  if (a.kind === 'unset' && b.kind === 'unset') return a.section === b.section && a.trait === b.trait
  if (a.kind === 'list' && b.kind === 'list') {
    if (a.type !== b.type || a.blurred !== null || b.blurred !== null || a.items.length !== b.items.length) return false
    return a.items.every((item, i) => sameValue(item, b.items[i], depth - 1))
  }
  if (a.kind === 'dict' && b.kind === 'dict') {
    if (a.blurred !== null || b.blurred !== null || a.entries.size !== b.entries.size) return false
    return [...a.entries].every(([key, item]) => sameValue(item, b.entries.get(key), depth - 1))
  }
  return false
}
