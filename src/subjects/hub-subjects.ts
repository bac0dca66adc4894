import type { Subject } from '../engine/subject.ts'
import { corePods } from '../jupyterhub/core-pods.ts'
import { userPods } from '../jupyterhub/user-pods/user-pods.ts'
import type { Hub } from '../model/hub.ts'
import type { Pod } from '../model/pod.ts'
import { View } from '../model/view.ts'

/** A hub, and every pod that comes of it; where its values stand in rendered objects, the chart's own pods stand beside them. */
export function hubSubjects(hub: Hub, rendered: boolean): Subject[] {
  const { completeness } = hub
  const pods = rendered ? userPods(hub).pods : [...userPods(hub).pods, ...corePods(hub)]
  return [
    { kind: 'hub', name: 'hub', of: hub, completeness },
    ...pods.map(({ subject, pod }) => ({ kind: 'pod', name: subject, of: View.of<Pod>(pod), completeness }) as const),
  ]
}
