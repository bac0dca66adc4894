import { rules } from '../../rules/index.ts'
import { compareFindings, Judge, RULES_URL, rulesInForce } from '../engine/judge.ts'
import type { Subject } from '../engine/subject.ts'
import type { Finding, Suppressed } from '../model/finding.ts'
import type { Pod } from '../model/pod.ts'
import { View } from '../model/view.ts'
import type { Report } from '../report/report.ts'
import { hubSubjects } from '../subjects/hub-subjects.ts'
import { callOf } from './call.ts'
import { detachedFinding } from './detached.ts'
import { type Found, findHubs } from './hubs.ts'
import type { Watch } from './manifests.ts'
import { outputsOf, print } from './outputs.ts'
import { findPolicy, readPolicy } from './policy-file.ts'
import { policyOf } from './policy-flags.ts'
import type { LintFlags } from './program.ts'
import { count, silenced, statusOf } from './report-of.ts'
import type { Streams } from './streams.ts'
import { VERSION } from './version.ts'

/** Judges the inputs, prints the report, and gives the exit status. */
export async function lint(files: readonly string[], flags: LintFlags, io: Streams): Promise<number> {
  const outputs = outputsOf(flags, [...files, ...flags.values])
  const file = findPolicy(flags.policy)
  const written = file === null ? null : await readPolicy(file)
  const policy = policyOf(flags, written)
  const judge = new Judge(rulesInForce(rules, policy), written?.exemptions ?? [], { now: Date.now() })
  const inObjects: Silenceable = { findings: [], suppressed: [] }
  const found = await findHubs(
    callOf(files, flags, { loneIsWhole: false, policyVersion: written?.chartVersion ?? null }),
    judging(judge, inObjects),
  )
  const report = reportOf(found, judge, inObjects, flags.allowUnjudged)
  print(report, outputs, flags, io)
  return statusOf(report, flags.failOn)
}

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
function reportOf(found: Found, judge: Judge, inObjects: Silenceable, allowUnjudged: boolean): Report {
  const { hubs, notJudged, streams } = found
  const streamed = streams.filter(({ workloads }) => workloads > 0).map(({ file }) => file)
  const judged = new Set([...hubs.flatMap(hub => hub.files), ...streamed]).size
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
      ...hubs.flatMap(({ files, chosen, rendered }) =>
        files.map(
          file =>
            ({
              file,
              kind: rendered ? 'manifests' : 'values',
              chartVersion: chosen.chart.version,
              chartVersionFrom: chosen.from,
            }) as const,
        ),
      ),
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
