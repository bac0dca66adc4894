import { isMetadataBlocker, sparedBlockerImages } from '../src/jupyterhub/metadata-blocker.ts'
import { called, containers } from '../src/model/pod.ts'
import type { Option } from '../src/model/rule.ts'
import { defineRule } from '../src/model/rule.ts'
import type { View } from '../src/model/view.ts'

/** OpenShift gives each namespace a range of ids, the first from 1,000,000,000. */
const FIRST_OF_OPENSHIFT = 1_000_000_000
/** The largest id that Kubernetes takes. Source: kubernetes/apimachinery@v0.36.1:pkg/util/validation, IsValidUserID. */
const LARGEST = 2_147_483_647

/**
 * What OpenShift's restricted-v2 checks: `runAsUser` of pod and containers, and `fsGroup`. `runAsGroup` and `supplementalGroups` are
 * free there. Source: openshift/cluster-kube-apiserver-operator@master:bindata/bootkube/scc-manifests.
 */
export default defineRule({
  id: 'id-out-of-range',
  about: 'pod',
  fields: ['runAsUser', 'fsGroup'],
  severity: 'error',
  summary: 'A pod asks for a user or group with a number that the policy does not allow.',
  why: 'On OpenShift each namespace has numbers of its own, and a pod that asks for another one is refused.',
  advice: 'leave the number to the cluster: set it to null in the values, where the chart has a default for it',
  instead: `hub:
  containerSecurityContext: { runAsUser: null, runAsGroup: null }
  podSecurityContext: { fsGroup: null }
proxy:
  chp:
    containerSecurityContext: { runAsUser: null, runAsGroup: null }
prePuller:
  hook: { enabled: false }
  continuous: { enabled: false }
scheduling:
  userScheduler: { enabled: false }
  userPlaceholder: { enabled: false }
singleuser:
  uid: null
  fsGid: null
  cloudMetadata: { blockWithIptables: false }`,
  example: `singleuser:
  uid: 0
  fsGid: 0`,
  except:
    'Everything, until the options name a range, pods that leave the number to the cluster, and the init container that blocks the cloud metadata server, which has a rule of its own.',

  options: {
    blockerImages: sparedBlockerImages,
    from: number({ about: 'The smallest number.', default: 0, profiles: { dsri: FIRST_OF_OPENSHIFT } }, Math.max),
    to: number({ about: 'The largest number.', default: LARGEST }, Math.min),
  },

  *check(pod, { from, to, blockerImages }) {
    if (from === 0 && to === LARGEST) return
    const outside = ({ number: id }: View) => id !== undefined && (id < from || id > to)
    const own = pod.at('spec').at('securityContext')
    const range = to === LARGEST ? `${from} upwards` : `${from} to ${to}`
    for (const field of ['runAsUser', 'fsGroup'] as const) {
      const id = own.get(field)
      if (outside(id)) yield { at: id, message: `${field} of the pod is ${id.number}; allowed is ${range}` }
    }
    for (const container of containers(pod)) {
      if (isMetadataBlocker(container, blockerImages)) continue
      const id = container.at('securityContext').get('runAsUser')
      if (outside(id))
        yield { at: id, message: `runAsUser of ${called(container)} is ${id.number}; allowed is ${range}` }
    }
  },
})

function number(
  wanted: Pick<Option<number>, 'about' | 'default' | 'profiles'>,
  stricter: (a: number, b: number) => number,
): Option<number> {
  return { ...wanted, schema: { type: 'integer', minimum: 0, maximum: LARGEST }, stricter }
}
