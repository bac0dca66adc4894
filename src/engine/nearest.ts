import { distance } from 'fastest-levenshtein'

/** `; did you mean "…"?` for the candidate nearest to what was written, or nothing where none is near. */
export function nearest(written: string, candidates: readonly string[]): string {
  const [best] = candidates
    .map(candidate => ({ candidate, distance: distance(written, candidate) }))
    .filter(({ candidate, distance: far }) => far <= Math.max(2, candidate.length / 3))
    .sort((a, b) => a.distance - b.distance)
  return best === undefined ? '' : `; did you mean "${best.candidate}"?`
}
