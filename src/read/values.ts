import type { Traced } from '../model/traced.ts'
import { mergeLayers } from './layers.ts'
import { applyFlags, type Flagged, type SetFlag } from './set-flags.ts'

/**
 * What a user supplies: files over each other, then flags put into them. `effectiveValues` lays it over the charts' defaults,
 * where a null in it takes a default away. An error is Helm's refusal, in plain words.
 */
export function userValues(files: readonly Traced[], flags: readonly SetFlag[], helm: 3 | 4): Flagged {
  const layers: Traced[] = []
  for (const file of files) {
    if (file.data === null || file.data === undefined) {
      // an empty file sets nothing, but is still a place to point to
      layers.push({ data: {}, origin: (path, part) => file.origin(path, part) })
      continue
    }
    if (typeof file.data !== 'object' || Array.isArray(file.data)) {
      const what = Array.isArray(file.data) ? 'a list' : 'a single value'
      return { error: `values must be a map of keys, and this is ${what}`, origin: file.origin([]) }
    }
    layers.push(file)
  }
  return applyFlags(mergeLayers(layers), flags, helm)
}
