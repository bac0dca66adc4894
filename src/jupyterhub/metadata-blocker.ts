import { allows } from '../model/option.ts'
import type { Container } from '../model/pod.ts'
import type { View } from '../model/view.ts'

/** The name of the container. */
export const BLOCKER_NAME = 'block-cloud-metadata'

const IMAGES = {
  about: 'Repositories of the image that blocks the metadata server, without tag; for mirrors.',
  default: ['jupyterhub/k8s-network-tools', 'quay.io/jupyterhub/k8s-network-tools'],
}

/** An option for rules that look for the blocker: where its image may come from. */
export const blockerImages = allows(IMAGES)

/** The same for rules that leave the blocker alone. Pod Security knows no blocker: there it is a container like any other. */
export const sparedBlockerImages = allows({ ...IMAGES, profiles: { 'pss-baseline': [], 'pss-restricted': [] } })

/**
 * Whether a container is the one that z2jh puts into user pods to block the cloud's metadata server. It is privileged, so
 * its name alone proves nothing: position, image, command and mounts must be those of the chart. In pods projected from
 * values, `singleuser.networkTools.image` says where the image comes from; in others it must be in one of `repositories`.
 * Without repositories there is no blocker.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@4.4.0:jupyterhub/files/hub/jupyterhub_config.py (`ip_block_container`), and
 * @0.8.2:images/hub/jupyterhub_config.py for the older command.
 */
export function isMetadataBlocker(container: View<Container>, repositories: readonly string[]): boolean {
  if (repositories.length === 0 || container.outerKey !== 'initContainers') return false
  const { raw } = container
  if (typeof raw !== 'object' || raw === null) return false
  const isShaped = shaped.get(raw) ?? isShapedAsBlocker(container)
  shaped.set(raw, isShaped)
  if (!isShaped) return false
  const image = container.at('image')
  // the name is looked at first: finding out who wrote it takes long
  return repositories.includes(repositoryOf(image.text ?? '')) || image.origin().path.includes('networkTools')
}

/** Of a container's data, whether it has the blocker's name, command and mounts, and nothing else: many rules ask. */
const shaped = new WeakMap<object, boolean>()

function isShapedAsBlocker(container: View<Container>): boolean {
  if (container.at('name').text !== BLOCKER_NAME) return false
  if (FOREIGN_FIELDS.some(field => says(container.get(field)))) return false
  const mounts = container.at('volumeMounts').each()
  if (mounts.some(mount => mount.at('mountPath').text !== TOKEN_MOUNT)) return false
  const words = container.at('command').each()
  const command = words.map(word => word.text ?? '')
  return BLOCKER_COMMANDS.some(shape => matches(shape, command))
}

/**
 * What the chart's container never has: with these it runs something else as well, or its command finds another program. A
 * sidecar's hooks and probes run commands of their own, and PATH decides which `iptables` it is.
 * Source: kubernetes/api@v0.36.1:core/v1/types.go (`Container`), less what the chart, KubeSpawner and the API server fill in.
 */
export const FOREIGN_FIELDS: readonly string[] = [
  'args',
  'env',
  'envFrom',
  'lifecycle',
  'livenessProbe',
  'ports',
  'readinessProbe',
  'restartPolicy',
  'startupProbe',
  'stdin',
  'stdinOnce',
  'tty',
  'volumeDevices',
  'workingDir',
]

/** Whether a field says more than if it were not there. */
function says(field: View): boolean {
  if (field.isList) return field.each().length > 0
  return field.isMap ? field.keys().length > 0 : field.isSet && field.raw !== false && field.raw !== ''
}

/**
 * Where the API server mounts the token of the pod's account into every container, unless told otherwise: the chart mounts nothing.
 * Source: kubernetes/kubernetes@v1.36.1:plugin/pkg/admission/serviceaccount/admission.go (`DefaultAPITokenMountPath`).
 */
export const TOKEN_MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'

const IP = '{ip}'
const ADDRESS = /^\d{1,3}(\.\d{1,3}){3}(\/32)?$/

/** The commands of the charts: up to 2.0 all traffic to the address, from 3.0 on only to port 80. */
export const BLOCKER_COMMANDS: readonly (readonly string[])[] = [
  ['iptables', '-A', 'OUTPUT', '-d', IP, '-j', 'DROP'],
  [
    'iptables',
    '--append',
    'OUTPUT',
    '--protocol',
    'tcp',
    '--destination',
    IP,
    '--destination-port',
    '80',
    '--jump',
    'DROP',
  ],
]

function matches(shape: readonly string[], command: readonly string[]): boolean {
  if (shape.length !== command.length) return false
  return shape.every((word, i) => (word === IP ? ADDRESS.test(command[i] ?? '') : word === command[i]))
}

function repositoryOf(image: string): string {
  return image
    .replace(/@.*$/, '')
    .replace(/:[^:/]*$/, '')
    .replace(/^docker\.io\//, '')
}
