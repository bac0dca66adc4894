import { defineRule } from '../src/model/rule.ts'

/** Kernel settings that end at the pod. Source: kubernetes/pod-security-admission@v0.36.1:policy/check_sysctls.go (1.32). */
// biome-ignore format: a list to read through
const SAFE = new Set([
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ping_group_range', 'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies', 'net.ipv4.tcp_wmem',
])

/**
 * Restricted: `spec.securityContext.sysctls[*].name`. Allowed: the names above.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_sysctls.go.
 */
export default defineRule({
  id: 'unsafe-sysctl',
  about: 'pod',
  fields: ['sysctls'],
  severity: {
    recommended: 'error',
    strict: 'error',
    dsri: 'error',
    'pss-baseline': 'error',
    'pss-restricted': 'error',
  },
  summary: 'A pod changes kernel settings that reach beyond it.',
  why: `They concern all pods of the node, or switch off what protects it. Kubelets refuse such pods unless told otherwise, and then the
server does not start.`,
  advice: 'remove the sysctl, or have it set for the node by those who run it',
  instead: `hub:
  config:
    KubeSpawner:
      pod_security_context:
        sysctls:
          - name: net.ipv4.tcp_keepalive_time
            value: "600"`,
  example: `hub:
  config:
    KubeSpawner:
      pod_security_context:
        sysctls:
          - name: net.core.somaxconn
            value: "1024"`,
  except: 'The settings that Kubernetes 1.36 counts as safe.',

  *check(pod) {
    for (const sysctl of pod.at('spec').at('securityContext').at('sysctls').each()) {
      const name = sysctl.at('name')
      if (name.text !== undefined && !SAFE.has(name.text))
        yield { at: name, message: `the pod sets the sysctl ${name.text}` }
    }
  },
})
