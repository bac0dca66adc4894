import { rules } from '../../rules/index.ts'
import { nearest } from '../engine/nearest.ts'
import { DEFAULT_POLICY, type Policy } from '../engine/policy.ts'
import { chosenProfiles, type RuleSettings, unknownProfile } from '../engine/profiles.ts'
import type { WrittenPolicy } from '../engine/written-policy.ts'
import { SEVERITIES } from '../model/finding.ts'
import type { Level } from '../model/rule.ts'
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
  return { profiles: profilesOf(flags.profile, file), rules: settings }
}

function profilesOf(named: readonly string[], file: WrittenPolicy | null): Policy['profiles'] {
  if (named.length === 0) return file?.profiles ?? DEFAULT_POLICY.profiles
  const own = file?.ownProfiles ?? new Map()
  for (const name of named) {
    const wrong = unknownProfile(name, own.keys())
    if (wrong !== null) throw new UserError(`--profile ${name}: ${wrong}`)
  }
  return chosenProfiles(named, own)
}

function isLevel(written: string): written is Level {
  return written === 'off' || (SEVERITIES as readonly string[]).includes(written)
}
