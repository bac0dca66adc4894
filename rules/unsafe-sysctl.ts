import { SAFE_SYSCTLS } from '../src/model/pod-security.ts'
import { defineRule } from '../src/model/rule.ts'

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
      // Kubernetes refuses one without a name, Pod Security too
      const text = name.isSet ? name.text : ''
      if (text !== undefined && !SAFE_SYSCTLS.has(text))
        yield {
          at: name,
          message: text === '' ? 'the pod sets a sysctl without a name' : `the pod sets the sysctl ${text}`,
        }
    }
  },
})
