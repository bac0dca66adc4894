import type { Chart } from '../../model/hub.ts'
import { nearestOf } from '../../model/nearest.ts'
import { copiedTraits } from '../config/chart-settings/traits.ts'
import { cameWith, currentName, isAttribute, traitsOf } from '../user-pods/traits.ts'

/** Traits that no pod shows, of all versions together. Source: jupyterhub/jupyterhub@<tag>:jupyterhub/spawner.py, kubespawner/spawner.py. */
const OF_NO_POD = new Set([
  'get_pod_url',
  'group_overrides',
  'k8s_api_verify_ssl',
  'options_form',
  'options_from_form',
  'poll_jitter',
  'progress_ready_hook',
  'server_token_scopes',
  'ssl_alt_names',
  'ssl_alt_names_include_local',
])

export interface LackingTrait {
  readonly sentence: string
  readonly meant: string | undefined
}

/** What is to be said of a trait that KubeSpawner of this chart does not have; undefined of one that it has. */
export function unknownSpawnerTrait(trait: string, chart: Chart): LackingTrait | undefined {
  const { kubespawner } = chart
  const traits = traitsOf(kubespawner)
  if (traits.has(trait) || OF_NO_POD.has(trait) || currentName(trait, kubespawner) !== undefined) return undefined
  const came = cameWith(trait)
  const sentence = `KubeSpawner ${kubespawner} of this chart has no ${trait}, so it does nothing`
  if (came !== undefined) return { sentence: `${sentence}: it came with KubeSpawner ${came}`, meant: undefined }
  return { sentence, meant: meantTrait(trait, chart) }
}

/** Whether a spawner has an attribute of that name, which an override may set. */
export function isSpawnerAttribute(name: string): boolean {
  return isAttribute(name)
}

/** A trait of nearly that name, or the one that the chart makes of a value of that name. */
function meantTrait(written: string, chart: Chart): string | undefined {
  const traits = traitsOf(chart.kubespawner)
  const snake = snakeCase(written)
  if (traits.has(snake)) return snake
  const copied = copiedTraits(chart).find(
    ({ section, path }) => section === 'KubeSpawner' && path[1] === written && path.length === 2,
  )
  return copied?.trait ?? nearestOf(snake, traits.keys())
}

/** `mem_limit` for `memLimit`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter, i: number) => (i === 0 ? letter : '_') + (i === 0 ? '' : letter.toLowerCase()))
}
