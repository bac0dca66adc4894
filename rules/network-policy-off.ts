import { openToPrivate, unguarded } from '../src/jupyterhub/network-policies.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'network-policy-off',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error', guide: 'error', dsri: 'warning' },
  summary: 'The hub, its proxy or user pods have no network policy, or users may reach everything in the cluster.',
  why: `Users run any code they like. Without policies it can talk to every service in the cluster, to the servers of other users, and to
the interfaces of hub and proxy that trust whoever reaches them.`,
  advice:
    'leave networkPolicy.enabled on, and open to user pods single addresses and ports (singleuser.networkPolicy.egress) instead of whole private networks',
  instead: `hub:
  networkPolicy:
    enabled: true
proxy:
  chp:
    networkPolicy:
      enabled: true
singleuser:
  networkPolicy:
    enabled: true
    egressAllowRules:
      privateIPs: false
    egress:
      - to:
          - ipBlock:
              cidr: 10.20.30.40/32
        ports:
          - port: 5432`,
  example: `singleuser:
  networkPolicy:
    enabled: false`,
  except: `Egress rules for single ports or for part of a private network, and what the older charts open by default. Policies that are not
the chart's are not seen, nor whether the cluster enforces any.`,

  *check(hub) {
    for (const hole of [...unguarded(hub), ...openToPrivate(hub)]) yield { at: hole.at, message: hole.sentence }
  },
})
