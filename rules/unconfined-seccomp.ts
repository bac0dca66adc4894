import { isForWindows, securityContexts } from '../src/model/pod.ts'
import { CONFINING, profileNamed } from '../src/model/pod-security.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `securityContext.seccompProfile.type` of the pod and of all containers. Allowed: unset, `RuntimeDefault`, `Localhost`.
 * The restricted level replaces this by a check that leaves pods with `os.name: windows` alone.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_seccompProfile_baseline.go,
 * check_seccompProfile_restricted.go.
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
    'pss-restricted': { 'for Windows': 'off', 'for Linux': 'error' },
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
  except:
    'Containers for which nobody says anything, profiles of your own (Localhost), and in pss-restricted pods for Windows, where Kubernetes takes no profile.',

  *check(pod) {
    const situation = isForWindows(pod) ? 'for Windows' : 'for Linux'
    for (const { who, security } of securityContexts(pod)) {
      const profile = security.at('seccompProfile')
      const name = profileNamed(profile)
      if (name !== undefined && !CONFINING.includes(name))
        yield { at: profile.at('type'), situation, message: `${who} has the seccomp profile "${name}"` }
    }
  },
})
