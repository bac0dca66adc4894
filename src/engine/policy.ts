import { SEVERITIES, type Severity } from '../model/finding.ts'
import { eachLevel, levelsIn } from '../model/levels.ts'
import type { AnyRule, Level, Levels, Option, Profile } from '../model/rule.ts'
import type { Exemption } from './exemptions.ts'
import type { Glob } from './globs.ts'

/** What people decided about the rules. */
export interface Policy {
  readonly profiles: readonly Profile[]
  /** By rule: a level for all its problems, and values for its options as a user wrote them. */
  readonly rules: Readonly<Record<string, RuleSettings>>
  readonly exemptions?: readonly Exemption[]
}

export interface RuleSettings {
  readonly severity?: Level
  readonly options?: Readonly<Record<string, unknown>>
}

/** From which severity on something is done: never, where nothing is that severe. */
export type Threshold = Severity | 'never'

/** What admission does about findings. */
export interface Admission {
  readonly denyAt: Threshold
  readonly warnAt: Threshold
  /** Namespaces where something else holds, the most specific pattern first. */
  readonly namespaces: readonly NamespaceAdmission[]
}

export interface NamespaceAdmission {
  readonly pattern: string
  readonly glob: Glob
  readonly profiles?: readonly Profile[]
  readonly denyAt?: Threshold
  readonly warnAt?: Threshold
}

export const DEFAULT_ADMISSION: Admission = { denyAt: 'error', warnAt: 'warning', namespaces: [] }

/** A rule as a policy has it. */
export interface ActiveRule {
  readonly rule: AnyRule
  readonly options: Readonly<Record<string, unknown>>
  /** The level of a problem. Throws if the rule names a situation that its severities do not have. */
  level(situation: string | undefined): Level
}

export const DEFAULT_POLICY: Policy = { profiles: ['recommended'], rules: {} }

/** Whether a severity reaches a threshold. */
export function reaches(severity: Severity, threshold: Threshold): boolean {
  return threshold !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold)
}

/** The rules that a policy leaves on, with their levels and options; those that never reach a threshold are left out. */
export function activeRules(rules: readonly AnyRule[], policy: Policy, threshold: Threshold = 'info'): ActiveRule[] {
  return rules.flatMap(rule => {
    const settings = policy.rules[rule.id] ?? {}
    const chosen = settings.severity ?? levelsIn(rule, policy.profiles)
    const mayReach = eachLevel(chosen).some(level => level !== 'off' && reaches(level, threshold))
    if (!mayReach) return []
    return [{ rule, options: optionsOf(rule, policy), level: situation => levelOf(rule, chosen, situation) }]
  })
}

function levelOf(rule: AnyRule, levels: Levels, situation: string | undefined): Level {
  if (typeof levels === 'string') return levels
  const level = situation === undefined ? undefined : levels[situation]
  if (level === undefined) throw new Error(`rule ${rule.id}: no severity for the situation "${situation}"`)
  return level
}

function optionsOf(rule: AnyRule, policy: Policy): Record<string, unknown> {
  const written = policy.rules[rule.id]?.options ?? {}
  const chosen: Record<string, unknown> = {}
  for (const [name, option] of Object.entries(rule.options ?? {})) {
    const value = written[name]
    chosen[name] =
      value === undefined ? defaultOf(option, policy.profiles) : option.read ? option.read(value as never) : value
  }
  return chosen
}

function defaultOf(option: Option, profiles: readonly Profile[]): unknown {
  const values = profiles.map(profile => option.profiles?.[profile] ?? option.default)
  return values.length === 0 ? option.default : values.reduce((a, b) => option.stricter(a, b))
}
