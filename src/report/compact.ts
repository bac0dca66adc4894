import { oneLine } from './characters.ts'
import type { PieceReporter } from './report.ts'

/** A line for each finding, which editors and `grep` can read: `file:line:column: severity: rule: message`. */
export const compact: PieceReporter = function* (report) {
  for (const { location, author, severity, rule, message } of report.findings) {
    const place = location === null ? author : `${location.file}:${location.line}:${location.column}`
    yield `${oneLine(`${place}: ${severity}: ${rule}: ${message}`)}\n`
  }
}
