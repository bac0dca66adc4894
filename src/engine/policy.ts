import { SEVERITIES, type Severity } from '../model/finding.ts'
import { eachLevel } from '../model/levels.ts'
import type { AnyRule, Level, Levels } from '../model/rule.ts'
import type { Exemption } from './exemptions.ts'
import type { Glob } from './globs.ts'
import { type ChosenProfile, levelsUnder, optionUnder, type RuleSettings, readOption } from './profiles.ts'

/** What people decided about the rules. */
export interface Policy {
  readonly profiles: readonly ChosenProfile[]
  /** By rule, above the profiles. */
  readonly rules: Readonly<Record<string, RuleSettings>>
  readonly exemptions?: readonly Exemption[]
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
  readonly profiles?: readonly ChosenProfile[]
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
    const chosen = settings.severity ?? levelsUnder(rule, policy.profiles)
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
    chosen[name] = value === undefined ? optionUnder(rule.id, name, option, policy.profiles) : readOption(option, value)
  }
  return chosen
}
