import { type Container, called, containers, type Handler } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'
import type { View } from '../src/model/view.ts'

/** The host that asks, as the node calls itself. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/

/**
 * Restricted: `host` of `httpGet` and `tcpSocket` in `livenessProbe`, `readinessProbe`, `startupProbe`, `lifecycle.postStart` and
 * `lifecycle.preStop` of all containers. Allowed: unset, empty.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_hostProbesAndhostLifecycle.go (1.34).
 */
export default defineRule({
  id: 'host-probe',
  about: 'pod',
  fields: ['host'],
  severity: {
    recommended: { 'another host': 'error', 'its own network': 'off' },
    strict: 'error',
    'pss-baseline': 'error',
    'pss-restricted': 'error',
  },
  summary: 'A probe or lifecycle hook of a container speaks to another host than its pod.',
  why: `The kubelet makes that request, from the node: it reaches what no pod may, the node's own services and the metadata server
among them, and whoever writes the pod learns the answer.`,
  advice: 'remove host: without it the kubelet asks the pod; a name for the server goes to httpHeaders, as Host',
  instead: `singleuser:
  lifecycleHooks:
    preStop:
      httpGet:
        path: /shutdown
        port: 8888`,
  example: `singleuser:
  lifecycleHooks:
    preStop:
      httpGet:
        host: 127.0.0.1
        path: /shutdown
        port: 8888`,
  except: `Probes without a host. Addresses such as 127.0.0.1 are not left alone: they are the ones of the node; but in the recommended
profile they are where the pod is in the node's network, which host-namespace reports, and so asks itself.`,

  *check(pod) {
    const isInNode = pod.at('spec').at('hostNetwork').value === true
    for (const container of containers(pod)) {
      for (const [name, handler] of handlers(container)) {
        for (const way of ['httpGet', 'tcpSocket'] as const) {
          const host = handler.at(way).at('host')
          if (host.text)
            yield {
              at: host,
              situation: isInNode && LOOPBACK.test(host.text) ? 'its own network' : 'another host',
              message: `the ${name} of ${called(container)} speaks to the host "${host.text}"`,
            }
        }
      }
    }
  },
})

function* handlers(container: View<Container>): Generator<[string, View<Handler | undefined>]> {
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) yield [probe, container.at(probe)]
  for (const hook of ['postStart', 'preStop'] as const) yield [hook, container.at('lifecycle').at(hook)]
}
