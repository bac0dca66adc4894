import type { Hub } from '../model/hub.ts'
import type { Pod } from '../model/pod.ts'
import { type Blueprint, compose, type Traced } from '../model/traced.ts'
import { atLeast } from './charts/versions.ts'
import { imagePullerPod } from './core-pods/image-puller.ts'
import { containerFrom, given, holds, hubSecurity, own, ownOrigin, type Parts, valueAt } from './core-pods/parts.ts'
import { type ContainerRow, type Since, WORKLOADS, type Workload } from './core-pods/workloads.ts'
import { truthy } from './derived.ts'

/** A pod of the chart itself. */
export interface CorePod {
  /** `hub pod`, `proxy pod`, `image puller pod`. */
  readonly subject: string
  readonly pod: Traced<Pod>
}

/** The chart's own pods, as far as rules read them; only those that the values enable. */
export function corePods(hub: Hub): CorePod[] {
  const pods = WORKLOADS.filter(workload => isEnabled(workload, hub)).map(workload => ({
    subject: workload.subject,
    pod: podOf(workload, hub),
  }))
  const puller = imagePullerPod(hub)
  return puller === undefined ? pods : [...pods, { subject: 'image puller pod', pod: asPod(puller) }]
}

function isEnabled({ subject, enabledBy }: Workload, hub: Hub): boolean {
  if (enabledBy === undefined) return true
  if (!truthy(valueAt(hub, enabledBy).raw)) return false
  // certificates are only fetched for named hosts
  const https = valueAt(hub, 'proxy.https')
  return subject !== 'autohttps pod' || (truthy(https.get('hosts').raw) && https.get('type').text === 'letsencrypt')
}

function podOf(workload: Workload, hub: Hub): Traced<Pod> {
  const place = valueAt(hub, workload.containers[0]?.at ?? '')
  const isHub = workload.subject === 'hub pod'
  const spec: Parts = {
    securityContext: isHub ? hubSecurity(hub) : undefined,
    automountServiceAccountToken: workload.withoutToken === true ? own(false, hub, place) : undefined,
    volumes: items(workload.extraVolumes, hub),
    initContainers: [...rows(workload.initContainers ?? [], hub), ...items(workload.extraInitContainers, hub)],
    containers: containers(workload, hub),
  }
  return asPod(compose({ spec: { ...spec, ...fragment(workload, hub) } }, ownOrigin(hub, place)))
}

/** Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/templates/hub/deployment.yaml, with the first tag. */
const START = { command: '0.10.0', args: '0.10.0', lifecycle: '1.0.0' }

/** Up to 3.x what people add stands before the chart's own container. */
function containers(workload: Workload, hub: Hub): Blueprint[] {
  const own = rows(workload.containers, hub, {
    volumeMounts: items(workload.extraVolumeMounts, hub),
    ...(workload.subject === 'hub pod' ? startOf(hub) : {}),
  })
  const extra = items(workload.extraContainers, hub)
  return atLeast(hub.chart, '4.0.0') ? [...own, ...extra] : [...extra, ...own]
}

/** How the hub's container starts and stops, as far as the chart lets values say it. */
function startOf(hub: Hub): Parts {
  const told = Object.entries(START).filter(([, since]) => atLeast(hub.chart, since))
  return Object.fromEntries(told.map(([key]) => [key, given(hub.values.at('hub').get(key))]))
}

/** The containers of the table that this chart has; `more` goes to the first. */
function rows(table: readonly ContainerRow[], hub: Hub, more: Parts = {}): Traced[] {
  return table.filter(row => holds(row, hub.chart)).map((row, i) => containerFrom(row, hub, i === 0 ? more : {}))
}

/** The items of a list in the values, each with its own author; none where the chart does not read it. */
function items(list: Since | undefined, hub: Hub): Traced[] {
  if (list === undefined || !atLeast(hub.chart, list[1])) return []
  return [...valueAt(hub, list[0]).each()].map(item => item.traced)
}

/** Keys that people put over those of the pod's specification. */
function fragment({ extraPodSpec }: Workload, hub: Hub): Parts {
  if (extraPodSpec === undefined || !atLeast(hub.chart, extraPodSpec[1])) return {}
  const entries = [...valueAt(hub, extraPodSpec[0]).entries()]
  return Object.fromEntries(entries.map(([key, value]) => [key, value.traced]))
}

function asPod(traced: Traced): Traced<Pod> {
  return { data: traced.data as Pod, origin: (path, part) => traced.origin(path, part) }
}
