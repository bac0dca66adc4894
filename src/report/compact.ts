import { oneLine } from './characters.ts'
import type { Reporter } from './report.ts'

/** A line for each finding, which editors and `grep` can read: `file:line:column: severity: rule: message`. */
export const compact: Reporter = report =>
  report.findings
    .map(({ location, author, severity, rule, message }) => {
      const place = location === null ? author : `${location.file}:${location.line}:${location.column}`
      return `${oneLine(`${place}: ${severity}: ${rule}: ${message}`)}\n`
    })
    .join('')
