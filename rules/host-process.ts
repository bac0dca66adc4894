import { securityContexts } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `securityContext.windowsOptions.hostProcess` of the pod and of all containers. Allowed: unset, false.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_windowsHostProcess.go.
 */
export default defineRule({
  id: 'host-process',
  about: 'pod',
  fields: ['hostProcess'],
  severity: {
    recommended: 'error',
    strict: 'error',
    dsri: 'error',
    'pss-baseline': 'error',
    'pss-restricted': 'error',
  },
  summary: 'A container is a process of its Windows node.',
  why: 'A HostProcess container has no walls around it: it sees the files and the network of the node, and may act as its administrator.',
  advice: 'remove windowsOptions.hostProcess',
  instead: `hub:
  config:
    KubeSpawner:
      pod_security_context:
        windowsOptions:
          hostProcess: false`,
  example: `hub:
  config:
    KubeSpawner:
      pod_security_context:
        windowsOptions:
          hostProcess: true`,

  *check(pod) {
    for (const { who, security } of securityContexts(pod)) {
      const hostProcess = security.at('windowsOptions').at('hostProcess')
      if (hostProcess.value === true)
        yield { at: hostProcess, message: `${who} runs as a process of the Windows node (hostProcess)` }
    }
  },
})
