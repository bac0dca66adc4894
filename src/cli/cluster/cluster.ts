import { rules } from '../../../rules/index.ts'
import { type Enforcement, enforcementsOf } from '../../engine/enforcement.ts'
import { Judge, RULES_URL, rulesInForce } from '../../engine/judge.ts'
import { DEFAULT_ADMISSION, type Policy } from '../../engine/policy.ts'
import type { WrittenPolicy } from '../../engine/written-policy.ts'
import type { ChosenChart } from '../../jupyterhub/charts/chosen.ts'
import { loadPython } from '../../jupyterhub/python/syntax/grammar.ts'
import { type Finding, SEVERITIES, type Severity } from '../../model/finding.ts'
import type { Report } from '../../report/report.ts'
import { plural } from '../../report/words.ts'
import type { Tools } from '../../subjects/carried-values.ts'
import { assumedChart, chooseChart, loadChart } from '../charts.ts'
import { Exit } from '../exit.ts'
import { gunzip } from '../gunzip.ts'
import { outputsOf, print } from '../outputs.ts'
import { policyFor } from '../policy-file.ts'
import { policyOf } from '../policy-flags.ts'
import type { ClusterFlags } from '../program.ts'
import { Progress } from '../progress.ts'
import { count, silenced, statusOf } from '../report-of.ts'
import type { Streams } from '../streams.ts'
import { UserError } from '../user-error.ts'
import { VERSION } from '../version.ts'
import { connect } from './api.ts'
import { type Bar, Judging } from './judging.ts'
import { Survey } from './survey.ts'

/** Judges what already runs in a cluster, prints the report, and gives the exit status. */
export async function cluster(flags: ClusterFlags, io: Streams): Promise<number> {
  if (flags.allNamespaces && flags.namespace.length > 0) throw new UserError('give -A or -n, not both')
  const outputs = outputsOf(flags, [])
  const written = await policyFor(flags)
  const policy = policyOf(flags, written)
  const api = await connect(flags.context)
  // a hub's Python may come with any Secret
  await loadPython()
  const progress = new Progress(io, flags.quiet)
  const bar = flags.forAdmission ? admissionBar(policy, written) : usualBar(policy, written)
  const judging = new Judging(bar, toolsFor(written), Date.now(), (what, seen) =>
    progress.show(`reading the cluster: ${what}`, seen),
  )
  const survey = new Survey(api, judging)
  const namespaces = flags.allNamespaces ? [null] : flags.namespace.length > 0 ? flags.namespace : [api.namespace]
  for (const namespace of new Set(namespaces)) await survey.visit(namespace)
  progress.end()
  const report = reportOf(judging, survey, policy, flags)
  print(report, outputs, flags, io)
  return flags.forAdmission && report.findings.length > 0 && flags.failOn !== 'never'
    ? Exit.findings
    : statusOf(report, flags.failOn)
}

/** Everything that the rules find, whatever the namespace. */
function usualBar(policy: Policy, written: WrittenPolicy | null): Bar {
  const { exemptions = [] } = written ?? {}
  const everywhere: Enforcement = {
    ...{ rules: rulesInForce(rules, policy), exemptions },
    ...{ denyAt: 'info', warnAt: 'info', least: 'info' },
  }
  return { in: () => everywhere, counts: () => 'info' }
}

/** What the webhook would refuse, by the namespace. */
function admissionBar({ profiles, rules: settings }: Policy, written: WrittenPolicy | null): Bar {
  const { exemptions = [], admission = DEFAULT_ADMISSION } = written ?? {}
  const enforcements = enforcementsOf(rules, { profiles, rules: settings, exemptions, admission })
  return { in: enforcements, counts: ({ denyAt }) => denyAt }
}

/** What objects state of themselves is a fact; a label is less than what the policy says. */
function toolsFor(written: WrittenPolicy | null): Tools {
  const choose = (stated: string | null, label: string | null): ChosenChart => {
    if (stated !== null) return chooseChart(stated, 'object')
    if (written?.chartVersion !== undefined) return chooseChart(written.chartVersion, 'policy')
    return label === null ? assumedChart() : chooseChart(label, 'label')
  }
  return { choose, chart: loadChart, gunzip }
}

function reportOf(judging: Judging, survey: Survey, policy: Policy, flags: ClusterFlags): Report {
  const { hubs, judged: byNamespace, uncounted } = judging
  const { notJudged } = survey
  const found = judging.result()
  const judged = [...byNamespace.values()].reduce((sum, count) => sum + count, 0)
  const ofRun = new Judge(rulesInForce(rules, policy), [], { now: 0 }).verdict(
    flags.allowUnjudged && notJudged.length === 0 ? [] : [{ kind: 'run', name: 'run', of: { judged, notJudged } }],
  ).findings
  const findings = [...found.findings, ...ofRun.map(finding => ({ ...finding, location: null }))]
  const namespaces = [...byNamespace.keys()].sort()
  return {
    tool: { name: 'jhub-lint', version: VERSION },
    findings,
    suppressed: found.suppressed,
    notJudged,
    inputs: [
      ...hubs.map(({ name, kind, chosen: { chart, from } }) => ({
        ...{ file: name, kind, chartVersion: chart.version, chartVersionFrom: from },
      })),
      ...namespaces.map(name => ({
        ...{ file: `namespace ${name}`, kind: 'manifests' as const, chartVersion: null, chartVersionFrom: null },
      })),
    ],
    summary: { ...count(findings), judged, notJudged: notJudged.length },
    notes: [
      ...namespaces.map(name => `${name}: ${tally(findings, name)} in ${plural(byNamespace.get(name) ?? 0, 'object')}`),
      ...new Set(hubs.flatMap(({ chosen }) => chosen.note ?? [])),
      ...(flags.forAdmission && uncounted > 0
        ? [`admission would refuse nothing for ${plural(uncounted, 'more finding')}, only warn`]
        : []),
      ...silenced(found.suppressed),
    ],
    rules,
    rulesUrl: RULES_URL,
    root: process.cwd(),
    texts: new Map(),
    unit: 'object',
  }
}

/** What was found in a namespace, in words. */
function tally(findings: readonly Finding[], namespace: string): string {
  const counts = count(findings.filter(({ objects }) => objects?.[0]?.namespace === namespace))
  const words = SEVERITIES.filter(severity => counts[severity] > 0).map(severity =>
    plural(counts[severity], NOUNS[severity]),
  )
  return words.length === 0 ? 'nothing to complain about' : words.join(', ')
}

const NOUNS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' }
