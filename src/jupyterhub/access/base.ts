import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { type Circle, listed, reason, type Source } from './circle.ts'
import type { Trait, Traits } from './traits.ts'

/** From JupyterHub 5 on nobody gets in unless a setting says so. Source: jupyterhub@5.0.0:docs/source/howto/upgrading-v5.md. */
export const DENIES_BY_DEFAULT = '4.0.0'

/**
 * Who gets in by the rules of JupyterHub's own `Authenticator`, which most classes keep.
 * Source: jupyterhub@4.1.6 and @5.5.0:jupyterhub/auth.py `check_allowed`, `get_authenticated_user`.
 */
export function baseCircles(traits: Traits, source: Source, allowAllByDefault = false): Circle[] {
  if (source.reach === 'none') return []
  const allowed = traits.names('allowed_users')
  if (!atLeast(traits.chart, DENIES_BY_DEFAULT))
    return allowed.length > 0
      ? listedOrKnown(traits, allowed, source)
      : [
          everyone(
            traits.get('allowed_users'),
            'names nobody, and this version of JupyterHub lets everybody in then',
            source,
          ),
        ]
  if (traits.flag('allow_all', allowAllByDefault && allowed.length === 0)) return [byAllowAll(traits, source)]
  const circles = listedIn(traits, allowed, source)
  if (traits.flag('allow_existing_users', allowed.length > 0))
    circles.push(existing(traits.get('allow_existing_users'), source))
  return circles
}

/** Those of these names that `blocked_users` does not keep out. Source: jupyterhub@5.5.0:jupyterhub/auth.py `check_blocked_users`. */
export function unblocked(traits: Traits, names: readonly View[]): readonly View[] {
  const { at } = traits.get('blocked_users')
  const blocked = new Set((at.text === undefined ? [...at.each()] : [at]).map(({ text }) => text?.toLowerCase()))
  return blocked.size === 0 ? names : names.filter(({ text }) => text === undefined || !blocked.has(text.toLowerCase()))
}

/** Up to JupyterHub 4, a list lets in whoever the hub already knows, even where everybody on it is blocked. */
function listedOrKnown(traits: Traits, names: readonly View[], source: Source): Circle[] {
  const circles = listedIn(traits, names, source)
  return circles.length > 0 ? circles : [existing(traits.get('allowed_users'), source)]
}

function listedIn(traits: Traits, names: readonly View[], source: Source): Circle[] {
  const { length } = unblocked(traits, names)
  return length === 0 ? [] : [named(traits.get('allowed_users'), length, source)]
}

/** Everybody whom the identity source knows. */
export function everyone(trait: Trait, does: string, source: Source): Circle {
  return { who: 'everyone', reach: source.reach, because: [reason(trait, does), ...source.limits] }
}

/** Everybody, because of `allow_all`. */
export function byAllowAll(traits: Traits, source: Source): Circle {
  const trait = traits.get('allow_all')
  return everyone(trait, trait.at.exists ? 'is true' : `is true by default in ${traits.authenticator.name}`, source)
}

/** The people in a list of names. */
export function named(trait: Trait, count: number, source: Source): Circle {
  const people = trait.at.isOpaque ? 'names people' : count === 1 ? 'names one person' : `names ${count} people`
  return { who: 'names', reach: listed(source), because: [reason(trait, people), ...source.limits], by: trait }
}

/** The people whom the hub has in its database. */
export function existing(trait: Trait, source: Source): Circle {
  return {
    who: 'names',
    reach: listed(source),
    because: [reason(trait, 'lets in whoever the hub already knows'), ...source.limits],
  }
}
