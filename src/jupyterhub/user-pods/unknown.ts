import type { Unknown } from '../../model/hub.ts'
import { Opaque, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { isMap } from '../derived.ts'
import type { Spawner } from './spawner.ts'

/** Code that may change pods or what they are made from. */
const HOOKS = [
  'modify_pod_hook',
  'pre_spawn_hook',
  'auth_state_hook',
  'apply_user_options',
  'options_from_form',
  'group_overrides',
]

/** Hooks that are set. */
export function hooksOf(spawner: Spawner): Unknown[] {
  return HOOKS.filter(hook => spawner.has(hook) && spawner.get(hook).data !== null).map(hook => ({
    sentence: `KubeSpawner.${hook} is set, and may change any user pod`,
    at: View.of(spawner.get(hook)),
  }))
}

/** Traits that cannot be known, wholly or in part. */
export function hiddenIn(traits: Iterable<[trait: string, value: Traced]>, whose: string): Unknown[] {
  const found: Unknown[] = []
  for (const [trait, value] of traits) {
    if (HOOKS.includes(trait)) continue
    const hidden = firstHidden(value)
    if (hidden !== undefined)
      found.push({
        sentence: `${whose} sets ${trait} to what cannot be known: ${hidden.why}`,
        at: hidden.at,
        about: trait,
      })
  }
  return found
}

function firstHidden(value: Traced): { why: string; at: View } | undefined {
  const look = (view: View): { why: string; at: View } | undefined => {
    const { raw } = view
    if (raw instanceof Opaque) return { why: raw.why, at: view }
    const inside = Array.isArray(raw) ? [...view.each()] : isMap(raw) ? [...view.entries()].map(([, item]) => item) : []
    for (const item of inside) {
      const hidden = look(item)
      if (hidden !== undefined) return hidden
    }
    return undefined
  }
  return hasHidden(value.data) ? look(View.of(value)) : undefined
}

/** Whether there is anything to look for; plain data is quick to walk. */
function hasHidden(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false
  return data instanceof Opaque || Object.values(data).some(hasHidden)
}
