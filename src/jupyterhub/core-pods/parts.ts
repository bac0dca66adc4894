import type { Chart, Hub } from '../../model/hub.ts'
import type { Origin } from '../../model/origin.ts'
import { type Blueprint, compose, type Traced } from '../../model/traced.ts'
import type { Image } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { byDefault, defaultOf, truthy } from '../derived.ts'
import { joinedImage } from '../image.ts'
import type { ContainerRow } from './workloads.ts'

const PLACEHOLDER = 'scheduling.userPlaceholder'

export type Parts = Record<string, Blueprint | undefined>

/** The value at a dotted path of the table. */
export function valueAt(hub: Hub, path: string): View {
  return hub.values.down(path.split('.'))
}

/** A value, unless Helm's `with` would leave it out. */
export function given(value: View): Traced | undefined {
  return truthy(value.raw) ? value.traced : undefined
}

/** What the chart's templates say by themselves; `place` is the nearest setting. */
export function own(data: unknown, hub: Hub, place: View): Traced {
  return byDefault(data, 'chart', chartName(hub.chart), place)
}

export function ownOrigin(hub: Hub, place: View): Origin {
  return defaultOf('chart', chartName(hub.chart), place)
}

/** A container that the chart makes from a section of its values. */
export function containerFrom(row: ContainerRow, hub: Hub, more: Parts = {}): Traced {
  const section = valueAt(hub, row.at)
  const image: View<Image> = valueAt(hub, `${row.imageAt ?? row.at}.image`) as View<Image>
  return compose(
    {
      name: own(row.name, hub, section),
      image: joinedImage(image),
      imagePullPolicy: given(image.at('pullPolicy')),
      securityContext: containerSecurity(section, row.at, hub),
      resources: row.at === PLACEHOLDER ? placeholderResources(hub) : given(section.get('resources')),
      ...more,
    },
    ownOrigin(hub, section),
  )
}

/** Up to 0.9 the templates spell these out; `hub.uid` still counts in 0.10 and 0.11. */
function containerSecurity(section: View, at: string, hub: Hub): Blueprint | undefined {
  const written = section.get('containerSecurityContext')
  const uid = section.get('uid')
  if (atLeast(hub.chart, '0.10.0')) {
    if (at !== 'hub' || atLeast(hub.chart, '1.0.0') || !truthy(uid.raw) || !written.isMap) return given(written)
    const keys = written.keys().map(key => [key, written.get(key).traced] as const)
    return { ...Object.fromEntries(keys), runAsUser: uid.traced }
  }
  if (!atLeast(hub.chart, '0.9.0')) return undefined
  const allowPrivilegeEscalation = own(false, hub, section)
  if (at === 'hub') return { runAsUser: uid.traced, allowPrivilegeEscalation }
  return at === 'proxy.chp' ? { allowPrivilegeEscalation } : undefined
}

/** A placeholder takes as much room as a user, unless it is told how much. Source: templates/_helpers.tpl (`jupyterhub.resources`). */
function placeholderResources(hub: Hub): Blueprint | undefined {
  const written = given(valueAt(hub, `${PLACEHOLDER}.resources`))
  const amounts = (kind: 'guarantee' | 'limit'): Blueprint | undefined => {
    const parts: Record<string, Blueprint | undefined> = {
      cpu: given(valueAt(hub, `singleuser.cpu.${kind}`)),
      memory: given(valueAt(hub, `singleuser.memory.${kind}`)),
    }
    for (const [key, value] of valueAt(hub, `singleuser.extraResource.${kind}s`).entries()) parts[key] = value.traced
    return Object.values(parts).some(part => part !== undefined) ? parts : undefined
  }
  return written ?? { requests: amounts('guarantee'), limits: amounts('limit') }
}

/** The hub pod's own securityContext; the others have none. */
export function hubSecurity(hub: Hub): Blueprint | undefined {
  const section = valueAt(hub, 'hub')
  if (atLeast(hub.chart, '2.0.0')) return given(section.get('podSecurityContext'))
  const fsGroup = section.get('fsGid').traced
  return atLeast(hub.chart, '0.9.0') ? { fsGroup } : { fsGroup, runAsUser: section.get('uid').traced }
}

/** Whether a row of the table holds for a chart. */
export function holds(row: ContainerRow, chart: Chart): boolean {
  return (
    (row.since === undefined || atLeast(chart, row.since)) && (row.until === undefined || !atLeast(chart, row.until))
  )
}

function chartName(chart: Chart): string {
  return `jupyterhub ${chart.version}`
}
