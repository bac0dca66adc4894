import type { Hub } from '../model/hub.ts'
import type { Pod } from '../model/pod.ts'
import type { Traced } from '../model/traced.ts'

/** A pod of the chart itself. */
export interface CorePod {
  /** `hub pod`, `proxy pod`, `image puller pod`. */
  readonly subject: string
  readonly pod: Traced<Pod>
}

/** The chart's own pods, as far as rules read them. */
export function corePods(_hub: Hub): CorePod[] {
  return []
}
