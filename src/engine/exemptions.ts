import type { Origin } from '../model/origin.ts'
import type { Path } from '../model/path.ts'
import { child } from '../model/traced.ts'
import { View } from '../model/view.ts'
import type { Glob } from './globs.ts'
import type { Subject } from './subject.ts'

/** What an exemption may be narrowed to. Its patterns must all fit; of several for one thing, one must. */
export const MATCHABLE = {
  namespace: 'the namespace',
  serviceAccount: 'the name of the service account that asks for the object; of user pods, the hub asks',
  user: 'the user of Kubernetes who asks for the object, a service account as system:serviceaccount:NAMESPACE:NAME',
  profile: "a user pod's profile, by slug or display name",
  container: "a container's name",
  image: "a container's image, as written or with its registry in full",
  path: 'the path of the finding, as it is printed: singleuser.storage.**, spec.containers[*].image',
} as const
export type Matchable = keyof typeof MATCHABLE

/** Findings that somebody decided to live with. It stands in the policy, outside what is judged: nobody exempts himself. */
export interface Exemption {
  /** Null for all rules. */
  readonly rules: readonly string[] | null
  readonly match: { readonly [K in Matchable]?: Glob }
  readonly reason: string
  /** The day from which on it counts no more, as `2027-06-30`, by UTC; null if it never lapses. */
  readonly expires: string | null
  /** Where it stands in the policy. */
  readonly origin: Origin
}

/** A problem as exemptions see it. */
export interface Occurrence {
  readonly rule: string
  readonly subject: Subject
  readonly at: unknown
  readonly origin: Origin
}

/** Whether an exemption is about a problem, lapsed or not. */
export function concerns({ rules, match }: Exemption, { rule, subject, at, origin }: Occurrence): boolean {
  if (rules?.includes(rule) === false) return false
  const { namespace, serviceAccount, user, profile } = subject.circumstances ?? {}
  return (
    fits(match.namespace, namespace) &&
    fits(match.serviceAccount, serviceAccount) &&
    fits(match.user, user) &&
    (profile === undefined ? fits(match.profile, profile) : profile.some(name => fits(match.profile, name))) &&
    (match.path === undefined || match.path.fitsPath(origin.path)) &&
    ((match.container === undefined && match.image === undefined) || fitsContainer(match, containerOf(subject, at)))
  )
}

/** Whether its day has come; `now` in milliseconds since 1970. */
export function hasLapsed({ expires }: Exemption, now: number): boolean {
  return expires !== null && now >= Date.parse(`${expires}T00:00:00Z`)
}

/** What is not known fits only what anything would fit. */
function fits(glob: Glob | undefined, text: string | undefined): boolean {
  return glob === undefined || (text === undefined ? glob.fitsAll : glob.fits(text))
}

function fitsContainer({ container, image }: Exemption['match'], found: unknown): boolean {
  const [name, written] = [child(found, 'name'), child(found, 'image')]
  if (!fits(container, typeof name === 'string' ? name : undefined)) return false
  return image === undefined || (typeof written === 'string' ? image.fitsImage(written) : image.fitsAll)
}

const LISTS: ReadonlySet<unknown> = new Set(['initContainers', 'containers', 'ephemeralContainers'])

/** The container of a pod that a problem is in; undefined where it is in none. */
function containerOf(subject: Subject, at: unknown): unknown {
  if (subject.kind !== 'pod' || !(at instanceof View)) return undefined
  const path: Path = at.path
  const depth = path.findIndex((step, i) => path[i - 1] === 'spec' && LISTS.has(step))
  return depth < 0 ? undefined : path.slice(0, depth + 2).reduce<unknown>(child, subject.of.raw)
}
