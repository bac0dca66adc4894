import type { Severity } from '../model/finding.ts'
import { lastLine, placeOf, sentence } from './place.ts'
import type { Reporter } from './report.ts'

/** gitlabhq/gitlabhq@4315ed0:lib/gitlab/ci/reports/codequality_reports.rb knows blocker, critical, major, minor, info. */
const SEVERITY: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', info: 'info' }

/**
 * GitLab's Code Quality report: a list, empty when there is nothing to say. Each entry needs a path and a line, and of two with
 * the same fingerprint GitLab keeps one (the same file as above, `add_degradation`).
 */
export const gitlab: Reporter = report => {
  const issues = report.findings.map(finding => {
    const place = placeOf(finding, report)
    return {
      type: 'issue',
      check_name: finding.rule,
      description: sentence(finding),
      categories: ['Security'],
      severity: SEVERITY[finding.severity],
      fingerprint: finding.fingerprint,
      location: { path: place.file, lines: { begin: place.line, end: lastLine(place) } },
    }
  })
  return `${JSON.stringify(issues, null, 2)}\n`
}
