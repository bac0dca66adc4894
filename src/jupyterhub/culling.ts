import type { Hub } from '../model/hub.ts'
import type { Reason } from './access/access.ts'

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

/** When a hub stops idle servers. */
export function culling(hub: Hub): Culling {
  const enabled = hub.values.at('cull').at('enabled')
  return {
    verdict: enabled.flag === false ? 'missing' : 'active',
    idleSeconds: hub.values.at('cull').at('timeout').number ?? null,
    everySeconds: hub.values.at('cull').at('every').number ?? null,
    maxAgeSeconds: null,
    by: 'chart',
    because: [],
  }
}
