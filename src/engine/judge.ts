import type { Finding, Severity, Suppressed } from '../model/finding.ts'
import type { Hub } from '../model/hub.ts'
import { isWritten, type Origin } from '../model/origin.ts'
import { printPath } from '../model/path.ts'
import type { AnyRule, Kind, Problem, Rule } from '../model/rule.ts'
import type { PolicyUse } from '../model/source.ts'
import type { Span } from '../model/span.ts'
import { concerns, type Exemption, hasLapsed, type Occurrence } from './exemptions.ts'
import { fingerprint } from './fingerprint.ts'
import { type ActiveRule, activeRules, type Policy, reaches, type Threshold } from './policy.ts'
import type { Subject } from './subject.ts'

export const RULES_URL = 'https://github.com/jhub-lint/jhub-lint/blob/main/rules/README.md'

/** How judging is done, beside the policy. */
export interface JudgeOptions {
  /** Milliseconds since 1970, for exemptions that lapse. */
  readonly now: number
  /** What is less grave is not gathered. Default: all. */
  readonly threshold?: Threshold
  /** Is called between rules; may throw to end the judging. */
  readonly pause?: () => void
}

/** What the rules say of a group of subjects. */
export interface Verdict {
  readonly findings: readonly Finding[]
  readonly suppressed: readonly Suppressed[]
}

/** The rules that a policy leaves on, by what they are about. */
export type RulesInForce = ReadonlyMap<Kind, readonly ActiveRule[]>

/** Sorts out the rules of a policy, once for many judgements; those that never reach a threshold are left out. */
export function rulesInForce(rules: readonly AnyRule[], policy: Policy, threshold: Threshold = 'info'): RulesInForce {
  const active = activeRules(rules, policy, threshold)
  const concerning = (kind: Kind) =>
    active.filter(({ rule }) => rule.about === kind || (kind === 'hub' && rule.checkHub !== undefined))
  return new Map(KINDS.map(kind => [kind, concerning(kind)]))
}

/**
 * Judges one group of subjects after the other; what is found is numbered throughout. One cause that concerns several subjects
 * of a group is one finding that names them all. Sorted by file, line, column, rule and message, so that the same input gives
 * the same bytes.
 *
 * A rule that throws is a defect: the error passes through, with the rule's name in front.
 */
export class Judge {
  private readonly rules: RulesInForce
  private readonly exemptions: readonly Exemption[]
  private readonly options: JudgeOptions
  private readonly seen = new Map<string, number>()
  private readonly lapsed = new Set<Exemption>()

  constructor(rules: RulesInForce, exemptions: readonly Exemption[], options: JudgeOptions) {
    this.rules = rules
    this.exemptions = exemptions
    this.options = options
  }

  /** What the rules say of a group; one cause is one finding within it. */
  verdict(subjects: readonly Subject[]): Verdict {
    const found = this.faults(subjects)
    if (found.length === 0) return NOTHING
    const findings: Finding[] = []
    const suppressed: Suppressed[] = []
    for (const fault of found.sort(compareFaults)) {
      const { by } = fault
      if (by === null) findings.push(finding(fault, this.seen))
      else
        suppressed.push({
          ...finding(fault, this.seen),
          by: { kind: 'exemption', reason: by.reason, location: by.origin.span },
        })
    }
    return { findings, suppressed }
  }

  /** The same before it is sorted and numbered. */
  faults(subjects: readonly Subject[]): Fault[] {
    const byCause = new Map<string, Draft>()
    // one subject after the other: what rules share about a subject is worked out for the one in hand
    for (const subject of subjects)
      for (const active of this.rules.get(subject.kind) ?? []) {
        this.options.pause?.()
        this.apply(active, subject, byCause)
      }
    return byCause.size === 0 ? [] : [...byCause.values()]
  }

  /** The exemptions met so far that would have silenced a finding, had their day not come. */
  get policyUse(): PolicyUse {
    return {
      lapsed: [...this.lapsed].flatMap(({ rules, reason, expires, origin }) =>
        expires === null ? [] : [{ rules, reason, expires, origin }],
      ),
    }
  }

  private apply(active: ActiveRule, subject: Subject, drafts: Map<string, Draft>): void {
    const rule = active.rule as Rule<Subject['kind']>
    const isAbout = subject.kind === rule.about
    try {
      const problems = isAbout
        ? rule.check(subject.of, active.options)
        : rule.checkHub?.(subject.of as Hub, active.options)
      for (const problem of problems ?? []) this.collect(drafts, active, subject, problem)
    } catch (error) {
      if (error instanceof Error) error.message = `rule ${active.rule.id} on ${subject.name}: ${error.message}`
      throw error
    }
  }

