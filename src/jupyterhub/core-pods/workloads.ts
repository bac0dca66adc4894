/** A container of one of the chart's own pods. */
export interface ContainerRow {
  readonly name: string
  /** The section of the values that it is made from. */
  readonly at: string
  /** The section that has its image, where that is another. */
  readonly imageAt?: string
  readonly since?: string
  readonly until?: string
}

/** A setting, with the first chart that reads it. */
export type Since = readonly [path: string, since: string]

/** One of the chart's own pods: where in the values its parts are, by chart version. */
export interface Workload {
  readonly subject: string
  /** The setting that renders it; always rendered without. */
  readonly enabledBy?: string
  readonly containers: readonly ContainerRow[]
  readonly initContainers?: readonly ContainerRow[]
  /** Lists of whole containers, volumes and mounts (for the first container) that people add. */
  readonly extraContainers?: Since
  readonly extraInitContainers?: Since
  readonly extraVolumes?: Since
  readonly extraVolumeMounts?: Since
  /** A fragment whose keys replace those of the pod. */
  readonly extraPodSpec?: Since
  /** Whether the chart says that no token is mounted. */
  readonly withoutToken?: boolean
}

/**
 * The pods of the chart but for the image pullers.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/templates/{hub,proxy,proxy/autohttps}/deployment.yaml,
 * scheduling/user-scheduler/deployment.yaml, scheduling/user-placeholder/statefulset.yaml, image-puller/job.yaml, 0.8.0 to 4.4.0.
 */
export const WORKLOADS: readonly Workload[] = [
  {
    subject: 'hub pod',
    containers: [{ name: 'hub', at: 'hub' }],
    extraContainers: ['hub.extraContainers', '0.8.0'],
    extraInitContainers: ['hub.initContainers', '0.9.0'],
    extraVolumes: ['hub.extraVolumes', '0.8.0'],
    extraVolumeMounts: ['hub.extraVolumeMounts', '0.8.0'],
    extraPodSpec: ['hub.extraPodSpec', '1.1.0'],
  },
  {
    subject: 'proxy pod',
    containers: [{ name: 'chp', at: 'proxy.chp' }],
    extraPodSpec: ['proxy.chp.extraPodSpec', '1.1.0'],
  },
  {
    subject: 'autohttps pod',
    enabledBy: 'proxy.https.enabled',
    containers: [
      { name: 'nginx', at: 'proxy.nginx', until: '0.9.0' },
      { name: 'kube-lego', at: 'proxy.lego', until: '0.9.0' },
      { name: 'traefik', at: 'proxy.traefik', since: '0.9.0' },
      { name: 'secret-sync', at: 'proxy.secretSync', since: '0.9.0' },
    ],
    initContainers: [{ name: 'load-acme', at: 'proxy.secretSync', since: '0.9.0' }],
    extraInitContainers: ['proxy.traefik.extraInitContainers', '2.0.0'],
    extraVolumes: ['proxy.traefik.extraVolumes', '0.10.0'],
    extraVolumeMounts: ['proxy.traefik.extraVolumeMounts', '0.10.0'],
    extraPodSpec: ['proxy.traefik.extraPodSpec', '1.1.0'],
  },
  {
    subject: 'user-scheduler pod',
    enabledBy: 'scheduling.userScheduler.enabled',
    containers: [
      { name: 'user-scheduler', at: 'scheduling.userScheduler', until: '1.0.0' },
      { name: 'kube-scheduler', at: 'scheduling.userScheduler', since: '1.0.0' },
    ],
    extraPodSpec: ['scheduling.userScheduler.extraPodSpec', '1.1.0'],
  },
  {
    subject: 'user-placeholder pod',
    enabledBy: 'scheduling.userPlaceholder.enabled',
    containers: [
      { name: 'pause', at: 'scheduling.userPlaceholder', imageAt: 'prePuller.pause', until: '1.1.0' },
      { name: 'pause', at: 'scheduling.userPlaceholder', since: '1.1.0' },
    ],
    extraPodSpec: ['scheduling.userPlaceholder.extraPodSpec', '4.1.0'],
    withoutToken: true,
  },
  {
    subject: 'image awaiter pod',
    enabledBy: 'prePuller.hook.enabled',
    containers: [{ name: 'hook-image-awaiter', at: 'prePuller.hook' }],
  },
]
