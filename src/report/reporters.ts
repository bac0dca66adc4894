import { checkstyle } from './checkstyle.ts'
import { compact } from './compact.ts'
import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import { policyReport } from './policy-report.ts'
import type { PieceReporter, Reporter } from './report.ts'
import { sarif } from './sarif.ts'
import { text } from './text.ts'

/** Every format that a report can be printed in, by the name that `--format` takes. */
export const REPORTERS: Readonly<Record<string, Reporter | PieceReporter>> = {
  text,
  json,
  compact,
  sarif,
  gitlab,
  github,
  junit,
  checkstyle,
  markdown,
  policyreport: policyReport,
}