  private collect(drafts: Map<string, Draft>, active: ActiveRule, subject: Subject, problem: Problem): void {
    const level = active.level(problem.situation)
    if (level === 'off' || !reaches(level, this.options.threshold ?? 'info')) return
    const origin = problem.at.origin(problem.part)
    const softened = isWritten(origin)
      ? { severity: level, message: problem.message }
      : soften(level, problem.message, subject)
    if (softened === null) return
    const { severity } = softened
    const { by, lapsed } = this.exempted({ rule: active.rule.id, subject, at: problem.at, origin })
    const message = lapsed === null ? softened.message : `${softened.message} (its exemption lapsed on ${lapsed})`
    const cause = [active.rule.id, severity, message, origin.by, placeKey(origin), by?.reason].join('\0')
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
        by,
      })
  }

  /** The exemption that silences a problem; else the day on which one lapsed that would have. */
  private exempted(occurrence: Occurrence): { readonly by: Exemption | null; readonly lapsed: string | null } {
    if (this.exemptions.length === 0) return NOT_EXEMPTED
    const about = this.exemptions.filter(exemption => concerns(exemption, occurrence))
    const { now } = this.options
    const by = about.find(exemption => !hasLapsed(exemption, now)) ?? null
    if (by !== null) return { by, lapsed: null }
    for (const exemption of about) this.lapsed.add(exemption)
    return { by: null, lapsed: about.at(-1)?.expires ?? null }
  }
}

/** Judges once, by a policy: the findings that nothing silences. */
export function judge(
  rules: readonly AnyRule[],
  subjects: readonly Subject[],
  policy: Policy,
  now: number,
): readonly Finding[] {
  return new Judge(rulesInForce(rules, policy), policy.exemptions ?? [], { now }).verdict(subjects).findings
}

/** The order of a report, for the findings of several groups. */
export function compareFindings(a: Finding, b: Finding): number {
  return comparePlaces(a.location, b.location) || compareText(a.rule, b.rule) || compareText(a.message, b.message)
}

const KINDS: readonly Kind[] = ['hub', 'pod', 'source', 'run', 'policy']
const NOTHING: Verdict = { findings: [], suppressed: [] }
const NOT_EXEMPTED = { by: null, lapsed: null }

/** What is wrong with some subjects, before it is numbered. */
export interface Fault {
  readonly rule: AnyRule
  readonly severity: Severity
  readonly message: string
  readonly origin: Origin
  readonly fix: Problem['fix']
  readonly subjects: ReadonlySet<string>
  /** The exemption that silences it. */
  readonly by: Exemption | null
}

/** A fault whose subjects are still being gathered. */
type Draft = Fault & { readonly subjects: Set<string> }

/** The text that a finding shows: its own, or of a flag the nearest in the files. */
function placeOf(origin: Origin): Span | null {
  return origin.span ?? origin.near ?? null
}

/** What tells two places apart. */
function placeKey(origin: Origin): string {
  const span = placeOf(origin)
  if (span !== null) return [span.file, span.line, span.column, span.endLine, span.endColumn].join(':')
  return origin.by === 'object' ? `${origin.name}\0${printPath(origin.path)}` : origin.name
}

/** What nobody wrote in this file, another file may say: less grave where there may be one, nothing where there is. */
function soften(severity: Severity, message: string, subject: Subject): { severity: Severity; message: string } | null {
  if (subject.completeness === 'layer') return null
  if (subject.completeness !== 'perhaps') return { severity, message }
  const milder = severity === 'error' ? 'warning' : severity
  return { severity: milder, message: `if this is the hub's only values file, ${message}` }
}

function finding(draft: Fault, seen: Map<string, number>): Finding {
  const { rule, severity, message, origin } = draft
  const { object } = origin
  const place = object === undefined ? printPath(origin.path) : `${object.name}\0${printPath(origin.path)}`
  const identity = [rule.id, placeOf(origin)?.file ?? origin.name, place].join('\0')
  const count = seen.get(identity) ?? 0
  seen.set(identity, count + 1)
  return {
    rule: rule.id,
    severity,
    message,
    path: origin.path,
    location: placeOf(origin),
    origin: origin.by,
    author: origin.name,
    subjects: [...draft.subjects],
    ...(object?.template ? { template: object.template } : {}),
    fingerprint: fingerprint(`${identity}\0${count}`),
    fix: draft.fix ?? null,
    url: `${RULES_URL}#${rule.id}`,
  }
}

function compareFaults(a: Fault, b: Fault): number {
  return (
    comparePlaces(placeOf(a.origin), placeOf(b.origin)) ||
    compareText(a.rule.id, b.rule.id) ||
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
