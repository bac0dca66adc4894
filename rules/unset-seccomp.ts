import { isMetadataBlocker, sparedBlockerImages } from '../src/jupyterhub/metadata-blocker.ts'
import { called, containers, effective, isForWindows, isUserPod } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `securityContext.seccompProfile` of the pod and of all containers. Allowed: set, for the container or for the pod.
 * Pods with `os.name: windows` are free. What is set is left to unconfined-seccomp.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_seccompProfile_restricted.go.
 */
export default defineRule({
  id: 'unset-seccomp',
  about: 'pod',
  severity: { strict: 'error', welkin: { 'user pod': 'off', 'other pod': 'error' }, 'pss-restricted': 'error' },
  summary: 'A container runs with whatever seccomp profile its node has by default, which may be none.',
  why: `Unless the kubelet is told otherwise, Kubernetes filters no system calls. The restricted level of Pod Security refuses such
pods.`,
  advice: 'write seccompProfile.type: RuntimeDefault, for the pod or for each container',
  instead: `singleuser:
  cloudMetadata:
    blockWithIptables: false
hub:
  config:
    KubeSpawner:
      pod_security_context:
        seccompProfile:
          type: RuntimeDefault`,
  example: `singleuser:
  uid: 1000`,
  except: `Pods for Windows, and the init container that blocks the cloud metadata server, which has a rule of its own.`,

  options: { blockerImages: sparedBlockerImages },

  *check(pod, { blockerImages }) {
    if (isForWindows(pod)) return
    const situation = isUserPod(pod) ? 'user pod' : 'other pod'
    for (const container of containers(pod)) {
      const profile = effective(pod, container, 'seccompProfile')
      if (!profile.isSet && !isMetadataBlocker(container, blockerImages))
        yield { at: profile, situation, message: `neither ${called(container)} nor its pod sets a seccomp profile` }
    }
  },
})
