import { resolve } from 'node:path'
import { type Known, knownOf, sinceBaseline } from '../engine/baseline.ts'
import { originOf, type Suppression, silence, suppressionsIn } from '../engine/suppressions.ts'
import type { Comment } from '../model/comment.ts'
import type { Finding, Suppressed } from '../model/finding.ts'
import type { PolicyUse } from '../model/source.ts'
import { openBaseline, writeBaseline } from './baseline-file.ts'
import type { LintFlags } from './program.ts'

/** What was found, and what of it somebody decided to live with. */
export interface Sorted {
  readonly findings: readonly Finding[]
  readonly suppressed: readonly Suppressed[]
}

/** What is known of the rules and files of a run. */
export interface RunFacts {
  readonly rules: readonly string[]
  /** The rules that are on. */
  readonly inForce: ReadonlySet<string>
  readonly judged: ReadonlySet<string>
  /** Absolute names of files that are also in releases that this run leaves out. */
  readonly elsewhere: ReadonlySet<string>
}

/** Takes out what comments silence; of comments that silence nothing, tells `useless`. */
export function withoutCommented(
  { findings, suppressed }: Sorted,
  comments: readonly Comment[],
  facts: RunFacts,
): Sorted & { readonly useless: PolicyUse['useless'] } {
  const suppressions = suppressionsIn(once(comments), facts.rules)
  if (suppressions.length === 0) return { findings, suppressed, useless: [] }
  const silenced = silence(findings, suppressions)
  return {
    findings: silenced.findings,
    suppressed: [...suppressed, ...silenced.suppressed],
    useless: silenced.unused.flatMap(one => uselessness(one, facts)),
  }
}

/** Takes out what a baseline knows, and writes one, as the flags say; with what people should know about it. */
export function withoutKnown(
  { findings, suppressed }: Sorted,
  flags: Pick<LintFlags, 'baseline' | 'writeBaseline'>,
  judged: ReadonlySet<string>,
): Sorted & { readonly notes: readonly string[] } {
  const { baseline, writeBaseline: target } = flags
  const before = baseline === undefined ? [] : openBaseline(baseline)
  const since = sinceBaseline(findings, suppressed, before, judged)
  const notes =
    since.mended.length === 0
      ? []
      : [`mended since the baseline: ${since.mended.map(({ rule, file }) => `${rule} in ${file}`).join(', ')}`]
  if (target === undefined) return { findings: since.fresh, suppressed: [...suppressed, ...since.suppressed], notes }
  // what this run did not look at stays known
  const kept = before.filter(({ file }) => file !== null && !judged.has(file))
  const known = [...kept, ...knownOf(findings)].sort(byFile)
  writeBaseline(target, known)
  const now = sinceBaseline(findings, suppressed, known, judged)
  const said = `${known.length} ${known.length === 1 ? 'finding' : 'findings'} written to ${target}; with --baseline ${target} only new ones count`
  return { findings: now.fresh, suppressed: [...suppressed, ...now.suppressed], notes: [...notes, said] }
}

/** In plain order of code units, the same on every machine. */
function byFile(a: Known, b: Known): number {
  const [left, right] = [a.file ?? '', b.file ?? '']
  return left < right ? -1 : left > right ? 1 : 0
}

/** A comment in a file that belongs to several hubs counts once. */
function once(comments: readonly Comment[]): Comment[] {
  const byPlace = new Map(
    comments.map(comment => [`${comment.span.file}\0${comment.span.line}\0${comment.span.column}`, comment]),
  )
  return [...byPlace.values()]
}

function uselessness(suppression: Suppression, facts: RunFacts): PolicyUse['useless'] {
  const { mistake, rules, comment } = suppression
  const origin = originOf(suppression)
  if (mistake !== null) return [{ message: `this comment silences nothing: ${mistake}`, origin }]
  const { file } = comment.span
  const isOpen = rules.some(rule => !facts.inForce.has(rule)) || facts.elsewhere.has(resolve(file))
  if (isOpen || !facts.judged.has(file)) return []
  return [
    {
      message: `this comment silences nothing: ${rules.join(', ')} ${rules.length === 1 ? 'finds' : 'find'} no fault here`,
      origin,
    },
  ]
}
