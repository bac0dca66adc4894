import { Opaque, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { isMap } from '../derived.ts'

const TYPED = new Opaque('users type it')

/**
 * What an `unlisted_choice` sets whatever a user types; undefined where that is nothing. What the text goes into cannot be known.
 * Source: jupyterhub/kubespawner@6.1.0:kubespawner/utils.py (`recursive_format`).
 */
export function typedOverride(override: View): View | undefined {
  const made: Traced = { data: typed(override.raw), origin: (path, part) => override.traced.origin(path, part) }
  return hasFixed(made.data) ? View.of(made) : undefined
}

function typed(data: unknown): unknown {
  if (typeof data === 'string') return data.includes('{value}') ? TYPED : data
  if (Array.isArray(data)) return data.map(typed)
  return isMap(data) ? Object.fromEntries(Object.entries(data).map(([key, item]) => [key, typed(item)])) : data
}

function hasFixed(data: unknown): boolean {
  if (Array.isArray(data)) return data.some(hasFixed)
  return isMap(data) ? Object.values(data).some(hasFixed) : data !== undefined && !(data instanceof Opaque)
}
