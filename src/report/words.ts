import { SEVERITIES, type Severity } from '../model/finding.ts'
import type { Report } from './report.ts'

/** `1 file`, `2 files`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** What was found and judged, in a line: `4 errors, 1 note (1 file judged)`. */
export function totals(report: Report, mark: (severity: Severity, text: string) => string): string {
  const { summary } = report
  const counts = SEVERITIES.filter(severity => summary[severity] > 0).map(severity =>
    mark(severity, plural(summary[severity], severity === 'info' ? 'note' : severity)),
  )
  const found = counts.length === 0 ? 'nothing to complain about' : counts.join(', ')
  const left = summary.notJudged > 0 ? `, ${summary.notJudged} not judged` : ''
  return `${found} (${plural(summary.judged, report.unit ?? 'file')} judged${left})`
}

/** What people should know beside the findings: an assumed chart version, and the notes of the run. */
export function remarks(report: Report): string[] {
  const assumed = report.inputs.find(input => input.chartVersionFrom === 'assumed')
  return [
    ...(assumed === undefined
      ? []
      : [`taken for chart jupyterhub ${assumed.chartVersion}, the newest known: say yours with --chart-version`]),
    ...report.notes,
  ]
}

/** Inputs that were recognised as something else, or that nobody lets us read, with the reason. */
export function leftAside(report: Report): { readonly file: string; readonly reason: string }[] {
  return report.notJudged
    .filter(({ kind }) => kind !== 'unreadable')
    .map(({ location, reason }) => ({ file: location.file, reason }))
}
