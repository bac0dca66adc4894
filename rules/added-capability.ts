import { isMetadataBlocker, sparedBlockerImages } from '../src/jupyterhub/metadata-blocker.ts'
import { DEFAULT_CAPABILITIES } from '../src/model/capabilities.ts'
import { called, containers } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `securityContext.capabilities.add` of all containers. Allowed: unset, the default set.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_capabilities_baseline.go.
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
    'pss-restricted': 'error',
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
metadata server, which has a rule of its own; in the pss profiles it is a container like any other.`,

  options: { blockerImages: sparedBlockerImages },

  *check(pod, { blockerImages }) {
    for (const container of containers(pod)) {
      if (isMetadataBlocker(container, blockerImages)) continue
      for (const added of container.at('securityContext').at('capabilities').at('add').each()) {
        if (added.text !== undefined && !DEFAULT_CAPABILITIES.has(added.text))
          yield { at: added, message: `${called(container)} gets the capability ${added.text}` }
      }
    }
  },
})
