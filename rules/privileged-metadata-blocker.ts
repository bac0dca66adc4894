import { isMetadataBlocker, sparedBlockerImages } from '../src/jupyterhub/metadata-blocker.ts'
import { called, containers } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'privileged-metadata-blocker',
  about: 'pod',
  fields: ['privileged'],
  severity: { recommended: 'info', strict: 'error', dsri: 'error', welkin: 'error' },
  summary: "The chart's init container that blocks the cloud metadata server runs privileged, in every user pod.",
  why: `It does so to set a firewall rule, then ends, and is the chart's default: well known and mostly in order. But a namespace
that enforces Pod Security refuses every user pod because of it, and a network policy can do the same without.`,
  advice:
    'set singleuser.cloudMetadata.blockWithIptables: false and keep singleuser.networkPolicy.enabled: true, if the cluster enforces network policies',
  instead: `singleuser:
  cloudMetadata:
    blockWithIptables: false
  networkPolicy:
    enabled: true`,
  example: `singleuser:
  cloudMetadata:
    blockWithIptables: true`,
  except: `Containers that only carry its name: the position, the command, the mounts and the image must be the chart's, else the
rules for privileged containers speak. So they do of the real one in the pss profiles, as Pod Security knows no such exception.`,

  options: { blockerImages: sparedBlockerImages },

  *check(pod, { blockerImages }) {
    for (const container of containers(pod)) {
      const privileged = container.at('securityContext').at('privileged')
      if (privileged.value === true && isMetadataBlocker(container, blockerImages))
        yield { at: privileged, message: `${called(container)} runs privileged to block the cloud metadata server` }
    }
  },
})
