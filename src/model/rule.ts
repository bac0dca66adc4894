import type { Fix, Severity } from './finding.ts'
import type { Hub } from './hub.ts'
import type { Pod } from './pod.ts'
import type { PolicyUse, Run, Source } from './source.ts'
import type { Part } from './span.ts'
import type { View } from './view.ts'

/** The sets of severities and limits that people choose from. */
export const PROFILES = [
  'recommended',
  'strict',
  'nrp',
  'guide',
  'dsri',
  'welkin',
  'pss-baseline',
  'pss-restricted',
] as const
export type Profile = (typeof PROFILES)[number]

/** What a rule can be about, and what its check is then given. */
export interface Subjects {
  /** The effective configuration of a hub. */
  hub: Hub
  /** A pod that exists, or that KubeSpawner or the chart will make. */
  pod: View<Pod>
  /** A file as it was read. */
  source: Source
  /** The run as a whole. */
  run: Run
  /** The policy, after everything else was judged. */
  policy: PolicyUse
}
export type Kind = keyof Subjects

export type Level = Severity | 'off'

/** One level for all problems of a rule, or one for each of the rule's cases. */
export type Levels = Level | { readonly [situation: string]: Level }

/** What is wrong at one place. */
export interface Problem {
  /** The value that is wrong; an empty view for what is missing. */
  readonly at: Pick<View, 'origin' | 'raw'>
  /** The stretch of its text that is wrong, where it is not the whole. */
  readonly part?: Part
  /** Lower case, no full stop, quoting what the user wrote. */
  readonly message: string
  /** Which of the rule's cases this is, where severities differ by case. */
  readonly situation?: string
  /** What to write instead, only where that is certain. */
  readonly fix?: Fix | undefined
}

/** A limit or list that users may change. `T` is what the check gets. */
export interface Option<T = unknown> {
  readonly about: string
  /** JSON schema of what a user may write. */
  readonly schema: object
  readonly default: T
  /** Other defaults, in stricter profiles. */
  readonly profiles?: { readonly [P in Profile]?: T }
  /** From what a user wrote (which the schema has accepted) to what the check gets. Default: as it is. */
  read?(written: never): T
  /** The stricter of two values, where several profiles name one. */
  stricter(a: T, b: T): T
}
export type Options = { readonly [name: string]: Option }
export type Chosen<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never }

export interface Rule<K extends Kind, O extends Options = Options> {
  /** The fault, as in "allow root-user". Never renamed: people write it in policies. */
  readonly id: string
  readonly about: K
  /**
   * Of a rule about pods: the fields without any of which, wherever they may stand in a pod, it has nothing to say; it is then not
   * asked. Most pods have few of them, and streams have many pods. One that ends in a slash stands for the annotations below it.
   */
  readonly fields?: readonly string[]
  /** By profile; a profile that is not named leaves the rule off. A single level holds in every profile. */
  readonly severity: Level | { readonly [P in Profile]?: Levels }
  /** One sentence: what it finds. */
  readonly summary: string
  /** Why it matters. */
  readonly why: string
  /** One line: what to do or write. It stands below the finding. */
  readonly advice: string
  /** Values to write instead; pasting them satisfies the rule. */
  readonly instead: string
  /** Values that the rule complains about, for its page. */
  readonly example: string
  /** What it leaves alone, in words. */
  readonly except?: string
  readonly options?: O
  check(subject: Subjects[K], options: Chosen<O>): Iterable<Problem>
  /** Of a rule about something else: what only the hub's values show of the same fault. */
  checkHub?(hub: Hub, options: Chosen<O>): Iterable<Problem>
}

/** A rule as the engine sees it. */
export type AnyRule = { [K in Kind]: Rule<K> }[Kind]

/** Checks the types of a rule; the rule is the object as written. */
export function defineRule<K extends Kind, const O extends Options = Record<never, never>>(
  rule: Rule<K, O>,
): Rule<K, O> {
  return rule
}
