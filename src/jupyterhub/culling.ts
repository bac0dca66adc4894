import type { Hub } from '../model/hub.ts'
import type { View } from '../model/view.ts'
import type { Reason } from './access/access.ts'
import { lostSight } from './access/traits.ts'
import { ownShutdown, type Shutdown } from './culling/server.ts'
import { type Culler, cullers, hidesCuller, mayStop } from './culling/service.ts'
import { truthy } from './derived.ts'

/** What stops idle servers. */
export interface Culling {
  readonly verdict: 'active' | 'missing' | 'unknown'
  /** Idle time after which a server may be stopped; null where nothing stops it, or it cannot be known. */
  readonly idleSeconds: number | null
  /** How often the culler looks. */
  readonly everySeconds: number | null
  /** Age at which a server is stopped, idle or not; null where there is no such limit. */
  readonly maxAgeSeconds: number | null
  /** Who stops them: the chart's culler, a service of one's own, the server itself. */
  readonly by: 'chart' | 'service' | 'server' | null
  readonly because: readonly Reason[]
}

const known = new WeakMap<Hub, Culling>()

/** When a hub stops idle servers. */
export function culling(hub: Hub): Culling {
  const before = known.get(hub)
  if (before !== undefined) return before
  const now = judge(hub)
  known.set(hub, now)
  return now
}

function judge(hub: Hub): Culling {
  const services = hub.config.trait('JupyterHub', 'services')
  const cull = hub.values.at('cull')
  const hidden = [cull, cull.at('enabled')].find(setting => setting.isOpaque)
  if (hidden !== undefined)
    return { ...NOTHING, verdict: 'unknown', because: [{ sentence: 'cull.enabled cannot be known', at: hidden }] }
  const bypassed = withoutChartConfig(hub)
  const candidates = bypassed === null ? cullers(services) : []
  const working = candidates.filter(({ service }) => mayStop(service, hub) === true)
  const lost = bypassed === null ? servicesLost(hub, services) : null
  const [fastest] = working.toSorted((a, b) => a.idleSeconds - b.idleSeconds)
  if (fastest !== undefined && lost === null) return byService(hub, fastest)
  const server = ownShutdown(hub)
  if (server !== undefined) return byServer(server)
  const doubt = lost ?? (bypassed === null ? doubtOf(hub, services, candidates) : null)
  if (doubt !== null) return { ...NOTHING, verdict: 'unknown', because: [doubt] }
  return { ...NOTHING, verdict: 'missing', because: [bypassed ?? whyMissing(hub, services, candidates)] }
}

const NOTHING = { idleSeconds: null, everySeconds: null, maxAgeSeconds: null, by: null }

function byService(hub: Hub, { service, timeout, idleSeconds, everySeconds, maxAgeSeconds }: Culler): Culling {
  const cull = hub.values.at('cull')
  const isChart = truthy(cull.at('enabled').raw) && CHART_SERVICES.has(service.get('name').text ?? '')
  const name = service.get('name').text ?? 'without a name'
  const silent = cull.at('timeout')
  const sentence = isChart
    ? truthy(silent.raw)
      ? `cull.timeout is ${idleSeconds} seconds`
      : `cull.timeout is not set, so the culler takes its own ${idleSeconds} seconds`
    : `the service "${name}" stops servers after ${idleSeconds} seconds without use`
  const because = [{ sentence, at: isChart ? silent : timeout }]
  return { verdict: 'active', idleSeconds, everySeconds, maxAgeSeconds, by: isChart ? 'chart' : 'service', because }
}

function byServer({ idleSeconds, at }: Shutdown): Culling {
  const when = idleSeconds === null ? 'after a time that is computed' : `after ${idleSeconds} seconds`
  const because = [{ sentence: `servers end themselves ${when} without use (shutdown_no_activity_timeout)`, at }]
  return { ...NOTHING, verdict: 'active', idleSeconds, by: 'server', because }
}

/** What the chart calls its culler, up to 1.x and since. */
const CHART_SERVICES = new Set(['cull-idle', 'jupyterhub-idle-culler'])

/** Another command than the chart's may not read the chart's configuration, of which the culler is a part. */
function withoutChartConfig(hub: Hub): Reason | null {
  const args = hub.values.at('hub').at('args')
  const words = [...args.each()].map(word => word.text ?? '')
  if (words.length === 0 || words.some(word => word.includes('jupyterhub_config.py'))) return null
  return words.some(word => /(^|[\s/])jupyterhub($|\s)/.test(word))
    ? { sentence: "hub.args starts the hub without the chart's configuration, and so without its culler", at: args }
    : null
}

/** What makes it impossible to know whether the services that are seen are those that run. */
function servicesLost(hub: Hub, services: View): Reason | null {
  const about =
    hub.config.unknown.find(({ section, stops }) => section === null && stops !== true) ??
    lostSight(hub.config, 'JupyterHub', 'services') ??
    lostSight(hub.config, 'JupyterHub', 'load_roles')
  if (about !== undefined) return about
  return services.isOpaque ? { sentence: 'JupyterHub.services cannot be known', at: services } : null
}

/** What might stop servers, where nothing does for certain. */
function doubtOf(hub: Hub, services: View, candidates: readonly Culler[]): Reason | null {
  if (candidates.some(({ service }) => mayStop(service, hub) === undefined))
    return { sentence: 'JupyterHub.load_roles cannot be known', at: hub.config.trait('JupyterHub', 'load_roles') }
  if (!hidesCuller(services)) return null
  return { sentence: 'JupyterHub.services holds a service that cannot be known', at: services }
}

function whyMissing(hub: Hub, services: View, candidates: readonly Culler[]): Reason {
  const enabled = hub.values.at('cull').at('enabled')
  if (!truthy(enabled.raw))
    return { sentence: `cull.enabled is ${enabled.exists ? JSON.stringify(enabled.raw) : 'not set'}`, at: enabled }
  if (candidates.length === 0)
    return { sentence: "JupyterHub.services is replaced, and the chart's culler with it", at: services }
  return {
    sentence: 'JupyterHub.load_roles is replaced, and with it the role by which the culler may stop servers',
    at: hub.config.trait('JupyterHub', 'load_roles'),
  }
}
