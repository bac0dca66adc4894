import type { Finding, Severity } from '../model/finding.ts'
import { wellFormed } from './characters.ts'
import { portablePath, sentence } from './place.ts'
import type { Report, Reporter } from './report.ts'

const COMMAND: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

/** Workflow commands, a line for each finding, that GitHub Actions shows as annotations beside the lines. */
export const github: Reporter = report =>
  report.findings
    .map(finding => {
      const written = Object.entries(properties(finding, report)).map(([key, value]) => `${key}=${property(value)}`)
      return `::${COMMAND[finding.severity]} ${written.join(',')}::${data(sentence(finding))}\n`
    })
    .join('')

/** The runner takes columns only where line and endLine are the same: actions/runner@02523b9:src/Runner.Worker/ActionCommandManager.cs. */
function properties({ rule, location }: Finding, report: Report): Readonly<Record<string, string | number>> {
  if (location === null) return { title: rule }
  const { file, line, column, endLine, endColumn } = location
  return {
    file: portablePath(file, report.root),
    line,
    ...(line === endLine ? { col: column } : {}),
    endLine,
    ...(line === endLine ? { endColumn } : {}),
    title: rule,
  }
}

/** What the runner decodes again: actions/toolkit@v1:packages/core/src/command.ts, `escapeData` and `escapeProperty`. */
function data(text: string | number): string {
  return wellFormed(String(text)).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string | number): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
