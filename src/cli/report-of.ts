import { type Finding, SEVERITIES, type Severity } from '../model/finding.ts'
import type { Report } from '../report/report.ts'
import { Exit } from './exit.ts'

/** What people should know of findings that the policy silences. */
export function silenced(count: number): string[] {
  return count === 0 ? [] : [`the policy exempts ${count === 1 ? '1 finding' : `${count} findings`}`]
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
