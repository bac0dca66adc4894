import type { Hub } from '../model/hub.ts'
import { isWritten } from '../model/origin.ts'
import type { View } from '../model/view.ts'
import { atLeast } from './charts/versions.ts'
import { covers } from './ipv4.ts'

/** Why the network policy of user pods lets them reach the cloud's metadata server. */
export interface PolicyGap {
  readonly at: View
  /** As the end of "… and ". */
  readonly sentence: string
}

const METADATA_SERVER = '169.254.169.254'
/** The metadata server speaks plain HTTP. */
const METADATA_PORT = 80

/**
 * The setting by which the chart's network policy lets user pods reach the metadata server; null where the policy keeps
 * them from it, or where that cannot be known. Source: jupyterhub/zero-to-jupyterhub-k8s@4.4.0 and earlier:
 * jupyterhub/templates/singleuser/netpol.yaml.
 */
export function policyGap(hub: Hub): PolicyGap | null {
  const policy = hub.values.at('singleuser').at('networkPolicy')
  const enabled = policy.at('enabled')
  if (policy.isOpaque || enabled.isOpaque) return null
  if (!enabled.value) return { at: enabled, sentence: 'there is no network policy for user pods' }
  const rule = policy.at('egressAllowRules').get('cloudMetadataServer')
  if (atLeast(hub.chart, '2.0.0') && rule.value === true)
    return { at: rule, sentence: 'the network policy of user pods allows it' }
  const address = hub.values.at('singleuser').at('cloudMetadata').at('ip').text ?? METADATA_SERVER
  for (const egress of policy.at('egress').each()) {
    // Kubernetes reads null as an empty rule, which lets everything through
    if (!egress.isMap && egress.raw !== null) continue
    const gap = reachesPort(egress as View) ? peerFor(egress as View, address) : null
    if (gap !== null && isWritten(gap.origin()))
      return { at: gap, sentence: 'an egress rule of the network policy of user pods allows it' }
  }
  return null
}

/** Source: kubernetes/api, networking/v1/types.go, v1.36 (`NetworkPolicyEgressRule`): no ports are all ports. */
function reachesPort(egress: View): boolean {
  const ports = [...egress.get('ports').each()]
  return ports.length === 0 || ports.some(includesPort)
}

function includesPort(entry: View): boolean {
  const [protocol, port, end] = [entry.get('protocol').text ?? 'TCP', entry.get('port'), entry.get('endPort').number]
  if (protocol !== 'TCP') return false
  if (!port.isSet) return true
  const first = port.number ?? Number.NaN
  return first <= METADATA_PORT && METADATA_PORT <= (end ?? first)
}

/** What in an egress rule lets an address through: no destination at all, or a block that has it. */
function peerFor(egress: View, address: string): View | null {
  const to = egress.get('to')
  const peers = [...to.each()]
  if (peers.length === 0) return to.isOpaque ? null : egress
  for (const peer of peers) {
    const block = peer.get('ipBlock')
    const except = [...block.get('except').each()].map(excepted => excepted.text ?? '')
    if (covers(block.get('cidr').text ?? '', address) && !except.some(cidr => covers(cidr, address)))
      return block.get('cidr')
  }
  return null
}
