import type { Comment } from '../model/comment.ts'
import type { Finding, Suppressed } from '../model/finding.ts'
import type { Origin } from '../model/origin.ts'
import { nearest } from './nearest.ts'

/** What a comment begins with that silences findings. */
export const SUPPRESSION_MARK = 'jhub-lint-disable'

/** A comment that silences findings where it stands, or why it silences none. */
export interface Suppression {
  readonly comment: Comment
  readonly rules: readonly string[]
  readonly reason: string
  /** The line whose findings it silences; null for the whole file. */
  readonly line: number | null
  /** Why it cannot be followed, as the end of a sentence; null where it can. */
  readonly mistake: string | null
}

/** These say that a file was not judged at all, which no comment in it can excuse. */
const NEVER_SILENT: ReadonlySet<string> = new Set(['unreadable-yaml', 'nothing-judged'])

const HOW = 'write "# jhub-lint-disable-line RULE -- reason", or -next-line or -file in place of -line'

/** The suppressions in comments; comments that only speak of them are left out. */
export function suppressionsIn(comments: readonly Comment[], known: readonly string[]): Suppression[] {
  return comments.flatMap(comment => {
    const found = /#\s*jhub-lint-disable(\S*)(?:\s+(.*))?$/.exec(comment.text)
    if (found === null) return []
    const [, scope = '', rest = ''] = found
    const [names = '', ...reasons] = rest.split(/(?:^|\s+)--(?:\s+|$)/)
    const rules = names.split(/[\s,]+/).filter(name => name !== '')
    const reason = reasons.join(' -- ').trim()
    const line = scope === '-line' ? comment.span.line : scope === '-next-line' ? comment.next : null
    return [{ comment, rules, reason, line, mistake: mistakeIn(scope, rules, reason, line, known) }]
  })
}

function mistakeIn(
  scope: string,
  rules: readonly string[],
  reason: string,
  line: number | null,
  known: readonly string[],
): string | null {
  if (!['-line', '-next-line', '-file'].includes(scope)) return `there is no "${SUPPRESSION_MARK}${scope}"; ${HOW}`
  if (rules.length === 0) return `it names no rule; ${HOW}`
  const unknown = rules.find(rule => !known.includes(rule))
  if (unknown !== undefined) return `there is no rule "${unknown}"${nearest(unknown, known)}`
  const never = rules.find(rule => NEVER_SILENT.has(rule))
  if (never !== undefined) return `${never} cannot be silenced: it says that something was not judged`
  if (reason === '') return `it gives no reason; ${HOW}`
  if (line === null && scope === '-next-line') return 'nothing follows it'
  return null
}

/** What is left of findings, what comments silence, and which of these silence nothing. */
export interface Silenced {
  readonly findings: readonly Finding[]
  readonly suppressed: readonly Suppressed[]
  readonly unused: readonly Suppression[]
}

/** Sorts out the findings that comments silence. */
export function silence(findings: readonly Finding[], suppressions: readonly Suppression[]): Silenced {
  const byFile = new Map<string, Suppression[]>()
  for (const one of suppressions) {
    const { file } = one.comment.span
    byFile.set(file, [...(byFile.get(file) ?? []), one])
  }
  const left: Finding[] = []
  const suppressed: Suppressed[] = []
  const used = new Set<Suppression>()
  for (const finding of findings) {
    const by = (byFile.get(finding.location?.file ?? '') ?? []).filter(one => isAbout(one, finding))
    const [first] = by
    if (first === undefined) left.push(finding)
    else suppressed.push({ ...finding, by: { kind: 'comment', reason: first.reason, location: first.comment.span } })
    for (const one of by) used.add(one)
  }
  return { findings: left, suppressed, unused: suppressions.filter(one => !used.has(one)) }
}

function isAbout({ rules, line, mistake }: Suppression, { rule, location }: Finding): boolean {
  return mistake === null && rules.includes(rule) && (line === null || location?.line === line)
}

/** Where a suppression stands. */
export function originOf({ comment: { span } }: Suppression): Origin {
  return { by: 'file', name: span.file, path: [], span }
}
