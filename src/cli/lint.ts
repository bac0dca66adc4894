import { rules } from '../../rules/index.ts'
import { compareFindings, Judge, RULES_URL, rulesInForce } from '../engine/judge.ts'
import { nearest } from '../engine/nearest.ts'
import { DEFAULT_POLICY, type Policy, type RuleSettings } from '../engine/policy.ts'
import type { Subject } from '../engine/subject.ts'
import type { WrittenPolicy } from '../engine/written-policy.ts'
import type { Finding, Severity, Suppressed } from '../model/finding.ts'
import { SEVERITIES } from '../model/finding.ts'
import type { Pod } from '../model/pod.ts'
import { type Level, PROFILES } from '../model/rule.ts'
import { View } from '../model/view.ts'
import type { Report, ReportedInput } from '../report/report.ts'
import { hubSubjects } from '../subjects/hub-subjects.ts'
import { callOf } from './call.ts'
import { detachedFinding } from './detached.ts'
import { Exit } from './exit.ts'
import { type Found, type FoundHub, findHubs } from './hubs.ts'
import type { Watch } from './manifests.ts'
import { outputsOf, print } from './outputs.ts'
import { policyFor } from './policy-file.ts'
import type { LintFlags } from './program.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'
import { VERSION } from './version.ts'

/** Judges the inputs, prints the report, and gives the exit status. */
export async function lint(files: readonly string[], flags: LintFlags, io: Streams): Promise<number> {
  const outputs = outputsOf(flags, [...files, ...flags.values])
  const written = await policyFor(flags)
  const policy = policyOf(flags, written)
  const judge = new Judge(rulesInForce(rules, policy), written?.exemptions ?? [], { now: Date.now() })
  const inObjects: Silenceable = { findings: [], suppressed: [] }
  const released: Judged[] = []
  const take = ({ hub, files, chosen, rendered, release, namespace }: FoundHub) => {
    const circumstances = namespace === null ? {} : { namespace }
    judge.gather(
      hubSubjects(hub, false, circumstances).map(subject => ({
        ...subject,
        ...(release === undefined ? {} : { release }),
      })),
    )
    released.push({ files, chosen, rendered })
  }
  const found = await findHubs(
    await callOf(files, flags, { loneIsWhole: false, policy: written }),
    judging(judge, inObjects),
    take,
  )
  const report = reportOf(found, released, judge, inObjects, flags.allowUnjudged)
  print(report, outputs, flags, io)
  return statusOf(report, flags.failOn)
}

/** What is kept of a release's hub once it is judged. */
type Judged = Pick<FoundHub, 'files' | 'chosen' | 'rendered'>

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
  released: readonly Judged[],
  judge: Judge,
  inObjects: Silenceable,
  allowUnjudged: boolean,
): Report {
  const { hubs, notJudged, streams } = found
  const streamed = streams.filter(({ workloads }) => workloads > 0).map(({ file }) => file)
  const judged = new Set([...hubs, ...released].flatMap(hub => hub.files).concat(streamed)).size
  const excused = allowUnjudged && notJudged.every(({ kind }) => kind === 'not ours')
  const subjects: Subject[] = [
    ...found.sources.map(source => ({ kind: 'source', name: source.file, of: source }) as const),
    ...hubs.flatMap(({ hub, rendered, namespace }) =>
      hubSubjects(hub, rendered, namespace === null ? {} : { namespace }),
    ),
    ...(excused ? [] : [{ kind: 'run', name: 'run', of: { judged, notJudged } } as const]),
  ]
  const verdict = judge.verdict(subjects)
  const ofPolicy = judge.verdict([{ kind: 'policy', name: 'policy', of: judge.policyUse }])
  const findings = [...inObjects.findings, ...verdict.findings, ...ofPolicy.findings].sort(compareFindings)
  const suppressed = [...inObjects.suppressed, ...verdict.suppressed, ...ofPolicy.suppressed].sort(compareFindings)
  return {
    tool: { name: 'jhub-lint', version: VERSION },
    findings,
    suppressed,
    notJudged,
    inputs: [
      ...hubInputs([...hubs, ...released]),
      ...streamed
        .filter(file => !hubs.some(hub => hub.files.includes(file)))
        .map(file => ({ file, kind: 'manifests', chartVersion: null, chartVersionFrom: null }) as const),
      ...notJudged.map(
        ({ location }) =>
          ({ file: location.file, kind: 'unrecognised', chartVersion: null, chartVersionFrom: null }) as const,
      ),
    ],
    summary: { ...count(findings), judged, notJudged: notJudged.length },
    notes: [...found.notes, ...silenced(suppressed.length)],
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
  for (const { files, chosen, rendered } of hubs)
    for (const file of files) {
      const { chart, from } = chosen
      const kind = rendered ? 'manifests' : 'values'
      inputs.set([file, kind, chart.version, from].join('\0'), {
        file,
        kind,
        chartVersion: chart.version,
        chartVersionFrom: from,
      })
    }
  return [...inputs.values()]
}

function silenced(count: number): string[] {
  return count === 0 ? [] : [`the policy exempts ${count === 1 ? '1 finding' : `${count} findings`}`]
}

function statusOf(report: Report, failOn: string): number {
  const limit = SEVERITIES.indexOf(failOn as Severity)
  const unreadable = report.findings.some(({ rule }) => rule === 'unreadable-yaml' || rule === 'nothing-judged')
  return unreadable || report.findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= limit)
    ? Exit.findings
    : Exit.clean
}

function count(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const { severity } of findings) counts[severity] += 1
  return counts
}

/** The policy of the policy file, as far as the flags do not say otherwise. */
function policyOf(flags: LintFlags, file: WrittenPolicy | null): Policy {
  const settings: Record<string, RuleSettings> = { ...file?.rules }
  for (const written of flags.rule) {
    const [id = '', level = ''] = written.split('=')
    const known = rules.map(rule => rule.id)
    if (!known.includes(id)) throw new UserError(`--rule ${written}: there is no rule "${id}"${nearest(id, known)}`)
    if (!isLevel(level)) throw new UserError(`--rule ${written}: write ${id}=off, info, warning or error`)
    settings[id] = { ...settings[id], severity: level }
  }
  const named = flags.profile.length > 0 ? flags.profile : (file?.profiles ?? DEFAULT_POLICY.profiles)
  return { profiles: PROFILES.filter(name => named.includes(name)), rules: settings }
}

function isLevel(written: string): written is Level {
  return written === 'off' || (SEVERITIES as readonly string[]).includes(written)
}
