import type { Unknown } from '../../model/hub.ts'
import { Opaque, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { isMap } from '../derived.ts'
import { LocalFunction } from '../python/local-function.ts'
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

/** Traits that cannot be known, wholly or in part, or that are worked out for each user. */
export function hiddenIn(traits: Iterable<[trait: string, value: Traced]>, whose: string, user: string): Unknown[] {
  const found: Unknown[] = []
  for (const [trait, value] of traits) {
    if (HOOKS.includes(trait)) continue
    const hidden = firstHidden(value, user)
    if (hidden !== undefined) found.push({ sentence: `${whose} ${hidden.says(trait)}`, at: hidden.at, about: trait })
  }
  return found
}

interface Hidden {
  /** The sentence without its subject. */
  says(trait: string): string
  readonly at: View
}

function firstHidden(value: Traced, user: string): Hidden | undefined {
  return hasHidden(value.data) ? look(View.of(value), user) : undefined
}

function look(view: View, user: string): Hidden | undefined {
  const { raw } = view
  if (raw instanceof LocalFunction) return inFunction(raw, view, user)
  if (raw instanceof Opaque) return { says: trait => `sets ${trait} to what cannot be known: ${raw.why}`, at: view }
  const inside = Array.isArray(raw) ? [...view.each()] : isMap(raw) ? view.entries().map(([, item]) => item) : []
  for (const item of inside) {
    const hidden = look(item, user)
    if (hidden !== undefined) return hidden
  }
  return undefined
}

function inFunction(func: LocalFunction, at: View, user: string): Hidden | undefined {
  const { value, raises, asks } = func.forServerOf(user)
  if (raises !== null && asks !== 'nothing')
    return {
      says: trait =>
        `has ${func.name} work out ${trait} for each user; for one who is in no group and no admin it fails: ${raises}`,
      at,
    }
  if (value !== null && asks === 'more')
    return {
      says: trait =>
        `has ${func.name} work out ${trait} for each user; shown is that of one who is in no group and no admin`,
      at,
    }
  if (value !== null) return firstHidden(value, user)
  const why = raises === null ? func.why : `${func.name} raises: ${raises}`
  return { says: trait => `sets ${trait} to what cannot be known: ${why}`, at }
}

/** Whether there is anything to look for; plain data is quick to walk. */
function hasHidden(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false
  return data instanceof Opaque || Object.values(data).some(hasHidden)
}
