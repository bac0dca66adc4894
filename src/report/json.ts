import type { PieceReporter } from './report.ts'

/** The report for programs: one JSON object, also when there is nothing to say. */
export const json: PieceReporter = function* (report) {
  const { tool, findings, suppressed, inputs, summary } = report
  const notJudged = report.notJudged.map(({ location, reason }) => ({ location, reason }))
  const whole = indented({ version: 1, tool, findings: [], suppressed, notJudged, inputs, summary }, 0)
  const at = whole.indexOf('[') + 1
  yield whole.slice(0, at)
  let before = ''
  for (const finding of findings) {
    yield `${before}\n    ${indented(finding, 4)}`
    before = ','
  }
  if (findings.length > 0) yield '\n  '
  yield `${whole.slice(at)}\n`
}

function indented(data: object, by: number): string {
  return JSON.stringify(data, null, 2).replaceAll('\n', `\n${' '.repeat(by)}`)
}
