import { rules } from '../../rules/index.ts'
import { compareFindings } from '../engine/fault.ts'
import { Judge, RULES_URL, rulesInForce } from '../engine/judge.ts'
import type { Subject } from '../engine/subject.ts'
import { SUPPRESSION_MARK } from '../engine/suppressions.ts'
import type { WrittenPolicy } from '../engine/written-policy.ts'
import { pythonCommentsWith } from '../jupyterhub/python/comments.ts'
import type { Comment } from '../model/comment.ts'
import type { Finding, Suppressed } from '../model/finding.ts'
import type { Pod } from '../model/pod.ts'
import { View } from '../model/view.ts'
import { commentsWith } from '../read/yaml/comments.ts'
import type { Report, ReportedInput } from '../report/report.ts'
import { hubSubjects } from '../subjects/hub-subjects.ts'
import { type Call, callOf } from './call.ts'
import { detachedFinding } from './detached.ts'
import { type Made, makeFixes, withOwnFixes } from './fixes.ts'
import { type Found, findHubs } from './hubs.ts'
import type { FoundHub } from './layered-hubs.ts'
import type { Watch } from './manifests.ts'
import { outputsOf, print } from './outputs.ts'
import { policyFor } from './policy-file.ts'
import { policyOf } from './policy-flags.ts'
import type { LintFlags } from './program.ts'
import { Progress } from './progress.ts'
import { count, silenced, statusOf } from './report-of.ts'
import { withoutCommented, withoutKnown } from './silenced.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'
import { VERSION } from './version.ts'

/** Judges the inputs, prints the report, and gives the exit status. */
export async function lint(files: readonly string[], flags: LintFlags, io: Streams): Promise<number> {
  if (flags.fix && [...files, ...flags.values].includes('-'))
    throw new UserError('--fix edits files, and standard input is none')
  const outputs = outputsOf(flags, [...files, ...flags.values])
  const written = await policyFor(flags)
  const call = await callOf(files, flags, { loneIsWhole: false, policy: written })
  if (flags.fix) await fix(call, written, flags, io)
  const report = await judged(call, written, flags, io)
  print(report, outputs, flags, io)
  return statusOf(report, flags.failOn)
}

/** More than what can lie behind each other. */
const ROUNDS = 5

/** Edits the files, and says what was done. */
async function fix(call: Call, written: WrittenPolicy | null, flags: LintFlags, io: Streams): Promise<void> {
  // what a baseline is written for is what is left
  const { writeBaseline: _, ...before } = flags
  const made: Made[] = []
  // what one fix uncovers, the next round mends
  for (let round = 0; round < ROUNDS; round += 1) {
    const now = makeFixes((await judged(call, written, before, io)).findings, call.helm)
    if (now.length === 0) break
    made.push(...now)
  }
  if (flags.quiet) return
  for (const { location, description } of made)
    io.err(`${location.file}:${location.line}:${location.column}: fixed: ${description}\n`)
  if (made.length === 0) io.err('--fix: there is nothing of which it is certain what to write instead\n')
}

/** What the policy, comments and a baseline leave of what the rules find. */
async function judged(
  call: Call,
  written: WrittenPolicy | null,
  flags: Omit<LintFlags, 'fix'>,
  io: Streams,
): Promise<Report> {
  const policy = policyOf(flags, written)
  const inForce = rulesInForce(rules, policy)
  const judge = new Judge(inForce, written?.exemptions ?? [], { now: Date.now() })
  const inObjects: Silenceable = { findings: [], suppressed: [] }
  const hubs: Judged[] = []
  const comments: Comment[] = []
  const take = ({ hub, files, chosen, kind, release, namespace }: FoundHub) => {
    const circumstances = namespace === null ? {} : { namespace }
    const subjects = hubSubjects(hub, kind === 'manifests', circumstances)
    judge.gather(release === undefined ? subjects : subjects.map(subject => ({ ...subject, release })))
    if (flags.suppressions && kind !== 'manifests') comments.push(...pythonCommentsWith(SUPPRESSION_MARK, hub))
    hubs.push({ files, chosen, kind })
  }
  const shown = new Progress(io, flags.quiet)
  const found = await findHubs(call, {
    watch: judging(judge, inObjects),
    take,
    progress: (what, done, all) => shown.show(what, done, all),
  }).finally(() => shown.end())
  if (flags.suppressions) comments.push(...commentsOf(found))
  const { elsewhere, releases } = call
  return reportOf(found, hubs, judge, inObjects, flags, { comments, elsewhere, releases, inForce: inForce.ids })
}

/** What counts beside what was found. */
interface Aside extends Pick<Call, 'elsewhere' | 'releases'> {
  readonly comments: readonly Comment[]
  /** The rules that are on. */
  readonly inForce: ReadonlySet<string>
}

