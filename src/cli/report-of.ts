import { type Finding, SEVERITIES, type Severity, type Suppressed } from '../model/finding.ts'
import type { Report } from '../report/report.ts'
import { Exit } from './exit.ts'

const SILENCED_BY = {
  exemption: 'the policy exempts',
  comment: 'comments silence',
  baseline: 'the baseline holds',
} as const

/** What people should know of findings that somebody silenced. */
export function silenced(suppressed: readonly Suppressed[]): string[] {
  return (['exemption', 'comment', 'baseline'] as const).flatMap(kind => {
    const count = suppressed.filter(({ by }) => by.kind === kind).length
    return count === 0 ? [] : [`${SILENCED_BY[kind]} ${count === 1 ? '1 finding' : `${count} findings`}`]
  })
}

/** The exit status of a run. */
export function statusOf(report: Report, failOn: string): number {
  const limit = SEVERITIES.indexOf(failOn as Severity)
  const unreadable = report.findings.some(({ rule }) => rule === 'unreadable-yaml' || rule === 'nothing-judged')
  return unreadable || report.findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= limit)
    ? Exit.findings
    : Exit.clean
}

/** How many findings there are of each severity. */
export function count(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const { severity } of findings) counts[severity] += 1
  return counts
}
