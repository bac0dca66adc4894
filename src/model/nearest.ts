import { distance } from 'fastest-levenshtein'

/** The candidate that somebody who wrote this will have meant; undefined where none is near. */
export function nearestOf(written: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const far = distance(written, candidate)
    if (far < least && far <= Math.max(2, written.length / 4)) {
      best = candidate
      least = far
    }
  }
  return best
}
