import { levelsIn, severer } from '../model/levels.ts'
import type { Path } from '../model/path.ts'
import { type AnyRule, type Level, type Levels, type Option, PROFILES, type Profile } from '../model/rule.ts'
import { nearest } from './nearest.ts'

/** What somebody decided about a rule: a level for all its problems, and values for its options as he wrote them. */
export interface RuleSettings {
  readonly severity?: Level
  readonly options?: Readonly<Record<string, unknown>>
}

/** A profile that counts: one of ours by its name, or one of the policy's own. */
export type ChosenProfile = Profile | OwnProfile

/** A profile that a policy file makes of others. */
export interface OwnProfile {
  readonly name: string
  readonly extends: readonly ChosenProfile[]
  readonly rules: Readonly<Record<string, RuleSettings>>
}

/** A profile as it stands in a policy file that its schema accepts; `R` is a rule's part. */
export interface OwnProfileText<R> {
  readonly extends?: string | readonly string[]
  readonly rules?: Readonly<Record<string, R>>
}

/** A rule's levels in some profiles: of several, the most severe. */
export function levelsUnder(rule: AnyRule, profiles: readonly ChosenProfile[]): Levels {
  let levels: Levels | null = null
  for (const profile of profiles) {
    const own = typeof profile === 'string' ? levelsIn(rule, [profile]) : levelsOfOwn(rule, profile)
    levels = levels === null ? own : severer(levels, own)
  }
  return levels ?? levelsIn(rule, [])
}

/** What a rule's option is in some profiles: of several, the stricter. */
export function optionUnder(id: string, name: string, option: Option, profiles: readonly ChosenProfile[]): unknown {
  const values = profiles.map(profile => {
    if (typeof profile === 'string') return option.profiles?.[profile] ?? option.default
    const written = profile.rules[id]?.options?.[name]
    return written === undefined ? optionUnder(id, name, option, profile.extends) : readOption(option, written)
  })
  return values.length === 0 ? option.default : values.reduce((a, b) => option.stricter(a, b))
}

/** From what a user wrote to what the check gets. */
export function readOption(option: Option, written: unknown): unknown {
  return option.read ? option.read(written as never) : written
}

/** The profiles of a policy file by name, each with those it extends, of which none extends itself. */
export function ownProfilesOf<R>(
  texts: Readonly<Record<string, OwnProfileText<R>>>,
  settingsOf: (written: R) => RuleSettings,
): ReadonlyMap<string, OwnProfile> {
  const made = new Map<string, OwnProfile>()
  const profileOf = (name: string): OwnProfile => {
    const before = made.get(name)
    if (before !== undefined) return before
    const text = texts[name] ?? {}
    const rules = Object.entries(text.rules ?? {}).map(([id, written]) => [id, settingsOf(written)])
    const bases = basesOf(text).map(base => (isBuiltIn(base) ? base : profileOf(base)))
    const profile = { name, extends: bases, rules: Object.fromEntries(rules) }
    made.set(name, profile)
    return profile
  }
  for (const name of Object.keys(texts)) profileOf(name)
  return made
}

/** The profiles of these names, ours in our order before the policy's own. */
export function chosenProfiles(names: readonly string[], own: ReadonlyMap<string, OwnProfile>): ChosenProfile[] {
  return [
    ...PROFILES.filter(name => names.includes(name)),
    ...[...own.values()].filter(({ name }) => names.includes(name)),
  ]
}

/** Why a name is that of no profile; null if it is that of one. */
export function unknownProfile(name: string, own: Iterable<string>): string | null {
  const known = [...PROFILES, ...own]
  if (known.includes(name)) return null
  return `there is no profile "${name}"${nearest(name, known) || `; there are ${known.join(', ')}`}`
}

/** Of the parts of a policy, those that name profiles. */
interface NamingProfiles {
  readonly profiles?: readonly string[]
  readonly ownProfiles?: Readonly<Record<string, OwnProfileText<unknown>>>
  readonly admission?: { readonly namespaces?: Readonly<Record<string, { readonly profiles?: readonly string[] }>> }
}

/** What a schema cannot say of profiles: names that none has, or that one of ours has already, and circles. */
export function profileMistake(policy: NamingProfiles): { readonly path: Path; readonly message: string } | null {
  const { profiles = [], ownProfiles = {}, admission } = policy
  const own = Object.keys(ownProfiles)
  for (const name of own) {
    const path: Path = ['ownProfiles', name]
    if (isBuiltIn(name)) return { path, message: `jhub-lint has a profile "${name}" itself: give yours another name` }
    const circle = circleFrom(name, ownProfiles)
    if (circle !== null)
      return { path: [...path, 'extends'], message: `the profile extends itself: ${circle.join(' extends ')}` }
  }
  const named: (readonly [Path, readonly string[]])[] = [
    [['profiles'], profiles],
    ...own.map(name => [['ownProfiles', name, 'extends'], basesOf(ownProfiles[name] ?? {})] as const),
    ...Object.entries(admission?.namespaces ?? {}).map(
      ([pattern, says]) => [['admission', 'namespaces', pattern, 'profiles'], says.profiles ?? []] as const,
    ),
  ]
  for (const [path, names] of named)
    for (const [i, name] of names.entries()) {
      const message = unknownProfile(name, own)
      const isAlone = path[0] === 'ownProfiles' && typeof ownProfiles[String(path[1])]?.extends === 'string'
      if (message !== null) return { path: isAlone ? path : [...path, i], message }
    }
  return null
}

function levelsOfOwn(rule: AnyRule, { rules, extends: bases }: OwnProfile): Levels {
  const own = rules[rule.id]?.severity
  return own ?? (bases.length > 0 ? levelsUnder(rule, bases) : 'off')
}

function isBuiltIn(name: string): name is Profile {
  return (PROFILES as readonly string[]).includes(name)
}

function basesOf({ extends: bases = [] }: OwnProfileText<unknown>): readonly string[] {
  return typeof bases === 'string' ? [bases] : bases
}

/** The way from a profile back to itself; null if there is none. */
function circleFrom(name: string, texts: Readonly<Record<string, OwnProfileText<unknown>>>): string[] | null {
  const seen = new Set<string>()
  const wayFrom = (at: string): string[] | null => {
    for (const base of basesOf(texts[at] ?? {})) {
      if (base === name) return [at, base]
      if (seen.has(base)) continue
      seen.add(base)
      const way = wayFrom(base)
      if (way !== null) return [at, ...way]
    }
    return null
  }
  return wayFrom(name)
}
