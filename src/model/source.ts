import type { NotJudged } from './finding.ts'
import type { Origin } from './origin.ts'
import type { Problem } from './rule.ts'

/** Something in the text of a file that its reader refuses, overrides or loses. `raw` is the text concerned, if short. */
export interface TextProblem {
  /** What happened: `unreadable`, a `duplicate` key, a key that a merge (`<<`) has `merged` over, or text that is `lost`. */
  readonly kind: 'unreadable' | 'duplicate' | 'merged' | 'lost'
  /** Lower case, no full stop: `the key "cull" was there before, on line 3`. */
  readonly message: string
  readonly origin: Origin
}

/** A file as it was read. */
export interface Source {
  readonly file: string
  readonly problems: readonly TextProblem[]
}

/** What is wrong with a file's text, of one kind, as a rule reports it. */
export function* problemsOf(source: Source, kind: TextProblem['kind']): Generator<Problem> {
  for (const problem of source.problems)
    if (problem.kind === kind) yield { at: { raw: undefined, origin: () => problem.origin }, message: problem.message }
}

/** What became of all inputs of a run. */
export interface Run {
  /** How many inputs were judged. */
  readonly judged: number
  readonly notJudged: readonly NotJudged[]
}

/** What became of the policy's exemptions, and of comments that silence findings. */
export interface PolicyUse {
  /** Those that would have silenced a finding, had their day not come. */
  readonly lapsed: readonly Lapsed[]
  /** Comments that silence nothing, with a sentence each. */
  readonly useless: readonly { readonly message: string; readonly origin: Origin }[]
}

/** An exemption whose day has come. */
export interface Lapsed {
  readonly rules: readonly string[] | null
  readonly reason: string
  /** As `2027-06-30`. */
  readonly expires: string
  readonly origin: Origin
}
