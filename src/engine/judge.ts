import type { Finding, Severity } from '../model/finding.ts'
import type { Hub } from '../model/hub.ts'
import { isWritten, type Origin } from '../model/origin.ts'
import { printPath } from '../model/path.ts'
import type { AnyRule, Kind, Problem, Rule } from '../model/rule.ts'
import type { Span } from '../model/span.ts'
import { fieldsIn } from './fields.ts'
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
  return new Judge(rules, policy).findings(subjects)
}

/** Judges one group of subjects after the other, as `judge` does; what it finds is numbered throughout. */
export class Judge {
  private readonly active: ReadonlyMap<Kind, readonly JudgedRule[]>
  /** The fields that some rule looks for. */
  private readonly fields: ReadonlySet<string>
  private readonly seen = new Map<string, number>()

  constructor(rules: readonly AnyRule[], policy: Policy) {
    const active = activeRules(rules, policy).map(active => ({ ...active, url: `${RULES_URL}#${active.rule.id}` }))
    const concerning = (kind: Kind) =>
      active.filter(({ rule }) => rule.about === kind || (kind === 'hub' && rule.checkHub !== undefined))
    this.active = new Map(KINDS.map(kind => [kind, concerning(kind)]))
    this.fields = new Set(active.flatMap(({ rule }) => rule.fields ?? []))
  }

  /** What the rules say of a group; one cause is one finding within it. */
  findings(subjects: readonly Subject[]): Finding[] {
    const byCause = new Map<string, Draft>()
    // one subject after the other: what rules share about a subject is worked out for the one in hand
    for (const subject of subjects) {
      const fields = subject.kind === 'pod' ? fieldsIn(subject.of.raw, this.fields) : null
      for (const active of this.active.get(subject.kind) ?? [])
        if (mayConcern(active.rule, fields)) apply(active, subject, byCause)
    }
    if (byCause.size === 0) return []
    const drafts = [...byCause.values()].sort(compareDrafts)
    return drafts.map(draft => finding(draft, this.seen))
  }
}

/** The order of a report, for the findings of several groups. */
export function compareFindings(a: Finding, b: Finding): number {
  return comparePlaces(a.location, b.location) || compareText(a.rule, b.rule) || compareText(a.message, b.message)
}

const KINDS: readonly Kind[] = ['hub', 'pod', 'source', 'run']

/** A rule of the policy, and its page. */
interface JudgedRule extends ActiveRule {
  readonly url: string
}

/** A finding before it is written down: its subjects are still being gathered. */
interface Draft {
  readonly active: JudgedRule
  readonly severity: Severity
  readonly message: string
  readonly origin: Origin
  readonly fix: Problem['fix']
  readonly subjects: Set<string>
}

/** Whether a rule may have something to say of a subject with these fields; null if they are not known. */
function mayConcern({ fields: needed }: AnyRule, fields: ReadonlySet<string> | null): boolean {
  return needed === undefined || fields === null || needed.some(field => fields.has(field))
}

function apply(active: JudgedRule, subject: Subject, drafts: Map<string, Draft>): void {
  const rule = active.rule as Rule<Subject['kind']>
  const isAbout = subject.kind === rule.about
  try {
    const problems = isAbout
      ? rule.check(subject.of, active.options)
      : rule.checkHub?.(subject.of as Hub, active.options)
    for (const problem of problems ?? []) collect(drafts, active, subject, problem)
  } catch (error) {
    if (error instanceof Error) error.message = `rule ${active.rule.id} on ${subject.name}: ${error.message}`
    throw error
  }
}

function collect(drafts: Map<string, Draft>, active: JudgedRule, subject: Subject, problem: Problem): void {
  const level = active.level(problem.situation)
  if (level === 'off') return
  const origin = problem.at.origin(problem.part)
  const softened = isWritten(origin)
    ? { severity: level, message: problem.message }
    : soften(level, problem.message, subject)
  if (softened === null) return
  const { severity, message } = softened
  const span = placeOf(origin)
  const place =
    span === null ? origin.name : [span.file, span.line, span.column, span.endLine, span.endColumn].join(':')
  const cause = [active.rule.id, severity, message, origin.by, place].join('\0')
  const draft = drafts.get(cause)
  if (draft !== undefined) draft.subjects.add(subject.name)
  else
    drafts.set(cause, {
      active,
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

/** The text that a finding shows: its own, or of a flag the nearest in the files. */
function placeOf(origin: Origin): Span | null {
  return origin.span ?? origin.near ?? null
}

function finding(draft: Draft, seen: Map<string, number>): Finding {
  const { active, severity, message, origin } = draft
  const { rule, url } = active
  const { object } = origin
  const place = object === undefined ? printPath(origin.path) : `${object.name}\0${printPath(origin.path)}`
  const identity = [rule.id, placeOf(origin)?.file ?? origin.name, place].join('\0')
  const alike = fingerprint(identity)
  const count = seen.get(alike) ?? 0
  seen.set(alike, count + 1)
  const found: { -readonly [K in keyof Finding]: Finding[K] } = {
    rule: rule.id,
    severity,
    message,
    path: origin.path,
    location: placeOf(origin),
    origin: origin.by,
    author: origin.name,
    subjects: [...draft.subjects],
    fingerprint: fingerprint(`${identity}\0${count}`),
    fix: draft.fix ?? null,
    url,
  }
  if (object?.template) found.template = object.template
  return found
}

function compareDrafts(a: Draft, b: Draft): number {
  return (
    comparePlaces(placeOf(a.origin), placeOf(b.origin)) ||
    compareText(a.active.rule.id, b.active.rule.id) ||
    compareText(a.message, b.message)
  )
}

function comparePlaces(left: Span | null, right: Span | null): number {
  return (
    compareText(left?.file ?? '', right?.file ?? '') ||
    (left?.line ?? 0) - (right?.line ?? 0) ||
    (left?.column ?? 0) - (right?.column ?? 0)
  )
}

/** Plain code-unit order: the same on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
