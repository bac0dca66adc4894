import { Opaque, type Traced } from '../../model/traced.ts'
import type { View } from '../../model/view.ts'
import { isMap } from '../derived.ts'
import { LocalFunction } from '../python/local-function.ts'

/** Why a pod is never made: KubeSpawner raises an error before it asks Kubernetes for it. */
export class Obstacle {
  /** The rest of a sentence that starts with the pod: `uid is the text "0"`. */
  readonly sentence: string
  readonly at: View
  /** Whether a user can get past it, by typing something of their own. */
  readonly avoidable: boolean

  constructor(sentence: string, at: View, avoidable = false) {
    this.sentence = sentence
    this.at = at
    this.avoidable = avoidable
  }
}

/** What a value is, in words: `the text "0"`, `null`, `a map`. */
export function inWords(data: unknown): string {
  if (data instanceof LocalFunction) return 'a function'
  if (data instanceof Opaque) return 'not known'
  if (data === null || data === undefined) return 'null'
  if (typeof data === 'string') return `the text ${JSON.stringify(data.length > 60 ? `${data.slice(0, 60)}…` : data)}`
  if (Array.isArray(data)) return 'a list'
  if (isMap(data)) return 'a map'
  return typeof data === 'number' ? `the number ${data}` : String(data)
}

/** Takes a part into a blueprint; undefined where an obstacle was met. */
export class Obstacles {
  first: Obstacle | undefined

  keep(part: Traced | Obstacle): Traced | undefined {
    if (!(part instanceof Obstacle)) return part
    this.first ??= part
    return undefined
  }
}
