import { blockerImages, isMetadataBlocker } from '../src/jupyterhub/metadata-blocker.ts'
import { called, containers } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

/** What runtimes give anyway. Source: kubernetes/pod-security-admission@v0.36.0:policy/check_capabilities_baseline.go. */
// biome-ignore format: a list to read through
const BASELINE = new Set([
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID',
  'SETPCAP', 'SETUID', 'SYS_CHROOT',
])

export default defineRule({
  id: 'added-capability',
  about: 'pod',
  severity: { recommended: 'error', strict: 'error' },
  summary: 'A container gets Linux capabilities beyond what containers have anyway.',
  why: `Most of them open a way to the node or to the network of others: SYS_ADMIN is nearly all of root, NET_ADMIN rewrites
routes and firewalls, SYS_PTRACE reads other processes.`,
  advice: 'remove the capability; file systems are better mounted by a CSI volume',
  instead: `hub:
  config:
    KubeSpawner:
      container_security_context:
        capabilities:
          drop: [ALL]`,
  example: `hub:
  config:
    KubeSpawner:
      container_security_context:
        capabilities:
          add: [SYS_ADMIN]`,
  except: `The capabilities that the Pod Security Standards allow in their baseline, and the init container that blocks the cloud
metadata server, which has a rule of its own.`,

  options: { blockerImages },

  *check(pod, { blockerImages }) {
    for (const container of containers(pod)) {
      if (isMetadataBlocker(container, blockerImages)) continue
      for (const added of container.at('securityContext').at('capabilities').at('add').each()) {
        if (added.text !== undefined && !BASELINE.has(added.text))
          yield { at: added, message: `${called(container)} gets the capability ${added.text}` }
      }
    }
  },
})
