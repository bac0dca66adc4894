import type { Finding, Severity } from '../model/finding.ts'
import { isWritten, type Origin } from '../model/origin.ts'
import { printPath } from '../model/path.ts'
import type { AnyRule, Problem, Rule } from '../model/rule.ts'
import { fingerprint } from './fingerprint.ts'
import { type ActiveRule, activeRules, type Policy } from './policy.ts'
import type { Subject } from './subject.ts'

export const RULES_URL = 'https://github.com/jhub-lint/jhub-lint/blob/main/rules/README.md'

/**
 * All rules on all subjects. One cause that concerns several subjects is one finding that names them all. Sorted by file,
 * line, column, rule and message, so that the same input gives the same bytes.
 *
 * A rule that throws is a defect: the error passes through, with the rule's name in front.
 */
export function judge(rules: readonly AnyRule[], subjects: readonly Subject[], policy: Policy): Finding[] {
  const byCause = new Map<string, Draft>()
  for (const active of activeRules(rules, policy)) {
    for (const subject of subjects) {
      for (const problem of problems(active, subject)) collect(byCause, active, subject, problem)
    }
  }
  const drafts = [...byCause.values()].sort(compareDrafts)
  const seen = new Map<string, number>()
  return drafts.map(draft => finding(draft, seen))
}

/** A finding before it is written down: its subjects are still being gathered. */
interface Draft {
  readonly rule: AnyRule
  readonly severity: Severity
  readonly message: string
  readonly origin: Origin
  readonly fix: Problem['fix']
  readonly subjects: Set<string>
}

function problems(active: ActiveRule, subject: Subject): Problem[] {
  const rule = active.rule as Rule<Subject['kind']>
  try {
    if (subject.kind === rule.about) return [...rule.check(subject.of, active.options)]
    return subject.kind === 'hub' ? [...(rule.checkHub?.(subject.of, active.options) ?? [])] : []
  } catch (error) {
    if (error instanceof Error) error.message = `rule ${active.rule.id} on ${subject.name}: ${error.message}`
    throw error
  }
}

function collect(drafts: Map<string, Draft>, active: ActiveRule, subject: Subject, problem: Problem): void {
  const level = active.level(problem.situation)
  if (level === 'off') return
  const origin = problem.at.origin(problem.part)
  const softened = isWritten(origin)
    ? { severity: level, message: problem.message }
    : soften(level, problem.message, subject)
  if (softened === null) return
  const { severity, message } = softened
  const span = origin.span
  const place =
    span === null ? origin.name : [span.file, span.line, span.column, span.endLine, span.endColumn].join(':')
  const cause = [active.rule.id, severity, message, origin.by, place].join('\0')
  const draft = drafts.get(cause)
  if (draft !== undefined) draft.subjects.add(subject.name)
  else
    drafts.set(cause, {
      rule: active.rule,
      severity,
      message,
      origin,
      fix: problem.fix,
      subjects: new Set([subject.name]),
    })
}

/** What nobody wrote in this file, another file may say: less grave where there may be one, nothing where there is. */
function soften(severity: Severity, message: string, subject: Subject): { severity: Severity; message: string } | null {
  if (subject.completeness === 'layer') return null
  if (subject.completeness !== 'perhaps') return { severity, message }
  const milder = severity === 'error' ? 'warning' : severity
  return { severity: milder, message: `if this is the hub's only values file, ${message}` }
}

function finding(draft: Draft, seen: Map<string, number>): Finding {
  const { rule, severity, message, origin } = draft
  const identity = [rule.id, origin.span?.file ?? origin.name, printPath(origin.path)].join('\0')
  const count = seen.get(identity) ?? 0
  seen.set(identity, count + 1)
  return {
    rule: rule.id,
    severity,
    message,
    path: origin.path,
    location: origin.span,
    origin: origin.by,
    author: origin.name,
    subjects: [...draft.subjects],
    fingerprint: fingerprint(`${identity}\0${count}`),
    fix: draft.fix ?? null,
    url: `${RULES_URL}#${rule.id}`,
  }
}

function compareDrafts(a: Draft, b: Draft): number {
  const [left, right] = [a.origin.span, b.origin.span]
  return (
    compareText(left?.file ?? '', right?.file ?? '') ||
    (left?.line ?? 0) - (right?.line ?? 0) ||
    (left?.column ?? 0) - (right?.column ?? 0) ||
    compareText(a.rule.id, b.rule.id) ||
    compareText(a.message, b.message)
  )
}

/** Plain code-unit order: the same on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
