import { isMetadataBlocker, sparedBlockerImages } from '../src/jupyterhub/metadata-blocker.ts'
import { called, containers, effective, isUserPod, mayHaveOwnUsers } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `securityContext.runAsNonRoot` of the pod and of all containers. Allowed: set, for the container or for the pod. Pods
 * with `hostUsers: false` are free. What is set to false is left to root-user.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_runAsNonRoot.go (1.35).
 */
export default defineRule({
  id: 'unset-non-root',
  about: 'pod',
  severity: { strict: 'error', welkin: { 'user pod': 'off', 'other pod': 'error' }, 'pss-restricted': 'error' },
  summary: 'Nothing keeps a container from running as root.',
  why: `A number in runAsUser holds for that container as long as nobody changes it; runAsNonRoot holds whatever the image or a profile
says. The restricted level of Pod Security refuses pods without it, even those with a user other than 0.`,
  advice: 'write runAsNonRoot: true, for the pod or for each container',
  instead: `singleuser:
  cloudMetadata:
    blockWithIptables: false
hub:
  config:
    KubeSpawner:
      pod_security_context:
        runAsNonRoot: true`,
  example: `singleuser:
  uid: 1000`,
  except: `Pods with users of their own (hostUsers: false), and the init container that blocks the cloud metadata server, which has a
rule of its own.`,

  options: { blockerImages: sparedBlockerImages },

  *check(pod, { blockerImages }) {
    if (mayHaveOwnUsers(pod)) return
    const situation = isUserPod(pod) ? 'user pod' : 'other pod'
    for (const container of containers(pod)) {
      const nonRoot = effective(pod, container, 'runAsNonRoot')
      if (!nonRoot.isSet && !isMetadataBlocker(container, blockerImages))
        yield { at: nonRoot, situation, message: `neither ${called(container)} nor its pod says runAsNonRoot: true` }
    }
  },
})
