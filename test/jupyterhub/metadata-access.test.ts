import { expect, test } from 'vitest'
import { hubOf } from '../../src/jupyterhub/hub.ts'
import { policyGap } from '../../src/jupyterhub/metadata-access.ts'
import { printPath } from '../../src/model/path.ts'
import { traced } from '../../src/model/traced.ts'

const EVERYWHERE = { ipBlock: { cidr: '0.0.0.0/0' } }
const ELSEWHERE = { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }

/** The setting that opens the way to the metadata server, below singleuser.networkPolicy; null where none does. */
function gap(networkPolicy: unknown, version = '4.4.0'): string | null {
  const values = traced({ singleuser: { networkPolicy } }, path => ({ by: 'file', name: 'a.yaml', path, span: null }))
  const chart = { version, jupyterhub: '', oauthenticator: '', kubespawner: '', defaults: {}, schema: null, needs: {} }
  const found = policyGap(hubOf('a.yaml', values, chart))
  return found === null ? null : printPath(found.at.path.slice(2))
}

// biome-ignore format: a table
const POLICIES: readonly (readonly [name: string, policy: unknown, gap: string | null])[] = [
  ['on', { enabled: true }, null],
  ['off', { enabled: false }, 'enabled'],
  ['missing, as before 0.10', {}, 'enabled'],
  ['a rule of the chart', { enabled: true, egressAllowRules: { cloudMetadataServer: true } }, 'egressAllowRules.cloudMetadataServer'],
  ['name service only', { enabled: true, egressAllowRules: { dnsPortsCloudMetadataServer: true } }, null],
  ['to everywhere', { enabled: true, egress: [{ to: [EVERYWHERE] }] }, 'egress[0].to[0].ipBlock.cidr'],
  ['to everywhere else', { enabled: true, egress: [{ to: [ELSEWHERE] }] }, null],
  ['to all link-local addresses', { enabled: true, egress: [{ to: [{ ipBlock: { cidr: '169.254.0.0/16' } }] }] }, 'egress[0].to[0].ipBlock.cidr'],
  ['to another network', { enabled: true, egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }, null],
  ['except a wider network', { enabled: true, egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } }] }] }, null],
  ['to pods', { enabled: true, egress: [{ to: [{ podSelector: {} }] }] }, null],
  ['no destination is every destination', { enabled: true, egress: [{}] }, 'egress[0]'],
  ['on its port', { enabled: true, egress: [{ ports: [{ port: 80, protocol: 'TCP' }] }] }, 'egress[0]'],
  ['on a range with its port', { enabled: true, egress: [{ ports: [{ port: 1, endPort: 1024 }] }] }, 'egress[0]'],
  ['on another port', { enabled: true, egress: [{ ports: [{ port: 443 }] }] }, null],
  ['on another protocol', { enabled: true, egress: [{ ports: [{ port: 80, protocol: 'UDP' }] }] }, null],
  ['null is an empty rule', { enabled: true, egress: [null] }, 'egress[0]'],
  ['nonsense', { enabled: true, egress: [1, 'all', { to: [{ ipBlock: { cidr: 'x/y' } }] }] }, null],
]

test.each(POLICIES)('%s', (_, policy, expected) => {
  expect(gap(policy)).toBe(expected)
})

test('charts before 2.0 have no rules of their own', () => {
  expect(gap({ enabled: true, egressAllowRules: { cloudMetadataServer: true } }, '1.2.0')).toBeNull()
})
