import { writeFileSync } from 'node:fs'
import { rules } from '../../rules/index.ts'
import { judge } from '../engine/judge.ts'
import { DEFAULT_POLICY, type Policy, type RuleSettings } from '../engine/policy.ts'
import type { Subject } from '../engine/subject.ts'
import { corePods } from '../jupyterhub/core-pods.ts'
import { userPods } from '../jupyterhub/user-pods/user-pods.ts'
import type { Finding, Severity } from '../model/finding.ts'
import { SEVERITIES } from '../model/finding.ts'
import type { Pod } from '../model/pod.ts'
import { type Level, PROFILES } from '../model/rule.ts'
import { View } from '../model/view.ts'
import { json } from '../report/json.ts'
import type { Report, Reporter } from '../report/report.ts'
import { text } from '../report/text.ts'
import { callOf } from './call.ts'
import { Exit } from './exit.ts'
import { type Found, type FoundHub, findHubs } from './hubs.ts'
import { nearest } from './nearest.ts'
import { paint } from './paint.ts'
import { findPolicy, type PolicyFile, readPolicy } from './policy-file.ts'
import type { LintFlags } from './program.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'
import { VERSION } from './version.ts'

const REPORTERS: Readonly<Record<string, Reporter>> = { text, json }

/** Judges the inputs, prints the report, and gives the exit status. */
export async function lint(files: readonly string[], flags: LintFlags, io: Streams): Promise<number> {
  const outputs = outputsOf(flags)
  const file = findPolicy(flags.policy)
  const written = file === null ? null : await readPolicy(file)
  const policy = policyOf(flags, written)
  const found = await findHubs(
    callOf(files, flags, { loneIsWhole: false, policyVersion: written?.chartVersion ?? null }),
  )
  const report = reportOf(found, policy, flags.allowUnjudged)
  for (const { reporter, file } of outputs) {
    const colours = file === null && (flags.color === 'always' || (flags.color === 'auto' && io.colours))
    const printed = reporter(report, paint(colours))
    if (file === null) io.out(printed)
    else writeFileSync(file, printed)
  }
  return statusOf(report, flags.failOn)
}

/** What a policy has to say about hubs that were found. */
function reportOf(found: Found, policy: Policy, allowUnjudged: boolean): Report {
  const { hubs, notJudged } = found
  const judged = new Set(hubs.flatMap(hub => hub.files)).size
  const excused = allowUnjudged && notJudged.every(({ kind }) => kind === 'not ours')
  const subjects: Subject[] = [
    ...found.sources.map(source => ({ kind: 'source', name: source.file, of: source }) as const),
    ...hubs.flatMap(hubSubjects),
    ...(excused ? [] : [{ kind: 'run', name: 'run', of: { judged, notJudged } } as const]),
  ]
  const findings = judge(rules, subjects, policy)
  return {
    tool: { name: 'jhub-lint', version: VERSION },
    findings,
    notJudged,
    inputs: [
      ...hubs.flatMap(({ files, chosen }) =>
        files.map(
          file =>
            ({ file, kind: 'values', chartVersion: chosen.chart.version, chartVersionFrom: chosen.from }) as const,
        ),
      ),
      ...notJudged.map(
        ({ location }) =>
          ({ file: location.file, kind: 'unrecognised', chartVersion: null, chartVersionFrom: null }) as const,
      ),
    ],
    summary: { ...count(findings), judged, notJudged: notJudged.length },
    notes: found.notes,
    rules,
    texts: found.texts,
  }
}

/** A hub, and every pod that comes of it. */
function hubSubjects({ hub }: FoundHub): Subject[] {
  const { completeness } = hub
  const pods = [...userPods(hub).pods, ...corePods(hub)]
  return [
    { kind: 'hub', name: 'hub', of: hub, completeness },
    ...pods.map(({ subject, pod }) => ({ kind: 'pod', name: subject, of: View.of<Pod>(pod), completeness }) as const),
  ]
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

/** Where each report goes; null is standard output. */
function outputsOf(flags: LintFlags): { reporter: Reporter; file: string | null }[] {
  return (flags.format ?? ['text']).map(written => {
    const colon = written.indexOf(':')
    const name = colon < 0 ? written : written.slice(0, colon)
    const reporter = REPORTERS[name]
    if (reporter === undefined)
      throw new UserError(`--format ${name}: it is one of ${Object.keys(REPORTERS).join(', ')}`)
    return { reporter, file: colon < 0 ? (flags.output ?? null) : written.slice(colon + 1) }
  })
}

/** The policy of the policy file, as far as the flags do not say otherwise. */
function policyOf(flags: LintFlags, file: PolicyFile | null): Policy {
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
