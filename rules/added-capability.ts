import { isMetadataBlocker, sparedBlockerImages } from '../src/jupyterhub/metadata-blocker.ts'
import { DEFAULT_CAPABILITIES } from '../src/model/capabilities.ts'
import { called, containers, isForWindows } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `securityContext.capabilities.add` of all containers. Allowed: unset, the default set. The
 * restricted level replaces this by a check that leaves pods with `os.name: windows` alone.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_capabilities_baseline.go, check_capabilities_restricted.go.
 */
export default defineRule({
  id: 'added-capability',
  about: 'pod',
  fields: ['add'],
  severity: {
    recommended: 'error',
    strict: 'error',
    dsri: 'error',
    welkin: 'error',
    'pss-baseline': 'error',
    'pss-restricted': { 'for Windows': 'off', 'for Linux': 'error' },
  },
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
metadata server, which has a rule of its own; in the pss profiles it is a container like any other. And in pss-restricted
pods for Windows, where Kubernetes takes no capabilities.`,

  options: { blockerImages: sparedBlockerImages },

  *check(pod, { blockerImages }) {
    const situation = isForWindows(pod) ? 'for Windows' : 'for Linux'
    for (const container of containers(pod)) {
      if (isMetadataBlocker(container, blockerImages)) continue
      for (const added of container.at('securityContext').at('capabilities').at('add').each()) {
        // Kubernetes reads a null as a capability without a name
        const name = added.isSet ? added.text : ''
        if (name !== undefined && !DEFAULT_CAPABILITIES.has(name))
          yield {
            at: added,
            situation,
            message: `${called(container)} gets the capability ${name === '' ? '""' : name}`,
          }
      }
    }
  },
})
