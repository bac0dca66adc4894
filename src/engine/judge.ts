import type { Finding, Severity, Suppressed } from '../model/finding.ts'
import type { Hub } from '../model/hub.ts'
import { isWritten } from '../model/origin.ts'
import type { AnyRule, Kind, Problem, Rule } from '../model/rule.ts'
import type { PolicyUse } from '../model/source.ts'
import type { Traced } from '../model/traced.ts'
import { concerns, type Exemption, hasLapsed, type Occurrence } from './exemptions.ts'
import { compareFaults, type Draft, type Fault, finding, placeKey } from './fault.ts'
import { fieldsIn } from './fields.ts'
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

/** A rule of the policy, and its page. */
interface JudgedRule extends ActiveRule {
  readonly url: string
}

/** The rules that a policy leaves on. */
export interface RulesInForce {
  readonly about: ReadonlyMap<Kind, readonly JudgedRule[]>
  /** The fields of pods that some rule looks for. */
  readonly fields: ReadonlySet<string>
  /** The ids of all of them. */
  readonly ids: ReadonlySet<string>
}

/** Sorts out the rules of a policy, once for many judgements; those that never reach a threshold are left out. */
export function rulesInForce(rules: readonly AnyRule[], policy: Policy, threshold: Threshold = 'info'): RulesInForce {
  const active = activeRules(rules, policy, threshold).map(active => ({
    ...active,
    url: `${RULES_URL}#${active.rule.id}`,
  }))
  const concerning = (kind: Kind) =>
    active.filter(({ rule }) => rule.about === kind || (kind === 'hub' && rule.checkHub !== undefined))
  return {
    about: new Map(KINDS.map(kind => [kind, concerning(kind)])),
    fields: new Set(active.flatMap(({ rule }) => rule.fields ?? [])),
    ids: new Set(active.map(({ rule }) => rule.id)),
  }
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
  private readonly gathered = new Map<string, Draft>()

  constructor(rules: RulesInForce, exemptions: readonly Exemption[], options: JudgeOptions) {
    this.rules = rules
    this.exemptions = exemptions
    this.options = options
  }

  /** Keeps what the rules say of a group for the next verdict: one cause is one finding in all groups of it. */
  gather(subjects: readonly Subject[]): void {
    this.faults(subjects, this.gathered)
  }

  /** What the rules say of a group, and of those gathered before; one cause is one finding within it. */
  verdict(subjects: readonly Subject[]): Verdict {
    const found = this.faults(subjects, new Map(this.gathered))
    this.gathered.clear()
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
  faults(subjects: readonly Subject[], byCause = new Map<string, Draft>()): Fault[] {
    const ofPods = new Map<Traced, ReadonlySet<Draft>>()
    // one subject after the other: what rules share about a subject is worked out for the one in hand
    const { about, fields: wanted } = this.rules
    for (const subject of subjects) {
      const pod = subject.kind === 'pod' && this.exemptions.length === 0 ? subject.of.traced : null
      const before = pod === null ? undefined : ofPods.get(pod)
      // what a profile preselects makes the very pod that a user gets who chooses nothing
      if (before !== undefined) for (const draft of before) draft.subjects.add(subject.name)
      else {
        const fields = subject.kind === 'pod' ? fieldsIn(subject.of.raw, wanted) : null
        const drafts = new Set<Draft>()
        for (const active of about.get(subject.kind) ?? []) {
          this.options.pause?.()
          if (mayConcern(active.rule, fields)) this.apply(active, subject, byCause, drafts)
        }
        if (pod !== null) ofPods.set(pod, drafts)
      }
    }
    return byCause.size === 0 ? [] : [...byCause.values()]
  }

  /** The exemptions met so far that would have silenced a finding, had their day not come. */
  get lapsedExemptions(): PolicyUse['lapsed'] {
    return [...this.lapsed].flatMap(({ rules, reason, expires, origin }) =>
      expires === null ? [] : [{ rules, reason, expires, origin }],
    )
  }

  private apply(active: JudgedRule, subject: Subject, byCause: Map<string, Draft>, ofSubject: Set<Draft>): void {
    const rule = active.rule as Rule<Subject['kind']>
    const isAbout = subject.kind === rule.about
    try {
      const problems = isAbout
        ? rule.check(subject.of, active.options)
        : rule.checkHub?.(subject.of as Hub, active.options)
      for (const problem of problems ?? []) {
        const draft = this.collect(byCause, active, subject, problem)
        if (draft !== null) ofSubject.add(draft)
      }
    } catch (error) {
      if (error instanceof Error) error.message = `rule ${active.rule.id} on ${subject.name}: ${error.message}`
      throw error
    }
  }

  private collect(drafts: Map<string, Draft>, active: JudgedRule, subject: Subject, problem: Problem): Draft | null {
    const level = active.level(problem.situation)
    if (level === 'off' || !reaches(level, this.options.threshold ?? 'info')) return null
    const origin = problem.at.origin(problem.part)
    const softened = isWritten(origin)
      ? { severity: level, message: problem.message }
      : soften(level, problem.message, subject)
    if (softened === null) return null
    const { severity } = softened
    const { by, lapsed } = this.exempted({ rule: active.rule.id, subject, at: problem.at, origin })
    const message = lapsed === null ? softened.message : `${softened.message} (its exemption lapsed on ${lapsed})`
    const cause = [active.rule.id, severity, message, origin.by, placeKey(origin), by?.reason].join('\0')
    const before = drafts.get(cause)
    if (before !== undefined) {
      before.subjects.add(subject.name)
      if (subject.release !== undefined) before.releases.add(subject.release)
      return before
    }
    const draft: Draft = {
      rule: active.rule,
      url: active.url,
      severity,
      message,
      origin,
      fix: problem.fix,
      subjects: new Set([subject.name]),
      releases: new Set(subject.release === undefined ? [] : [subject.release]),
      by,
    }
    drafts.set(cause, draft)
    return draft
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

const KINDS: readonly Kind[] = ['hub', 'pod', 'source', 'run', 'policy']
const NOTHING: Verdict = { findings: [], suppressed: [] }
const NOT_EXEMPTED = { by: null, lapsed: null }

/** Whether a rule may have something to say of a subject with these fields; null if they are not known. */
function mayConcern({ fields: needed }: AnyRule, fields: ReadonlySet<string> | null): boolean {
  return needed === undefined || fields === null || needed.some(field => fields.has(field))
}

/** What nobody wrote in this file, another file may say: less grave where there may be one, nothing where there is. */
function soften(severity: Severity, message: string, subject: Subject): { severity: Severity; message: string } | null {
  if (subject.completeness === 'layer') return null
  if (subject.completeness !== 'perhaps') return { severity, message }
  const milder = severity === 'error' ? 'warning' : severity
  return { severity: milder, message: `if this is the hub's only values file, ${message}` }
}
