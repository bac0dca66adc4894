import { oneLine } from './characters.ts'
import { printPlace } from './place.ts'
import type { PieceReporter } from './report.ts'

/** A line for each finding, which editors and `grep` can read: `file:line:column: severity: rule: message`. */
export const compact: PieceReporter = function* (report) {
  for (const finding of report.findings) {
    const { severity, rule, message } = finding
    yield `${oneLine(`${printPlace(finding)}: ${severity}: ${rule}: ${message}`)}\n`
  }
}
