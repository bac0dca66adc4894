import { nearestOf } from '../model/nearest.ts'

/** `; did you mean "…"?` for the candidate nearest to what was written, or nothing where none is near. */
export function nearest(written: string, candidates: readonly string[]): string {
  const best = nearestOf(written, candidates)
  return best === undefined ? '' : `; did you mean "${best}"?`
}
