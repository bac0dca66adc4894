import type { Reporter } from './report.ts'

/** The report for programs: one JSON object, also when there is nothing to say. */
export const json: Reporter = report => {
  const { tool, findings, suppressed, inputs, summary } = report
  const notJudged = report.notJudged.map(({ location, reason }) => ({ location, reason }))
  return `${JSON.stringify({ version: 1, tool, findings, suppressed, notJudged, inputs, summary }, null, 2)}\n`
}
