import { policyGap } from '../src/jupyterhub/metadata-access.ts'
import { blockerImages, isMetadataBlocker } from '../src/jupyterhub/metadata-blocker.ts'
import { userPods } from '../src/jupyterhub/user-pods/user-pods.ts'
import type { Hub } from '../src/model/hub.ts'
import { isWritten } from '../src/model/origin.ts'
import { printPath } from '../src/model/path.ts'
import type { Pod } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'
import { View } from '../src/model/view.ts'

export default defineRule({
  id: 'metadata-server-reachable',
  about: 'hub',
  severity: { recommended: 'error', strict: 'error', guide: 'error' },
  summary: "User pods can reach the cloud's metadata server.",
  why: `There any process gets the credentials of the node, and with them often the whole cloud account: on a hub, every user does.
The chart can block it twice, by an init container and by a network policy, and here neither does.`,
  advice:
    'keep singleuser.cloudMetadata.blockWithIptables: true, or a network policy that lets nothing through to 169.254.169.254 (in an egress rule, name 169.254.169.254/32 under except)',
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
    for (const taken of withoutBlocker(hub, blockerImages)) {
      yield {
        at: isWritten(taken.origin()) ? taken : isWritten(gap.at.origin()) ? gap.at : taken,
        message: `users can reach the cloud's metadata server: no init container blocks it, and ${gap.sentence} (${printPath(gap.at.origin().path)})`,
      }
    }
  },
})

/** For each pod without a blocker, what took it away: the chart's switches, or whatever replaced the init containers. */
function* withoutBlocker(hub: Hub, blockerImages: readonly string[]): Generator<View> {
  const off = switchedOff(hub)
  const { pods } = userPods(hub)
  // where no pod can be projected, the switches are what is left to judge by
  if (pods.length === 0 && off !== null) yield off
  for (const { pod } of pods) {
    const init = View.of<Pod>(pod).at('spec').at('initContainers')
    if (init.isOpaque || [...init.each()].some(container => isMetadataBlocker(container, blockerImages))) continue
    yield off ?? (init as View)
  }
}

function switchedOff(hub: Hub): View | null {
  const cloudMetadata = hub.values.at('singleuser').at('cloudMetadata')
  const [blocks, enabled] = [cloudMetadata.at('blockWithIptables'), cloudMetadata.at('enabled')]
  if (enabled.value === true) return enabled as View
  return blocks.exists && blocks.value !== true && !blocks.isOpaque ? (blocks as View) : null
}
