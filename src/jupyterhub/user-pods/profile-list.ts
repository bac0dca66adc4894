import { Opaque } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { LocalFunction } from '../python/local-function.ts'
import type { Maker } from './maker.ts'
import { inWords, Obstacle } from './obstacle.ts'
import { type Profile, profilesIn } from './profiles.ts'
import { placeOfTrait, type Spawner } from './spawner.ts'
import { accepted } from './validate.ts'

/** What users choose from. */
export interface Offered {
  /** The profiles of the user at hand; null where a function refuses this user. */
  readonly mine: readonly Profile[] | null
  /** Profiles in the values that a function may offer to others, or with other choices. */
  readonly others: readonly Profile[]
}

/**
 * The profiles that a spawner offers. A function is called for the user at hand; what the values list besides is what it filters,
 * as far as anybody can tell. Source: jupyterhub/kubespawner@<tag>:kubespawner/spawner.py (`load_user_options`), 0.11.1 to 7.0.0.
 */
export function offered(spawner: Spawner, maker: Maker): Offered | Obstacle {
  const configured = View.of(spawner.get('profile_list'))
  const { raw } = configured
  if (!(raw instanceof Opaque)) return mine(configured, [], spawner)
  const listed = profilesIn(placeOfTrait(maker.hub.values, 'profile_list', maker.hub), spawner.kubespawner)
  const others = listed instanceof Obstacle ? [] : listed
  if (!(raw instanceof LocalFunction)) return { mine: [], others }
  const { value, raises, asks } = raw.forServerOf(maker.user)
  const who = `${raw.name}, which makes the profiles,`
  if (raises !== null)
    return asks === 'nothing' ? new Obstacle(`${who} raises: ${raises}`, configured) : { mine: null, others }
  if (value === null) return { mine: [], others }
  const made = View.of(value)
  if (made.isSet && accepted('profiles', made.raw, spawner.kubespawner) === undefined)
    return new Obstacle(`${who} gives ${inWords(made.raw)}`, made)
  return mine(made, asks === 'nothing' ? [] : others, spawner)
}

function mine(list: View, others: readonly Profile[], { kubespawner }: Spawner): Offered | Obstacle {
  const profiles = profilesIn(list, kubespawner)
  return profiles instanceof Obstacle ? profiles : { mine: profiles, others }
}
