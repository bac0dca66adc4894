import { SEVERITIES } from '../model/finding.ts'
import type { AnyRule } from '../model/rule.ts'
import type { Exemption } from './exemptions.ts'
import { type RulesInForce, rulesInForce } from './judge.ts'
import { DEFAULT_POLICY, type Threshold } from './policy.ts'
import type { ChosenProfile } from './profiles.ts'
import type { WrittenPolicy } from './written-policy.ts'

/** What holds in one namespace. */
export interface Enforcement {
  readonly rules: RulesInForce
  readonly exemptions: readonly Exemption[]
  readonly denyAt: Threshold
  readonly warnAt: Threshold
  /** The lower of the two: what is less grave is of no consequence. */
  readonly least: Threshold
}

/** Says what holds in a namespace; null for objects that are in none. */
export type Enforcements = (namespace: string | null) => Enforcement

/** Works a policy out once, for all namespaces that it speaks of. */
export function enforcementsOf(
  rules: readonly AnyRule[],
  policy: Pick<WrittenPolicy, 'profiles' | 'rules' | 'exemptions' | 'admission'>,
): Enforcements {
  const { exemptions, admission } = policy
  const usual = enforcement(policy.profiles ?? DEFAULT_POLICY.profiles, admission.denyAt, admission.warnAt)
  const special = admission.namespaces.map(({ glob, profiles = policy.profiles, denyAt, warnAt }) => ({
    glob,
    enforcement: enforcement(
      profiles ?? DEFAULT_POLICY.profiles,
      denyAt ?? admission.denyAt,
      warnAt ?? admission.warnAt,
    ),
  }))
  function enforcement(profiles: readonly ChosenProfile[], denyAt: Threshold, warnAt: Threshold): Enforcement {
    const least = rank(denyAt) > rank(warnAt) ? denyAt : warnAt
    return { rules: rulesInForce(rules, { profiles, rules: policy.rules }, least), exemptions, denyAt, warnAt, least }
  }
  if (special.length === 0) return () => usual
  return namespace =>
    (namespace === null ? undefined : special.find(({ glob }) => glob.fits(namespace))?.enforcement) ?? usual
}

function rank(threshold: Threshold): number {
  return threshold === 'never' ? -1 : SEVERITIES.indexOf(threshold)
}