/** What is kept of a hub once it is judged. */
type Judged = Pick<FoundHub, 'files' | 'chosen' | 'kind'>

/** What was found, and what of it somebody silenced. */
interface Silenceable {
  readonly findings: Finding[]
  readonly suppressed: Suppressed[]
}

/** Judges workloads while their stream is being read: only the findings are kept. */
function judging(judge: Judge, kept: Silenceable): Watch {
  return workloads => {
    const { findings, suppressed } = judge.verdict(
      workloads.map(({ name, namespace, pod }) => {
        const circumstances = namespace === null ? {} : { namespace }
        return { kind: 'pod', name, of: View.of<Pod>(pod), circumstances } as const
      }),
    )
    kept.findings.push(...findings.map(detachedFinding))
    kept.suppressed.push(...suppressed.map(finding => ({ ...detachedFinding(finding), by: finding.by })))
    return findings.flatMap(({ location }) => location?.line ?? [])
  }
}

/** What a policy has to say about everything that was found. */
function reportOf(
  found: Found,
  hubs: readonly Judged[],
  judge: Judge,
  inObjects: Silenceable,
  flags: Omit<LintFlags, 'fix'>,
  { comments, elsewhere, releases, inForce }: Aside,
): Report {
  const { notJudged, streams } = found
  const streamed = streams.filter(({ workloads }) => workloads > 0).map(({ file }) => file)
  const judgedFiles = new Set(hubs.flatMap(hub => hub.files).concat(streamed))
  const judged = judgedFiles.size
  const excused = flags.allowUnjudged && notJudged.every(({ kind }) => kind === 'not ours')
  const subjects: Subject[] = [
    ...found.sources.map(source => ({ kind: 'source', name: source.file, of: source }) as const),
    ...(excused ? [] : [{ kind: 'run', name: 'run', of: { judged, notJudged } } as const]),
  ]
  const verdict = judge.verdict(subjects)
  const all = {
    findings: [...inObjects.findings, ...verdict.findings],
    suppressed: [...inObjects.suppressed, ...verdict.suppressed],
  }
  const facts = { rules: rules.map(({ id }) => id), inForce, judged: judgedFiles, elsewhere }
  const uncommented = withoutCommented(all, comments, facts)
  const { useless } = uncommented
  const ofPolicy = judge.verdict([{ kind: 'policy', name: 'policy', of: { lapsed: judge.lapsedExemptions, useless } }])
  const sorted = withoutKnown(
    {
      findings: [...uncommented.findings, ...ofPolicy.findings].sort(compareFindings),
      suppressed: [...uncommented.suppressed, ...ofPolicy.suppressed],
    },
    flags,
    judgedFiles,
  )
  const fixFacts = { elsewhere, releases, editable: found.editable }
  const findings = withOwnFixes(sorted.findings, fixFacts)
  const suppressed = withOwnFixes(sorted.suppressed, fixFacts).sort(compareFindings)
  return {
    tool: { name: 'jhub-lint', version: VERSION },
    findings,
    suppressed,
    notJudged,
    inputs: [
      ...hubInputs(hubs),
      ...streamed
        .filter(file => !hubs.some(hub => hub.files.includes(file)))
        .map(file => ({ file, kind: 'manifests', chartVersion: null, chartVersionFrom: null }) as const),
      ...notJudged.map(
        ({ location }) =>
          ({ file: location.file, kind: 'unrecognised', chartVersion: null, chartVersionFrom: null }) as const,
      ),
    ],
    summary: { ...count(findings), judged, notJudged: notJudged.length },
    notes: [...found.notes, ...sorted.notes, ...silenced(suppressed)],
    rules,
    rulesUrl: RULES_URL,
    root: process.cwd(),
    texts: found.texts,
    lines: new Map(streams.map(({ file, lines }) => [file, lines])),
  }
}

/** The files of hubs, each once for each chart version that it is judged with. */
function hubInputs(hubs: readonly Judged[]): ReportedInput[] {
  const inputs = new Map<string, ReportedInput>()
  for (const hub of hubs)
    for (const [i, file] of hub.files.entries()) {
      const { chart, from } = hub.chosen
      // behind the object that asks for a hub come the values files that it names
      const kind = i > 0 ? 'values' : hub.kind
      inputs.set([file, kind, chart.version, from].join('\0'), {
        file,
        kind,
        chartVersion: chart.version,
        chartVersionFrom: from,
      })
    }
  return [...inputs.values()]
}

/** The comments about findings in YAML. */
function commentsOf({ texts, streams }: Found): Comment[] {
  return [
    ...[...texts].flatMap(([file, text]) => commentsWith(SUPPRESSION_MARK, text, file)),
    ...streams.flatMap(({ suppressions }) => suppressions),
  ]
}
