import type { Pod } from '../../../model/pod.ts'
import type { Traced } from '../../../model/traced.ts'
import { View } from '../../../model/view.ts'
import { invalidContainers } from './containers.ts'
import { wrongTypes } from './field-types.ts'
import { invalidNames } from './names.ts'
import type { Refusal } from './refusal.ts'
import { invalidResources } from './resources.ts'
import { invalidSecurity } from './security.ts'
import { invalidTolerations } from './tolerations.ts'
import { invalidVolumes } from './volumes.ts'

/** Of each pod: several choices make the very same pod. */
const known = new WeakMap<Traced, readonly Refusal[]>()

/**
 * What the API server refuses in a pod that KubeSpawner sends, as far as its fields are carried here: first what it cannot read,
 * then, in a pod that it can, what its validation finds.
 * Source: kubernetes/kubernetes@v1.36.1:pkg/apis/core/validation/validation.go (`ValidatePodCreate`).
 */
export function refusals(pod: Traced<Pod>): readonly Refusal[] {
  const before = known.get(pod)
  if (before !== undefined) return before
  const now = refusalsOf(View.of<Pod>(pod))
  known.set(pod, now)
  return now
}

function refusalsOf(pod: View<Pod>): readonly Refusal[] {
  const unread = [...wrongTypes(pod)]
  if (unread.length > 0) return unread
  const spec = pod.at('spec')
  return [
    ...invalidNames(pod),
    ...invalidVolumes(spec.at('volumes') as View),
    ...invalidContainers(pod),
    ...invalidSecurity(pod),
    ...invalidResources(pod),
    ...invalidTolerations(spec.at('tolerations') as View),
  ]
}
