import type { Chart } from '../../../model/hub.ts'
import { type Blueprint, compose, type Traced } from '../../../model/traced.ts'
import type { HubValues } from '../../../model/values.ts'
import type { View } from '../../../model/view.ts'
import { atLeast } from '../../charts/versions.ts'
import { becauseOf, truthy } from '../../derived.ts'
import { joinedImage } from '../../image.ts'
import type { Settings } from '../settings.ts'

type Cloud = View<NonNullable<NonNullable<HubValues['singleuser']>['cloudMetadata']>>

/**
 * The init container that keeps user pods from the cloud's metadata server, after those that the values ask for.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/files/hub/jupyterhub_config.py, 0.8.2 to 4.4.0.
 */
export function blockMetadata(values: View<HubValues>, chart: Chart, settings: Settings): void {
  const cloud = values.at('singleuser').at('cloudMetadata')
  const decided = blockedBy(cloud, chart)
  if (decided === undefined) return
  const before = values.at('singleuser').get('initContainers')
  const own = [...before.each()].map(container => container.traced)
  settings.set(
    'KubeSpawner',
    'init_containers',
    compose([...own, blocker(values, cloud, decided, chart)], before.origin()),
  )
}

/** The setting because of which the metadata server is blocked; undefined where it is not. */
function blockedBy(cloud: Cloud, chart: Chart): View | undefined {
  const [enabled, block] = [cloud.at('enabled'), cloud.at('blockWithIptables')]
  if (!atLeast(chart, '0.10.0')) return truthy(enabled.raw) ? undefined : enabled
  // 0.10 looks for another key than the one it documents: zero-to-jupyterhub-k8s@0.10.6
  const asked = atLeast(chart, '0.11.0') ? block : cloud.get('block')
  if (isTrue(asked.raw)) return asked
  return !atLeast(chart, '1.0.0') && isFalse(enabled.raw) ? enabled : undefined
}

/** What equals True in Python. */
function isTrue(raw: unknown): boolean {
  return raw === true || raw === 1
}

function isFalse(raw: unknown): boolean {
  return raw === false || raw === 0
}

function blocker(values: View<HubValues>, cloud: Cloud, decided: View, chart: Chart): Traced {
  const tools = values.at('singleuser').at('networkTools')
  const word = (text: unknown) => becauseOf(text, decided)
  const ip = cloud.at('ip').exists ? cloud.at('ip').traced : word('169.254.169.254')
  const command: readonly Traced[] = atLeast(chart, '3.0.0')
    ? [
        ...['iptables', '--append', 'OUTPUT', '--protocol', 'tcp', '--destination'].map(word),
        ip,
        ...['--destination-port', '80', '--jump', 'DROP'].map(word),
      ]
    : [...['iptables', '-A', 'OUTPUT', '-d'].map(word), ip, ...['-j', 'DROP'].map(word)]
  const resources = tools.get('resources')
  const container: Blueprint = {
    name: word('block-cloud-metadata'),
    image: joinedImage(tools.at('image')),
    command,
    securityContext: word({ privileged: true, runAsUser: 0, capabilities: { add: ['NET_ADMIN'] } }),
    resources: atLeast(chart, '2.0.0') && resources.isSet ? resources.traced : undefined,
  }
  return compose(container, decided.origin())
}
