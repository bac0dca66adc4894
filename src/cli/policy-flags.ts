import { rules } from '../../rules/index.ts'
import { nearest } from '../engine/nearest.ts'
import { DEFAULT_POLICY, type Policy, type RuleSettings } from '../engine/policy.ts'
import type { WrittenPolicy } from '../engine/written-policy.ts'
import { SEVERITIES } from '../model/finding.ts'
import { type Level, PROFILES } from '../model/rule.ts'
import type { JudgingFlags } from './program.ts'
import { UserError } from './user-error.ts'

/** The policy of the policy file, as far as the flags do not say otherwise. */
export function policyOf(flags: JudgingFlags, file: WrittenPolicy | null): Policy {
  const settings: Record<string, RuleSettings> = { ...file?.rules }
  for (const written of flags.rule) {
    const [id = '', level = ''] = written.split('=')
    const known = rules.map(rule => rule.id)
    if (!known.includes(id)) throw new UserError(`--rule ${written}: there is no rule "${id}"${nearest(id, known)}`)
    if (!isLevel(level)) throw new UserError(`--rule ${written}: write ${id}=off, info, warning or error`)
    settings[id] = { ...settings[id], severity: level }
  }
  const named = flags.profile.length > 0 ? flags.profile : (file?.profiles ?? DEFAULT_POLICY.profiles)
  return { profiles: PROFILES.filter(name => named.includes(name)), rules: settings }
}

function isLevel(written: string): written is Level {
  return written === 'off' || (SEVERITIES as readonly string[]).includes(written)
}
