/** A kind of object that is listed to be judged. */
export interface Listed {
  readonly kind: string
  readonly apiVersion: string
  /** As in the path of a request. */
  readonly resource: string
}

/** What makes pods, owners before what they own; pods come last. Source: kubernetes/api@v0.36.1. */
export const WORKLOADS: readonly Listed[] = [
  { kind: 'Deployment', apiVersion: 'apps/v1', resource: 'deployments' },
  { kind: 'StatefulSet', apiVersion: 'apps/v1', resource: 'statefulsets' },
  { kind: 'DaemonSet', apiVersion: 'apps/v1', resource: 'daemonsets' },
  { kind: 'CronJob', apiVersion: 'batch/v1', resource: 'cronjobs' },
  { kind: 'ReplicationController', apiVersion: 'v1', resource: 'replicationcontrollers' },
  { kind: 'PodTemplate', apiVersion: 'v1', resource: 'podtemplates' },
  { kind: 'ReplicaSet', apiVersion: 'apps/v1', resource: 'replicasets' },
  { kind: 'Job', apiVersion: 'batch/v1', resource: 'jobs' },
  { kind: 'Pod', apiVersion: 'v1', resource: 'pods' },
]

/** What asks for hubs, in clusters that know it. The version is the one that the server prefers. */
export const DECLARATIONS = [
  { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease', resource: 'helmreleases' },
  { group: 'argoproj.io', kind: 'Application', resource: 'applications' },
] as const

/** What those may name, as in the path of a request. */
export const RESOURCES: Readonly<Record<string, string>> = {
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  HelmRepository: 'helmrepositories',
  HelmChart: 'helmcharts',
  OCIRepository: 'ocirepositories',
}

/** Objects that may carry a hub's configuration. Of the releases of Helm, only Secrets of its own type are asked for. */
export const CARRIERS = [
  { kind: 'Secret', resource: 'secrets', selector: 'type=helm.sh/release.v1', holds: 'releases' },
  { kind: 'Secret', resource: 'secrets', selector: 'type=Opaque', holds: 'values' },
  { kind: 'ConfigMap', resource: 'configmaps', selector: null, holds: 'both' },
] as const

/** Where a resource is found: in one namespace, or in all of them. */
export function pathOf(apiVersion: string, resource: string, namespace: string | null, name?: string): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const within = namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`
  return `${root}${within}/${resource}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`
}
