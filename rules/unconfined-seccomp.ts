import { securityContexts } from '../src/model/pod.ts'
import { CONFINING } from '../src/model/pod-security.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `securityContext.seccompProfile.type` of the pod and of all containers. Allowed: unset, `RuntimeDefault`, `Localhost`.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_seccompProfile_baseline.go.
 */
export default defineRule({
  id: 'unconfined-seccomp',
  about: 'pod',
  fields: ['seccompProfile'],
  severity: {
    recommended: 'error',
    strict: 'error',
    dsri: 'error',
    welkin: 'error',
    'pss-baseline': 'error',
    'pss-restricted': 'error',
  },
  summary: 'A container may call all of the kernel.',
  why: `With seccompProfile.type: Unconfined no filter stands between a process and the kernel of the node, and the rarely used calls
are where flaws are found.`,
  advice: 'write type: RuntimeDefault, or Localhost with a profile of your own',
  instead: `hub:
  config:
    KubeSpawner:
      container_security_context:
        seccompProfile:
          type: RuntimeDefault`,
  example: `hub:
  config:
    KubeSpawner:
      container_security_context:
        seccompProfile:
          type: Unconfined`,
  except: 'Containers for which nobody says anything, and profiles of your own (Localhost).',

  *check(pod) {
    for (const { who, security } of securityContexts(pod)) {
      const type = security.at('seccompProfile').at('type')
      if (type.text !== undefined && !CONFINING.includes(type.text))
        yield { at: type, message: `${who} has the seccomp profile "${type.text}"` }
    }
  },
})
