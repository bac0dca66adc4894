import type { Finding } from '../model/finding.ts'
import { once } from '../model/once.ts'
import type { AnyRule } from '../model/rule.ts'
import { isOpenText, isSecretPath } from '../model/secret.ts'
import { oneLine } from './characters.ts'
import { printPlace } from './place.ts'
import type { Paint, PieceReporter, Report } from './report.ts'
import { maskLine, stars } from './secrets.ts'
import { leftAside, remarks, totals } from './words.ts'

/** The report for people: each finding with its place, its line, why it matters and what to write. */
export const text: PieceReporter = function* (report, paint) {
  const explained = new Set<string>()
  for (const finding of report.findings) {
    const rule = report.rules.find(({ id }) => id === finding.rule)
    // the same rule is explained once in each file, of a cluster in each namespace
    const key = `${finding.location?.file}\0${finding.objects?.[0]?.namespace}\0${finding.rule}`
    const isFirst = !explained.has(key)
    explained.add(key)
    yield `${block(finding, isFirst ? rule : undefined, report, paint)}\n`
  }
  for (const line of unjudged(report, paint)) yield `${line}\n`
  yield closing(report, paint)
}

function block(finding: Finding, rule: AnyRule | undefined, report: Report, paint: Paint): string {
  const { severity } = finding
  const lines = [
    `${paint.strong(oneLine(printPlace(finding)))}: ${paint[severity](severity)}: ${oneLine(finding.message)} ${paint.faint(`[${finding.rule}]`)}`,
  ]
  lines.push(...frame(finding, report, paint))
  const author = authorLine(finding)
  if (author !== null) lines.push(`  ${paint.faint(author)}`)
  const concerned = subjectsLine(finding)
  if (concerned !== null) lines.push(`  ${paint.faint(concerned)}`)
  const hubs = releasesLine(finding)
  if (hubs !== null) lines.push(`  ${paint.faint(hubs)}`)
  if (rule !== undefined) lines.push(...paragraph('why:', rule.why, paint), ...paragraph('fix:', rule.advice, paint))
  return `${lines.join('\n')}\n`
}

const COLUMNS = 80

/** Words in lines of at most 80 columns, indented below their label. */
function paragraph(label: string, words: string, paint: Paint): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words.split(/\s+/)) {
    if (line !== '' && line.length + word.length + 8 > COLUMNS) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? word : ` ${word}`
  }
  return [...lines, line].map((text, i) => `  ${i === 0 ? paint.faint(label) : ' '.repeat(label.length)} ${text}`)
}

/** The longest part of a source line that is shown, in characters. */
const WIDEST = 100

/** The source line with carets under the very token; nothing where there is no text. */
function frame(finding: Finding, report: Report, paint: Paint): string[] {
  const { location } = finding
  if (location === null) return []
  const source =
    report.lines?.get(location.file)?.get(location.line) ?? linesOf(location.file, report)[location.line - 1]
  if (source === undefined || source.trim() === '') return []
  const column = location.column - 1
  const end = location.endLine > location.line ? source.length : location.endColumn - 1
  const from = Math.max(0, column - Math.max(0, WIDEST - 40 > column ? column : 40))
  const masked = maskLine(hideSecret(source, column, end, finding))
  const shown = masked
    .slice(from, from + WIDEST)
    .replaceAll('\t', ' ')
    .replace(/\p{Cc}/gu, '\ufffd')
  const carets = '^'.repeat(Math.max(1, Math.min(end, from + WIDEST) - column))
  const number = String(location.line)
  return [
    `  ${paint.faint(`${number} |`)} ${shown}`,
    `  ${paint.faint(`${' '.repeat(number.length)} |`)} ${' '.repeat(column - from)}${paint[finding.severity](carets)}`,
  ]
}

/** The lines of the files that findings were shown in. */
const split = once((_: Report) => new Map<string, readonly string[]>())

function linesOf(file: string, report: Report): readonly string[] {
  const before = split(report).get(file)
  if (before !== undefined) return before
  const whole = report.texts.get(file) ?? ''
  // most files have no carriage returns, and an expression takes far longer
  const lines = whole.includes('\r') ? whole.split(/\r\n|[\n\r]/) : whole.split('\n')
  split(report).set(file, lines)
  return lines
}

/** The line without the value that is marked, where that is a secret. */
function hideSecret(line: string, from: number, to: number, { path }: Finding): string {
  const marked = line.slice(from, to)
  if (!isSecretPath(path) || isOpenText(marked) || /:\s*$/.test(line.slice(0, to + 1))) return line
  return line.slice(0, from) + stars(marked) + line.slice(to)
}

function authorLine(finding: Finding): string | null {
  switch (finding.origin) {
    case 'chart':
    case 'platform':
      return `this is the default of ${finding.author}; nothing${finding.location === null ? '' : ' in the file'} sets it`
    case 'flag':
      return `set by ${finding.author}`
    case 'file':
    case 'python':
    case 'object':
    case 'nobody':
      return null
  }
}

/** At most so many subjects are named. */
const NAMED = 6

function subjectsLine(finding: Finding): string | null {
  const { subjects, objects } = finding
  if (objects?.length === 1 && subjects.length === 1) return null
  if (subjects.every(name => name === 'hub' || name === finding.location?.file || name === 'run')) return null
  const named = subjects.slice(0, NAMED).join(', ')
  const template = finding.template === undefined ? '' : ` (${finding.template})`
  return `concerns: ${named}${subjects.length > NAMED ? ` and ${subjects.length - NAMED} more` : ''}${template}`
}

function releasesLine({ releases = [] }: Finding): string | null {
  if (releases.length === 0) return null
  const more = releases.length > NAMED ? ` and ${releases.length - NAMED} more` : ''
  const count = releases.length === 1 ? 'in the release' : `in ${releases.length} releases:`
  return `${count} ${releases.slice(0, NAMED).join(', ')}${more}`
}

function unjudged(report: Report, paint: Paint): string[] {
  return leftAside(report).map(({ file, reason }) => `${paint.strong(file)}: ${paint.faint('not judged:')} ${reason}`)
}

function closing(report: Report, paint: Paint): string {
  return [totals(report, (severity, text) => paint[severity](text)), ...remarks(report), ''].join('\n')
}
