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
    readonly circumstances?: Circumstances
    /** The release of the policy that it belongs to. */
    readonly release?: string
  }
}[Kind]

/** What is known of a subject's surroundings: where it will be, and who asks for it. */
export interface Circumstances {
  readonly namespace?: string
  /** The name of the service account that asks for it. */
  readonly serviceAccount?: string
  /** The user of Kubernetes who asks for it. */
  readonly user?: string
  /** Of a user pod: its profile's slug and display name. */
  readonly profile?: readonly string[]
}
