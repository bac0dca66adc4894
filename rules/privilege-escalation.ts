import { isMetadataBlocker, sparedBlockerImages } from '../src/jupyterhub/metadata-blocker.ts'
import { switched } from '../src/model/fix.ts'
import { isWritten } from '../src/model/origin.ts'
import { called, containers, isForWindows } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `securityContext.allowPrivilegeEscalation` of all containers. Allowed: false; pods with `os.name: windows` are free.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_allowPrivilegeEscalation.go.
 */
export default defineRule({
  id: 'privilege-escalation',
  about: 'pod',
  severity: {
    recommended: { allowed: 'warning', 'not forbidden': 'off', 'privileged anyway': 'off' },
    strict: { allowed: 'error', 'not forbidden': 'error', 'privileged anyway': 'off' },
    dsri: { allowed: 'error', 'not forbidden': 'off', 'privileged anyway': 'off' },
    'pss-restricted': 'error',
  },
  summary: 'A process in a container may gain more rights than it was started with.',
  why: 'With allowPrivilegeEscalation a program such as sudo makes a user root in the container, one flaw away from the node.',
  advice: 'set allowPrivilegeEscalation: false',
  instead: `singleuser:
  allowPrivilegeEscalation: false`,
  example: `singleuser:
  allowPrivilegeEscalation: true`,
  except: `Pods for Windows, privileged containers and the init container that blocks the cloud metadata server, which have rules of
their own, and in the recommended profile containers for which nobody wrote anything.`,

  options: { blockerImages: sparedBlockerImages },

  *check(pod, { blockerImages }) {
    if (isForWindows(pod)) return
    for (const container of containers(pod)) {
      const security = container.at('securityContext')
      const escalation = security.at('allowPrivilegeEscalation')
      if (escalation.value === false || escalation.isOpaque || isMetadataBlocker(container, blockerImages)) continue
      const allowed = escalation.value === true && isWritten(escalation.origin())
      yield {
        at: escalation,
        situation:
          security.at('privileged').value === true ? 'privileged anyway' : allowed ? 'allowed' : 'not forbidden',
        message: `${called(container)} ${allowed ? 'allows' : 'does not forbid'} privilege escalation`,
        fix: allowed ? switched(escalation, 'allowPrivilegeEscalation') : undefined,
      }
    }
  },
})
