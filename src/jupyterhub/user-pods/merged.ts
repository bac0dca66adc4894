import type { Path } from '../../model/path.ts'
import { child, Opaque, type Traced } from '../../model/traced.ts'
import type { View } from '../../model/view.ts'
import { isMap } from '../derived.ts'
import { inWords, Obstacle } from './obstacle.ts'

/**
 * A map with another merged into it: maps into maps, null takes a key away, all else replaces.
 * Source: jupyterhub/kubespawner@7.0.0:kubespawner/utils.py (`recursive_update`).
 */
export function merged(base: Traced, over: View): Traced | Obstacle {
  const data = merge(base.data, over)
  if (data instanceof Obstacle) return data
  const { traced } = over
  return {
    data,
    origin(path, part) {
      const decided = decidedBy(over.raw, path)
      const isOver = decided === 'over' || (decided === 'both' && path.reduce(child, base.data) === undefined)
      return (isOver ? traced : base).origin(path, part)
    },
  }
}

function merge(base: unknown, over: View): unknown {
  if (base instanceof Opaque) return base
  if (!isMap(base)) {
    // Python cannot put anything into what is no map
    return over.keys().length === 0 ? base : new Obstacle(`a map cannot be merged into ${inWords(base)}`, over)
  }
  const made = new Map<string, unknown>(Object.entries(base))
  for (const [key, value] of over.entries()) {
    if (value.raw === null) made.delete(key)
    else if (!value.isMap) made.set(key, value.raw)
    else {
      const inside = merge(made.has(key) ? made.get(key) : {}, value)
      if (inside instanceof Obstacle) return inside
      made.set(key, inside)
    }
  }
  return Object.fromEntries(made)
}

/** Which of two merged maps speaks for a path; `both` for a map that they share. */
function decidedBy(over: unknown, path: Path): 'base' | 'over' | 'both' {
  let node = over
  for (const step of path) {
    if (!isMap(node)) return 'over'
    if (!Object.hasOwn(node, step)) return 'base'
    node = node[step]
  }
  return isMap(node) ? 'both' : 'over'
}
