import type { Hub, Unknown } from '../../model/hub.ts'
import type { Pod } from '../../model/pod.ts'
import type { Traced } from '../../model/traced.ts'

/** A pod that KubeSpawner will make for a user. */
export interface UserPod {
  /** `user pod`, `user pod (profile "GPU")`, `user pod (profile "GPU", image "R")`. */
  readonly subject: string
  /** KubeSpawner's slug; null for a hub without profiles. */
  readonly profile: string | null
  /** The chosen choice of each option; empty for what the form preselects. */
  readonly options: Readonly<Record<string, string>>
  /** Whether a user who chooses nothing gets it. */
  readonly default: boolean
  readonly pod: Traced<Pod>
}

export interface UserPods {
  readonly pods: readonly UserPod[]
  /** What cannot be known about them: hooks, callables, a spawner of one's own. */
  readonly unknown: readonly Unknown[]
}

/** The pods that users of a hub get, with templates expanded for `user` and the default server. */
export function userPods(_hub: Hub, _user = 'alice'): UserPods {
  return { pods: [], unknown: [] }
}
