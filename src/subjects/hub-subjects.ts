import type { Circumstances, Subject } from '../engine/subject.ts'
import { corePods } from '../jupyterhub/core-pods.ts'
import { type UserPod, userPods } from '../jupyterhub/user-pods/user-pods.ts'
import type { Hub } from '../model/hub.ts'
import type { Pod } from '../model/pod.ts'
import { View } from '../model/view.ts'

/** A hub, and every pod that comes of it; where its values stand in rendered objects, the chart's own pods stand beside them. */
export function hubSubjects(hub: Hub, rendered: boolean, circumstances: Circumstances): Subject[] {
  const { completeness } = hub
  const cores = rendered ? [] : corePods(hub)
  return [
    { kind: 'hub', name: 'hub', of: hub, completeness, circumstances },
    ...userPods(hub).pods.map(pod => {
      const { subject: name, pod: made } = pod
      const whence = spawnedBy(hub, pod, circumstances)
      return { kind: 'pod', name, of: View.of<Pod>(made), completeness, circumstances: whence } as const
    }),
    ...cores.map(({ subject, pod }) => {
      return { kind: 'pod', name: subject, of: View.of<Pod>(pod), completeness, circumstances } as const
    }),
  ]
}

/** The hub asks for user pods, whoever brings its configuration. */
function spawnedBy(hub: Hub, { profile, profileName }: UserPod, { namespace }: Circumstances): Circumstances {
  const named = hub.values.get('hub').get('serviceAccount').get('name').text
  const serviceAccount = named === undefined || named === '' ? 'hub' : named
  return {
    ...(namespace === undefined ? {} : { namespace, user: `system:serviceaccount:${namespace}:${serviceAccount}` }),
    serviceAccount,
    ...(profile === null || profileName === null ? {} : { profile: [profile, profileName] }),
  }
}
