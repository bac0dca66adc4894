import { blockerImages, isMetadataBlocker } from '../src/jupyterhub/metadata-blocker.ts'
import { isWritten } from '../src/model/origin.ts'
import { called, containers } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'privilege-escalation',
  about: 'pod',
  severity: {
    recommended: { allowed: 'warning', 'not forbidden': 'off' },
    strict: { allowed: 'error', 'not forbidden': 'error' },
  },
  summary: 'A process in a container may gain more rights than it was started with.',
  why: 'With allowPrivilegeEscalation a program such as sudo makes a user root in the container, one flaw away from the node.',
  advice: 'set allowPrivilegeEscalation: false',
  instead: `singleuser:
  allowPrivilegeEscalation: false`,
  example: `singleuser:
  allowPrivilegeEscalation: true`,
  except: `Privileged containers and the init container that blocks the cloud metadata server, which have rules of their own, and in
the recommended profile containers for which nobody wrote anything.`,

  options: { blockerImages },

  *check(pod, { blockerImages }) {
    for (const container of containers(pod)) {
      const security = container.at('securityContext')
      const escalation = security.at('allowPrivilegeEscalation')
      if (escalation.value === false || escalation.isOpaque) continue
      if (security.at('privileged').value === true || isMetadataBlocker(container, blockerImages)) continue
      if (escalation.value === true && isWritten(escalation.origin()))
        yield { at: escalation, situation: 'allowed', message: `${called(container)} allows privilege escalation` }
      else
        yield {
          at: escalation,
          situation: 'not forbidden',
          message: `${called(container)} does not forbid privilege escalation`,
        }
    }
  },
})
