import type { Finding } from '../model/finding.ts'
import type { AnyRule } from '../model/rule.ts'
import { oneLine, unwrapped } from './characters.ts'
import { portablePath, sentence } from './place.ts'
import type { Reporter } from './report.ts'
import { leftAside, plural, remarks, totals } from './words.ts'

/** The longest comment, in characters: GitHub takes 65,536, and the end of the page needs some of them. */
const LONGEST = 60_000

/** A comment for a merge request: the findings in a table, below it what each rule is about. */
export const markdown: Reporter = report => {
  const rows = report.findings.map(finding => row(finding, report.root))
  const explained = report.rules.filter(({ id }) => report.findings.some(({ rule }) => rule === id))
  const parts = [`### jhub-lint: ${totals(report, (_, text) => text)}`]
  if (rows.length > 0) parts.push(table(rows))
  if (explained.length > 0) parts.push(explanations(explained, LONGEST - parts.join('').length))
  const aside = leftAside(report)
  if (aside.length > 0)
    parts.push(shorten(aside.map(({ file, reason }) => `- ${code(file)}: not judged: ${plain(reason)}`)))
  parts.push(...remarks(report).map(plain))
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

/** The table, cut where it would get too long for a comment. */
function table(rows: readonly string[]): string {
  const kept: string[] = []
  let length = 0
  for (const one of rows) {
    length += one.length + 1
    if (length > LONGEST / 2) break
    kept.push(one)
  }
  const left = rows.length - kept.length
  const more = left === 0 ? [] : ['', `… and ${plural(left, 'finding')} more`]
  return ['| | where | what |', '|---|---|---|', ...kept, ...more].join('\n')
}

function row(finding: Finding, root: string): string {
  const { location, author, severity, rule, url } = finding
  const place = location === null ? author : `${portablePath(location.file, root)}:${location.line}`
  return `| ${severity} | ${cell(code(place))} | ${cell(plain(sentence(finding)))} ([${rule}](${url})) |`
}

function explanations(rules: readonly AnyRule[], room: number): string {
  const of = rules.map(
    ({ id, why, advice }) => `**${id}**: ${plain(unwrapped(why))} *What to do:* ${plain(unwrapped(advice))}.`,
  )
  const whole = `<details><summary>Why it matters, and what to do</summary>\n\n${of.join('\n\n')}\n\n</details>`
  return whole.length > room ? '' : whole
}

/** At most so many files that were not judged are named. */
const NAMED = 20

function shorten(lines: readonly string[]): string {
  const left = lines.length - NAMED
  return [...lines.slice(0, NAMED), ...(left > 0 ? [`- … and ${left} more`] : [])].join('\n')
}

/** A text that Markdown shows as it is, and that calls nobody by `@name`. */
function plain(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]<>~#!&]/g, character => `\\${character}`)
    .replace(/@(?=\w)/g, '@<!-- -->')
}

/** A text in a span of code, which any number of backticks in it does not end. */
function code(text: string): string {
  const line = oneLine(text)
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`
}

/** What stands in a cell of a table: a bar would end it, in code too. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
