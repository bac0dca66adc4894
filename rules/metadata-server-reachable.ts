import { policyGap } from '../src/jupyterhub/metadata-access.ts'
import { blockerImages, isMetadataBlocker } from '../src/jupyterhub/metadata-blocker.ts'
import { userPods } from '../src/jupyterhub/user-pods/user-pods.ts'
import type { Hub } from '../src/model/hub.ts'
import { isWritten } from '../src/model/origin.ts'
import type { Pod } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'
import { View } from '../src/model/view.ts'

export default defineRule({
  id: 'metadata-server-reachable',
  about: 'hub',
  severity: { recommended: 'error', strict: 'error' },
  summary: "User pods can reach the cloud's metadata server.",
  why: `There any process gets the credentials of the node, and with them often the whole cloud account: on a hub, every user does.
The chart blocks it twice, by an init container and by a network policy, and here both are off.`,
  advice:
    'keep singleuser.cloudMetadata.blockWithIptables: true, or a network policy that lets nothing through to 169.254.169.254',
  instead: `singleuser:
  cloudMetadata:
    blockWithIptables: false
  networkPolicy:
    enabled: true
    egressAllowRules:
      cloudMetadataServer: false`,
  example: `singleuser:
  cloudMetadata:
    blockWithIptables: false
  networkPolicy:
    enabled: false`,
  except: `Hubs on which one of the two still blocks it. Whether the cluster enforces network policies cannot be seen, and policies
that are not the chart's are not known.`,

  options: { blockerImages },

  *check(hub, { blockerImages }) {
    const gap = policyGap(hub)
    if (gap === null) return
    for (const { pod } of userPods(hub).pods) {
      const view = View.of<Pod>(pod)
      const init = view.at('spec').at('initContainers')
      if (init.isOpaque || [...init.each()].some(container => isMetadataBlocker(container, blockerImages))) continue
      const taken = whatTookTheBlocker(hub, view)
      yield {
        at: isWritten(taken.origin()) ? taken : isWritten(gap.at.origin()) ? gap.at : taken,
        message: `users can reach the cloud's metadata server: no init container blocks it, and ${gap.sentence}`,
      }
    }
  },
})

/** The setting because of which a pod has no blocker: the chart's switches, or whatever replaced the init containers. */
function whatTookTheBlocker(hub: Hub, pod: View<Pod>): View {
  const { blockWithIptables, enabled } = {
    blockWithIptables: hub.values.at('singleuser').at('cloudMetadata').at('blockWithIptables'),
    enabled: hub.values.at('singleuser').at('cloudMetadata').at('enabled'),
  }
  if (enabled.value === true) return enabled as View
  if (blockWithIptables.exists && blockWithIptables.value !== true) return blockWithIptables as View
  return pod.at('spec').at('initContainers') as View
}
