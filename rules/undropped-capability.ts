import { isMetadataBlocker, sparedBlockerImages } from '../src/jupyterhub/metadata-blocker.ts'
import { DEFAULT_CAPABILITIES } from '../src/model/capabilities.ts'
import { called, containers, isForWindows, isUserPod } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `securityContext.capabilities.drop` of all containers. Allowed: a list with `ALL`. Restricted: `capabilities.add`
 * there. Allowed: unset, `NET_BIND_SERVICE`. Pods with `os.name: windows` are free. What not even the baseline allows is left
 * to added-capability.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_capabilities_restricted.go.
 */
export default defineRule({
  id: 'undropped-capability',
  about: 'pod',
  severity: { strict: 'error', welkin: { 'user pod': 'off', 'other pod': 'error' }, 'pss-restricted': 'error' },
  summary: 'A container keeps Linux capabilities that it could give up.',
  why: `Programs of ordinary users need none of them; a program that becomes root in the container has them all. The restricted level of
Pod Security refuses such pods.`,
  advice: 'write capabilities.drop: [ALL], and add nothing but NET_BIND_SERVICE',
  instead: `singleuser:
  cloudMetadata:
    blockWithIptables: false
hub:
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
          drop: [NET_RAW]`,
  except: `Pods for Windows, capabilities beyond those that containers have anyway (added-capability), and the init container that
blocks the cloud metadata server, which has a rule of its own.`,

  options: { blockerImages: sparedBlockerImages },

  *check(pod, { blockerImages }) {
    if (isForWindows(pod)) return
    const situation = isUserPod(pod) ? 'user pod' : 'other pod'
    for (const container of containers(pod)) {
      if (isMetadataBlocker(container, blockerImages)) continue
      const capabilities = container.at('securityContext').at('capabilities')
      const drop = capabilities.at('drop')
      if (!drop.isOpaque && ![...drop.each()].some(({ text, isOpaque }) => text === 'ALL' || isOpaque))
        yield { at: drop, situation, message: `${called(container)} does not drop all capabilities` }
      for (const added of capabilities.at('add').each()) {
        if (added.text !== undefined && added.text !== 'NET_BIND_SERVICE' && DEFAULT_CAPABILITIES.has(added.text))
          yield { at: added, situation, message: `${called(container)} keeps the capability ${added.text}` }
      }
    }
  },
})
