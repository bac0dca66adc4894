import { called, containers } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `ports[*].hostPort` of all containers. Allowed: unset, 0.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_hostPorts.go.
 */
export default defineRule({
  id: 'host-port',
  about: 'pod',
  fields: ['hostPort'],
  severity: {
    recommended: 'error',
    strict: 'error',
    dsri: 'error',
    'pss-baseline': 'error',
    'pss-restricted': 'error',
  },
  summary: 'A container takes a port of the node it runs on.',
  why: `Whoever reaches the node then reaches the container, past the proxy of the hub and past network policies, and there is room
for one such pod on each node.`,
  advice: 'remove hostPort; what others should reach is better offered by a Service',
  instead: `singleuser:
  extraContainers:
    - name: database
      image: postgres:17.6
      ports:
        - containerPort: 5432`,
  example: `singleuser:
  extraContainers:
    - name: database
      image: postgres:17.6
      ports:
        - containerPort: 5432
          hostPort: 5432`,
  except: 'Ports of the container alone, and hostPort: 0, which is none.',

  *check(pod) {
    for (const container of containers(pod)) {
      for (const port of container.at('ports').each()) {
        const host = port.at('hostPort')
        if (host.number !== undefined && host.number !== 0)
          yield { at: host, message: `${called(container)} takes port ${host.number} of the node` }
      }
    }
  },
})
