import { once } from './once.ts'
import type { View } from './view.ts'

/** The fields of a Kubernetes Pod that rules read, as Kubernetes names them. Source: kubernetes/api, core/v1/types.go, v1.36. */
export interface Pod {
  metadata?: {
    name?: string
    namespace?: string
    labels?: Record<string, string>
    annotations?: Record<string, string>
  }
  spec?: {
    hostNetwork?: boolean
    hostPID?: boolean
    hostIPC?: boolean
    hostUsers?: boolean
    os?: { name?: string }
    shareProcessNamespace?: boolean
    securityContext?: PodSecurityContext
    serviceAccountName?: string
    automountServiceAccountToken?: boolean
    runtimeClassName?: string
    nodeSelector?: Record<string, string>
    tolerations?: unknown[]
    volumes?: Volume[]
    initContainers?: Container[]
    containers?: Container[]
    ephemeralContainers?: Container[]
  }
}

export interface Container {
  name?: string
  image?: string
  imagePullPolicy?: string
  command?: string[]
  args?: string[]
  env?: { name?: string; value?: string; valueFrom?: unknown }[]
  securityContext?: SecurityContext
  volumeMounts?: { name?: string; mountPath?: string; subPath?: string; readOnly?: boolean }[]
  ports?: { name?: string; containerPort?: number; hostPort?: number }[]
  resources?: { limits?: Record<string, string | number>; requests?: Record<string, string | number> }
  lifecycle?: { postStart?: Handler; preStop?: Handler; stopSignal?: string }
  livenessProbe?: Handler
  readinessProbe?: Handler
  startupProbe?: Handler
  restartPolicy?: string
}

/** What the kubelet does to ask or to tell a container something. */
export interface Handler {
  httpGet?: { host?: string; port?: number | string; path?: string }
  tcpSocket?: { host?: string; port?: number | string }
}

/** What a pod and a container can both say; the container's word counts. */
export interface SharedSecurity {
  runAsUser?: number
  runAsGroup?: number
  runAsNonRoot?: boolean
  seccompProfile?: { type?: string; localhostProfile?: string }
  seLinuxOptions?: { type?: string; user?: string; role?: string; level?: string }
  appArmorProfile?: { type?: string }
  windowsOptions?: { hostProcess?: boolean }
}

export interface PodSecurityContext extends SharedSecurity {
  fsGroup?: number
  supplementalGroups?: number[]
  sysctls?: { name?: string; value?: string }[]
}

export interface SecurityContext extends SharedSecurity {
  privileged?: boolean
  allowPrivilegeEscalation?: boolean
  capabilities?: { add?: string[]; drop?: string[] }
  procMount?: string
}

export interface Volume {
  name?: string
  hostPath?: { path?: string; type?: string }
  [kind: string]: unknown
}

/** All containers of a pod: init, regular and ephemeral alike. The only place that knows the three lists. */
export const containers = once((pod: View<Pod>): readonly View<Container>[] => {
  const spec = pod.at('spec')
  return [
    ...spec.at('initContainers').each(),
    ...spec.at('containers').each(),
    ...spec.at('ephemeralContainers').each(),
  ]
})

/** The setting that wins for this container: its own if it has one, else the pod's. */
export function effective<K extends keyof SharedSecurity>(
  pod: View<Pod>,
  container: View<Container>,
  key: K,
): View<SharedSecurity[K]> {
  const own = container.at('securityContext').at(key)
  const inherited = pod.at('spec').at('securityContext').at(key)
  return (own.isSet || !inherited.isSet ? own : inherited) as View<SharedSecurity[K]>
}

/** The pod and its containers, each with what it says itself about what they can both say; `who` as a message calls it. */
export const securityContexts = once((pod: View<Pod>): readonly { who: string; security: View<SharedSecurity> }[] => [
  { who: 'the pod', security: pod.at('spec').at('securityContext') as View<SharedSecurity> },
  ...containers(pod).map(container => ({
    who: called(container),
    security: container.at('securityContext') as View<SharedSecurity>,
  })),
])

/** Whether the pod is for Windows nodes. Only its field says so: a node selector does not count. */
export function isForWindows(pod: View<Pod>): boolean {
  return pod.at('spec').at('os').at('name').value === 'windows'
}

/** Whether the pod has users of its own (`hostUsers: false`), among which root is nobody on the node; or may have. */
export function mayHaveOwnUsers(pod: View<Pod>): boolean {
  const shared = pod.at('spec').at('hostUsers')
  return shared.value === false || shared.isOpaque
}

/** What a message calls a container: `container "notebook"`, `init container "setup"`. */
export function called(container: View<Container>): string {
  const kind = kindIn(container.outerKey)
  const name = container.at('name').text
  return name === undefined ? kind : `${kind} "${name}"`
}

/** What a message calls the containers of a list, such as `initContainers`. */
export function kindIn(list: string | number | undefined): string {
  return list === 'initContainers'
    ? 'init container'
    : list === 'ephemeralContainers'
      ? 'ephemeral container'
      : 'container'
}

/**
 * Whether KubeSpawner made the pod, or will: its labels and annotations say so.
 * Source: jupyterhub/kubespawner@<tag>:kubespawner/spawner.py (`_build_common_labels`, `_build_common_annotations`), 0.10.1 to 7.0.0.
 */
export function isUserPod(pod: View<Pod>): boolean {
  const { labels, annotations } = {
    labels: pod.at('metadata').at('labels'),
    annotations: pod.at('metadata').at('annotations'),
  }
  return (
    labels.at('component').text === 'singleuser-server' ||
    labels.at('hub.jupyter.org/username').exists ||
    annotations.at('hub.jupyter.org/username').exists
  )
}

/** The container in which a user works: the first. */
export function notebookOf(pod: View<Pod>): View<Container> {
  return pod.at('spec').at('containers').at(0)
}
