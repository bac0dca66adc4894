import type { Hub } from '../model/hub.ts'
import { isWritten } from '../model/origin.ts'
import type { Path } from '../model/path.ts'
import type { View } from '../model/view.ts'
import { atLeast } from './charts/versions.ts'
import { truthy } from './derived.ts'
import { covers } from './ipv4.ts'
import { usesTraefik } from './login-tls.ts'

/** A gap in the chart's network policies. */
export interface PolicyHole {
  /** A whole sentence without full stop. */
  readonly sentence: string
  readonly at: View
}

/** Where the policy of each part is switched. */
interface Part {
  /** What is the case without it. */
  readonly without: string
  readonly path: Path
  readonly since?: string
  readonly until?: string
}

const PROXY = 'the proxy has no network policy: every pod in the cluster reaches the interface that routes its traffic'

/** Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/values.yaml and templates/**\/netpol.yaml, 0.8.2 to 4.4.0. */
const PARTS: readonly Part[] = [
  { without: 'the hub has no network policy: every pod in the cluster reaches it', path: ['hub', 'networkPolicy'] },
  { without: PROXY, path: ['proxy', 'networkPolicy'], until: '0.10.0' },
  { without: PROXY, path: ['proxy', 'chp', 'networkPolicy'], since: '0.10.0' },
  {
    without: 'user pods have no network policy: they reach each other and everything in the cluster',
    path: ['singleuser', 'networkPolicy'],
  },
]
const TRAEFIK: Part = {
  without: 'the proxy that ends TLS has no network policy: it reaches everything in the cluster',
  path: ['proxy', 'traefik', 'networkPolicy'],
  since: '0.10.0',
}

/** The parts of a hub that have no network policy of the chart's. */
export function* unguarded(hub: Hub): Generator<PolicyHole> {
  for (const { without, path, since, until } of usesTraefik(hub.values) ? [...PARTS, TRAEFIK] : PARTS) {
    if (since !== undefined && !atLeast(hub.chart, since)) continue
    if (until !== undefined && atLeast(hub.chart, until)) continue
    const [policy, enabled] = [hub.values.down(path), hub.values.down(path).get('enabled')]
    // up to chart 0.9 the values that a hub carries with it are a part of all
    if (!policy.isMap || enabled.isOpaque || truthy(enabled.raw)) continue
    yield { sentence: without, at: enabled }
  }
}

/** The ranges for private networks. Source: RFC 1918. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']

/**
 * What a person wrote that lets user pods reach whole private ranges, and so everything in the cluster and its network.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@4.4.0:jupyterhub/templates/_helpers-netpol.tpl.
 */
export function* openToPrivate(hub: Hub): Generator<PolicyHole> {
  const policy = hub.values.at('singleuser').at('networkPolicy')
  if (policy.isOpaque || !truthy(policy.at('enabled').raw)) return
  const rule = policy.at('egressAllowRules').get('privateIPs')
  if (atLeast(hub.chart, '2.0.0') && truthy(rule.raw) && !rule.isOpaque)
    yield { sentence: 'the network policy of user pods opens all private networks', at: rule }
  for (const egress of policy.at('egress').each()) {
    const hole = isWritten(egress.origin()) ? holeIn(egress as View) : null
    if (hole !== null) yield hole
  }
}

/** Limited to ports, a rule is meant for one service. Source: kubernetes/api, networking/v1/types.go, v1.36. */
function holeIn(egress: View): PolicyHole | null {
  // Kubernetes reads null as an empty rule, which lets everything through
  if ((!egress.isMap && egress.raw !== null) || egress.get('ports').each().length > 0) return null
  const to = egress.get('to')
  const peers = to.each()
  const opens = (sentence: string, at: View) => ({ sentence: `an egress rule of user pods ${sentence}`, at })
  if (peers.length === 0)
    return to.isOpaque || egress.get('ports').isOpaque ? null : opens('has no destination, and so opens all', egress)
  for (const peer of peers as View[]) {
    const block = peer.get('ipBlock')
    const [cidr, except] = [block.get('cidr').text ?? '', block.get('except').each()]
    const open = PRIVATE.filter(range => covers(cidr, range) && !except.some(one => covers(one.value as string, range)))
    if (open.length > 0) return opens(`opens private networks as a whole (${open.join(', ')})`, block.get('cidr'))
    const namespaces = peer.get('namespaceSelector')
    if (isEmpty(namespaces) && !hasLabels(peer.get('podSelector')))
      return opens('opens the pods of all namespaces', namespaces)
  }
  return null
}

/** A selector without requirements selects everything. */
function isEmpty(selector: View): boolean {
  return selector.isMap && !hasLabels(selector)
}

function hasLabels(selector: View): boolean {
  return selector.isOpaque || truthy(selector.get('matchLabels').raw) || truthy(selector.get('matchExpressions').raw)
}
