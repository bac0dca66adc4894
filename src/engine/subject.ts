import type { Completeness } from '../model/hub.ts'
import type { Kind, Subjects } from '../model/rule.ts'

/** One thing that can be judged, with a name a person knows. */
export type Subject = {
  [K in Kind]: {
    readonly kind: K
    /** `hub`, `user pod (profile "GPU")`, `Deployment jhub/hub`, a file's name. */
    readonly name: string
    readonly of: Subjects[K]
    /** Of what comes from values: whether other files may add to it. Default: `whole`. */
    readonly completeness?: Completeness
  }
}[Kind]
