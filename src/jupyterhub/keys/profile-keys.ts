import type { Hub } from '../../model/hub.ts'
import { nearestOf } from '../../model/nearest.ts'
import type { View } from '../../model/view.ts'
import { hasOwnSoftware } from '../access/environment.ts'
import { compareVersions } from '../charts/compare.ts'
import { spawnerClass } from '../user-pods/spawner-class.ts'
import { traitsOf } from '../user-pods/traits.ts'
import { isSpawnerAttribute, snakeCase, unknownSpawnerTrait } from './spawner-traits.ts'
import type { UnknownKey } from './unknown-key.ts'

/**
 * What KubeSpawner and its form read in each map of a profile. Other keys are allowed: forms and hooks of one's own read them.
 * Source: jupyterhub/kubespawner@7.0.0:kubespawner/spawner.py (`profile_list`), kubespawner/templates/form.html.
 */
const KEYS = {
  profile: ['default', 'description', 'display_name', 'kubespawner_override', 'profile_options', 'slug'],
  option: ['choices', 'display_name', 'unlisted_choice'],
  choice: ['default', 'display_name', 'kubespawner_override'],
  unlisted: [
    'display_name',
    'display_name_in_choices',
    'enabled',
    'kubespawner_override',
    'validation_message',
    'validation_regex',
  ],
} as const

/** From this KubeSpawner on, profiles have options. */
const WITH_OPTIONS = '4.0.0'
/** From this KubeSpawner on, an override cannot put a map into a trait that is not there: no server starts with it. */
const REFUSES_MAPS = '5.0.0'

/** Keys of profiles that nothing reads, and traits in their overrides that KubeSpawner does not have. */
export function unknownProfileKeys(hub: Hub): UnknownKey[] {
  const { isKubeSpawner, unknown } = spawnerClass(hub)
  const list = hub.config.trait('KubeSpawner', 'profile_list')
  if (!isKubeSpawner || !list.isList) return []
  return new Profiles(hub, unknown.length > 0 || hasReaders(hub)).keysOf(list)
}

/** Settings whose code may read keys and attributes of its own. */
const READERS = [
  'apply_user_options',
  'auth_state_hook',
  'modify_pod_hook',
  'options_form',
  'options_from_form',
  'post_stop_hook',
  'pre_spawn_hook',
  'profile_form_template',
]

function hasReaders(hub: Hub): boolean {
  return (
    hasOwnSoftware(hub) ||
    ['KubeSpawner', 'Spawner'].some(section =>
      READERS.some(trait => {
        const value = hub.config.trait(section, trait)
        return value.isSet && value.raw !== ''
      }),
    )
  )
}

class Profiles {
  private readonly found: UnknownKey[] = []
  private readonly hub: Hub
  private readonly mayBeRead: boolean

  constructor(hub: Hub, mayBeRead: boolean) {
    this.hub = hub
    this.mayBeRead = mayBeRead
  }

  keysOf(list: View): UnknownKey[] {
    const withOptions = compareVersions(this.hub.chart.kubespawner, WITH_OPTIONS) >= 0
    for (const profile of list.each() as View[]) {
      this.look(profile, 'profile')
      if (!withOptions) continue
      for (const [, option] of profile.get('profile_options').entries() as [string, View][]) {
        this.look(option, 'option')
        for (const [, choice] of option.get('choices').entries() as [string, View][]) this.look(choice, 'choice')
        this.look(option.get('unlisted_choice'), 'unlisted')
      }
    }
    return this.found
  }

  private look(map: View, kind: keyof typeof KEYS): void {
    const known: readonly string[] = KEYS[kind]
    const where = { profile: 'a profile', option: 'an option', choice: 'a choice', unlisted: 'unlisted_choice' }[kind]
    for (const [key, at] of map.entries() as [string, View][]) {
      if (key === 'kubespawner_override') this.override(at)
      if (known.includes(key)) continue
      const snake = snakeCase(key)
      const near = known.includes(snake) ? snake : nearestOf(snake, known)
      if (kind !== 'option' && traitsOf(this.hub.chart.kubespawner).has(key))
        this.add(at, `${key} does nothing beside kubespawner_override`, `kubespawner_override.${key}`)
      else if (near !== undefined && !map.get(near).exists) this.add(at, `${where} has no ${key}`, near)
    }
  }

  private override(override: View): void {
    const { chart } = this.hub
    for (const [trait, at] of override.entries() as [string, View][]) {
      if (isSpawnerAttribute(trait)) continue
      if (at.isMap && compareVersions(chart.kubespawner, REFUSES_MAPS) >= 0) continue
      const lacking = unknownSpawnerTrait(trait, chart)
      if (lacking !== undefined) this.add(at, lacking.sentence, lacking.meant)
    }
  }

  private add(at: View, sentence: string, meant: string | undefined): void {
    this.found.push({ at, sentence, meant, mayBeRead: this.mayBeRead })
  }
}
