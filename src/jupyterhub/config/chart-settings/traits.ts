import type { Chart } from '../../../model/hub.ts'
import { once } from '../../../model/once.ts'
import type { Path } from '../../../model/path.ts'
import { atLeast } from '../../charts/versions.ts'

/** A trait that the chart copies from the values, unless they say null. */
interface CopiedTrait {
  readonly section: 'JupyterHub' | 'KubeSpawner' | 'Spawner'
  readonly trait: string
  readonly path: Path
}

type Row = readonly [trait: string, path?: string | undefined, since?: string | undefined, until?: string]

/**
 * Traits of KubeSpawner below `singleuser`, with the first chart that copies them and the first that no longer does.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/files/hub/jupyterhub_config.py (0.8: images/hub/), 0.8.2 to 4.4.0.
 */
const SINGLEUSER: readonly Row[] = [
  ['pod_name_template', undefined, '0.10.0'],
  ['start_timeout'],
  ['image_pull_policy', 'imagePullPolicy', undefined, '0.9.0'],
  ['image_pull_policy', 'image.pullPolicy', '0.9.0'],
  ['events_enabled', 'events'],
  ['extra_labels'],
  ['extra_annotations'],
  ['uid'],
  ['fs_gid'],
  ['service_account', 'serviceAccountName'],
  ['storage_extra_labels', 'storage.extraLabels'],
  ['node_selector'],
  ['node_affinity_required', 'extraNodeAffinity.required'],
  ['node_affinity_preferred', 'extraNodeAffinity.preferred'],
  ['pod_affinity_required', 'extraPodAffinity.required'],
  ['pod_affinity_preferred', 'extraPodAffinity.preferred'],
  ['pod_anti_affinity_required', 'extraPodAntiAffinity.required'],
  ['pod_anti_affinity_preferred', 'extraPodAntiAffinity.preferred'],
  ['lifecycle_hooks'],
  ['init_containers'],
  ['extra_containers'],
  ['mem_limit', 'memory.limit'],
  ['mem_guarantee', 'memory.guarantee'],
  ['cpu_limit', 'cpu.limit'],
  ['cpu_guarantee', 'cpu.guarantee'],
  ['extra_resource_limits', 'extraResource.limits'],
  ['extra_resource_guarantees', 'extraResource.guarantees'],
  ['environment', 'extraEnv'],
  ['profile_list'],
  ['extra_pod_config', undefined, '0.9.0'],
]

/** Traits of JupyterHub itself, below `hub`. Source: the same. */
const HUB: readonly Row[] = [
  ['concurrent_spawn_limit'],
  ['active_server_limit'],
  ['base_url'],
  ['allow_named_servers'],
  ['named_server_limit_per_user', undefined, '0.9.0'],
  ['authenticate_prometheus', undefined, '0.9.0'],
  ['redirect_to_server', undefined, '0.9.0'],
  ['shutdown_on_logout', undefined, '0.9.0'],
  ['template_paths', undefined, '0.9.0'],
  ['template_vars', undefined, '0.9.0'],
]

/** What this chart copies from the values into the configuration, in no particular order. */
export const copiedTraits = once((chart: Chart): readonly CopiedTrait[] => {
  const row = (section: CopiedTrait['section'], root: string, [trait, path]: Row): CopiedTrait => ({
    section,
    trait,
    path: [root, ...(path ?? camelCase(trait)).split('.')],
  })
  return [
    ...SINGLEUSER.filter(r => isCopied(r, chart)).map(r => row('KubeSpawner', 'singleuser', r)),
    ...HUB.filter(r => isCopied(r, chart)).map(r => row('JupyterHub', 'hub', r)),
    row('Spawner', 'hub', ['consecutive_failure_limit']),
    row('Spawner', 'singleuser', ['default_url']),
  ]
})

/** Where values set a trait of KubeSpawner; undefined where only `hub.config` does. */
export function valuesPath(trait: string, chart: Chart): Path | undefined {
  return valuesPaths(chart).get(trait)
}

const valuesPaths = once((chart: Chart): ReadonlyMap<string, Path> => {
  const copied = SINGLEUSER.filter(row => isCopied(row, chart))
  const paths = [
    ...Object.entries(DERIVED),
    ...copied.map(([trait, path]) => [trait, path ?? camelCase(trait)] as const),
  ]
  return new Map(paths.map(([trait, path]) => [trait, ['singleuser', ...path.split('.')]]))
})

/** Traits that the chart works out of several values, and the one that people would change. */
const DERIVED: Readonly<Record<string, string>> = {
  image: 'image.name',
  allow_privilege_escalation: 'allowPrivilegeEscalation',
  cmd: 'cmd',
  default_url: 'defaultUrl',
  tolerations: 'extraTolerations',
  volumes: 'storage.extraVolumes',
  volume_mounts: 'storage.extraVolumeMounts',
}

function isCopied([, , since, until]: Row, chart: Chart): boolean {
  return (since === undefined || atLeast(chart, since)) && (until === undefined || !atLeast(chart, until))
}

function camelCase(trait: string): string {
  const [first = '', ...others] = trait.split('_')
  return first + others.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
