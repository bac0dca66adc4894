import { isMetadataBlocker, sparedBlockerImages } from '../src/jupyterhub/metadata-blocker.ts'
import { switched } from '../src/model/fix.ts'
import { called, containers } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `securityContext.privileged` of all containers. Allowed: unset, false.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_privileged.go.
 */
export default defineRule({
  id: 'privileged-container',
  about: 'pod',
  fields: ['privileged'],
  severity: {
    recommended: 'error',
    strict: 'error',
    dsri: 'error',
    welkin: 'error',
    'pss-baseline': 'error',
    'pss-restricted': 'error',
  },
  summary: 'A container runs privileged.',
  why: 'A privileged container is root on the node: whoever gets in owns the node and every other user on it.',
  advice:
    'remove privileged: true; a device or a file system driver is better served by a device plugin or a CSI volume',
  instead: `singleuser:
  extraPodConfig: {}
hub:
  config:
    KubeSpawner:
      privileged: false`,
  example: `hub:
  config:
    KubeSpawner:
      privileged: true`,
  except: `The init container that blocks the cloud metadata server, which has a rule of its own; in the pss profiles it is a container like
any other.`,

  options: { blockerImages: sparedBlockerImages },

  *check(pod, { blockerImages }) {
    for (const container of containers(pod)) {
      const privileged = container.at('securityContext').at('privileged')
      if (privileged.value === true && !isMetadataBlocker(container, blockerImages))
        yield {
          at: privileged,
          message: `${called(container)} is privileged`,
          fix: switched(privileged, 'privileged'),
        }
    }
  },
})
