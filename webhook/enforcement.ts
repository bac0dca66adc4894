import type { Exemption } from '../src/engine/exemptions.ts'
import { type RulesInForce, rulesInForce } from '../src/engine/judge.ts'
import { DEFAULT_POLICY, type Threshold } from '../src/engine/policy.ts'
import type { WrittenPolicy } from '../src/engine/written-policy.ts'
import { SEVERITIES, type Severity } from '../src/model/finding.ts'
import type { AnyRule, Profile } from '../src/model/rule.ts'

/** What holds in one namespace. */
export interface Enforcement {
  readonly rules: RulesInForce
  readonly exemptions: readonly Exemption[]
  readonly denyAt: Threshold
  readonly warnAt: Threshold
}

/** Says what holds in a namespace; null for objects that are in none. */
export type Enforcements = (namespace: string | null) => Enforcement

/** Works a policy out once, for all namespaces that it speaks of. */
export function enforcementsOf(rules: readonly AnyRule[], policy: WrittenPolicy): Enforcements {
  const { exemptions, admission } = policy
  const inForce = (profiles: readonly Profile[]) => rulesInForce(rules, { profiles, rules: policy.rules })
  const usual = {
    rules: inForce(policy.profiles ?? DEFAULT_POLICY.profiles),
    exemptions,
    denyAt: admission.denyAt,
    warnAt: admission.warnAt,
  }
  const special = admission.namespaces.map(({ glob, profiles, denyAt, warnAt }) => ({
    glob,
    rules: profiles === undefined ? usual.rules : inForce(profiles),
    exemptions,
    denyAt: denyAt ?? usual.denyAt,
    warnAt: warnAt ?? usual.warnAt,
  }))
  if (special.length === 0) return () => usual
  return namespace => (namespace === null ? undefined : special.find(({ glob }) => glob.fits(namespace))) ?? usual
}

/** Whether a severity reaches a threshold. */
export function reaches(severity: Severity, threshold: Threshold): boolean {
  return threshold !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold)
}
