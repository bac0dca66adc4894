import type { Hub } from '../../model/hub.ts'
import type { View } from '../../model/view.ts'
import { spawnerClass } from '../user-pods/spawner-class.ts'
import { currentName } from '../user-pods/traits.ts'

/** A trait under a name that it had before KubeSpawner 0.10. */
export interface FormerTrait {
  readonly at: View
  /** Whole sentence without full stop. */
  readonly sentence: string
  /** Whether the former name still counts. */
  readonly acts: boolean
}

/** Traits of spawners under former names, in the configuration and in profiles. */
export function formerTraits(hub: Hub): FormerTrait[] {
  if (!spawnerClass(hub).isKubeSpawner) return []
  return [...inConfiguration(hub), ...inProfiles(hub)]
}

/** In the configuration the new name wins where it is set too, and the chart sets many. Source: `_deprecated_traits_09` in jupyterhub/kubespawner@7.0.0:kubespawner/spawner.py. */
function inConfiguration(hub: Hub): FormerTrait[] {
  const { config, chart } = hub
  return config.traits('KubeSpawner').flatMap(trait => {
    const now = latestName(trait, chart.kubespawner)
    const at = config.trait('KubeSpawner', trait)
    if (now === undefined || !at.exists) return []
    const acts = !config.trait('KubeSpawner', now).exists
    return [
      {
        at,
        acts,
        sentence: acts
          ? `${trait} is an old name of ${now}`
          : `${trait} is an old name of ${now}, which is set too and counts, so it does nothing; write ${now}`,
      },
    ]
  })
}

/** In an override each old name sets the new one. */
function inProfiles(hub: Hub): FormerTrait[] {
  const profiles = hub.config.trait('KubeSpawner', 'profile_list').each() as View[]
  return overrides(profiles).flatMap(override =>
    override.keys().flatMap(trait => {
      const now = latestName(trait, hub.chart.kubespawner)
      return now === undefined
        ? []
        : [{ at: override.get(trait), acts: true, sentence: `${trait} is an old name of ${now}` }]
    }),
  )
}

function overrides(profiles: readonly View[]): View[] {
  return profiles.flatMap(profile => [
    profile.get('kubespawner_override'),
    ...profile
      .get('profile_options')
      .entries()
      .flatMap(([, option]) => (option as View).get('choices').entries())
      .map(([, choice]) => (choice as View).get('kubespawner_override')),
  ])
}

/** Former names may lead to former names. */
function latestName(name: string, kubespawner: string): string | undefined {
  const next = currentName(name, kubespawner)
  return next === undefined ? undefined : (latestName(next, kubespawner) ?? next)
}
