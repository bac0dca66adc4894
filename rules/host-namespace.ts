import { defineRule } from '../src/model/rule.ts'

/** What the pod shares with its node, by field. */
const SHARED = [
  ['hostNetwork', 'the network of its node'],
  ['hostPID', 'the process table of its node'],
  ['hostIPC', 'the shared memory of its node'],
] as const

/**
 * Restricted: `spec.hostNetwork`, `spec.hostPID`, `spec.hostIPC`. Allowed: unset, false.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_hostNamespaces.go.
 */
export default defineRule({
  id: 'host-namespace',
  about: 'pod',
  fields: ['hostNetwork', 'hostPID', 'hostIPC'],
  severity: {
    recommended: 'error',
    strict: 'error',
    dsri: 'error',
    'pss-baseline': 'error',
    'pss-restricted': 'error',
  },
  summary: 'A pod shares the network, the processes or the shared memory of its node.',
  why: `It then sees what belongs to the node and to all others there. In the network of the node no network policy holds, and the
metadata server with the credentials of the node is at hand.`,
  advice: 'remove hostNetwork, hostPID and hostIPC',
  instead: `singleuser:
  extraPodConfig:
    hostNetwork: false`,
  example: `singleuser:
  extraPodConfig:
    hostNetwork: true`,

  *check(pod) {
    for (const [field, what] of SHARED) {
      const shared = pod.at('spec').at(field)
      if (shared.value === true) yield { at: shared, message: `${field}: the pod shares ${what}` }
    }
  },
})
