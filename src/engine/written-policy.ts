import type { Origin } from '../model/origin.ts'
import type { Path } from '../model/path.ts'
import type { AnyRule, Level } from '../model/rule.ts'
import type { TextProblem } from '../model/source.ts'
import type { Span } from '../model/span.ts'
import { type Exemption, MATCHABLE, type Matchable } from './exemptions.ts'
import { type Glob, type Globs, loadGlobs } from './globs.ts'
import { type Admission, DEFAULT_ADMISSION, type NamespaceAdmission, type Threshold } from './policy.ts'
import { policyMistake } from './policy-mistake.ts'
import {
  type ChosenProfile,
  chosenProfiles,
  type OwnProfile,
  type OwnProfileText,
  ownProfilesOf,
  type RuleSettings,
} from './profiles.ts'
import { type ReleaseText, releaseOf, type WrittenRelease } from './releases.ts'

/** What a policy file says. */
export interface WrittenPolicy {
  readonly file: string
  readonly profiles?: readonly ChosenProfile[]
  /** The profiles that it makes itself, by name. */
  readonly ownProfiles: ReadonlyMap<string, OwnProfile>
  readonly rules: Readonly<Record<string, RuleSettings>>
  readonly chartVersion?: string
  readonly releases: readonly WrittenRelease[]
  readonly exemptions: readonly Exemption[]
  readonly admission: Admission
}

/** The text of a policy file, read as YAML. */
export interface PolicyText {
  readonly documents: readonly PolicyDocument[]
  readonly problems: readonly TextProblem[]
}

/** Data with its places. */
export interface PolicyDocument {
  readonly data: unknown
  locate(path: Path): Span | null
  locateKey(path: Path): Span | null
}

/** A policy that cannot be followed; the message begins with the place. */
export class PolicyMistake extends Error {}

/** The policy that a file holds; `fits` is as for `policyMistake`. Throws `PolicyMistake` with the place of the first mistake. */
export async function policyFrom(
  rules: readonly AnyRule[],
  { documents, problems }: PolicyText,
  file: string,
  fits?: (data: unknown) => boolean,
): Promise<WrittenPolicy> {
  const [problem] = problems
  const [document] = documents
  if (problem !== undefined) throw mistakeAt(file, problem.origin.span, problem.message)
  if (document === undefined || document.data === null)
    return { file, ownProfiles: new Map(), rules: {}, releases: [], exemptions: [], admission: DEFAULT_ADMISSION }
  const mistake = await policyMistake(rules, document.data, fits)
  if (mistake !== null)
    throw mistakeAt(file, document.locateKey(mistake.path) ?? document.locate(mistake.path), mistake.message)
  // the schema has accepted it
  const {
    profiles,
    ownProfiles = {},
    rules: written,
    chartVersion,
    releases = [],
    exemptions = [],
    admission = {},
  } = document.data as Written
  const originAt = (path: Path) => ({ by: 'file', name: file, path, span: document.locate(path) }) as const
  const namespaces = Object.entries(admission.namespaces ?? {})
  const own = ownProfilesOf(ownProfiles, settingsOf)
  const globs = exemptions.length > 0 || namespaces.length > 0 ? await loadGlobs() : null
  return {
    file,
    ...(profiles === undefined ? {} : { profiles: chosenProfiles(profiles, own) }),
    ownProfiles: own,
    ...(chartVersion === undefined ? {} : { chartVersion }),
    rules: Object.fromEntries(Object.entries(written ?? {}).map(([id, settings]) => [id, settingsOf(settings)])),
    releases: releases.map((release, i) => releaseOf(release, i, originAt)),
    exemptions: globs === null ? [] : exemptions.map((exemption, i) => exemptionOf(exemption, i, originAt, globs)),
    admission: {
      denyAt: admission.denyAt ?? DEFAULT_ADMISSION.denyAt,
      warnAt: admission.warnAt ?? DEFAULT_ADMISSION.warnAt,
      namespaces:
        globs === null
          ? []
          : namespaces
              .map(([pattern, { profiles, ...says }]) => ({
                ...says,
                ...(profiles === undefined ? {} : { profiles: chosenProfiles(profiles, own) }),
                pattern,
                glob: globs([pattern]),
              }))
              .sort(moreSpecific),
    },
  }
}

/** A policy file that its schema accepts. `off` in YAML is false. */
interface Written {
  readonly profiles?: readonly string[]
  readonly ownProfiles?: Readonly<Record<string, OwnProfileText<RuleText>>>
  readonly rules?: Readonly<Record<string, RuleText>>
  readonly chartVersion?: string
  readonly releases?: readonly ReleaseText[]
  readonly exemptions?: readonly WrittenExemption[]
  readonly admission?: {
    readonly denyAt?: Threshold
    readonly warnAt?: Threshold
    readonly namespaces?: Readonly<Record<string, NamespaceText>>
  }
}

type RuleText = Level | false | Readonly<Record<string, unknown>>

interface NamespaceText extends Omit<NamespaceAdmission, 'pattern' | 'glob' | 'profiles'> {
  readonly profiles?: readonly string[]
}

interface WrittenExemption {
  readonly rule?: string | readonly string[]
  readonly match?: { readonly [K in Matchable]?: string | readonly string[] }
  readonly reason: string
  readonly expires?: string
}

function settingsOf(written: RuleText): RuleSettings {
  if (typeof written !== 'object') return { severity: written === false ? 'off' : written }
  const { severity, ...options } = written
  return severity === undefined ? { options } : { severity: severity === false ? 'off' : (severity as Level), options }
}

function exemptionOf(
  { rule, match = {}, reason, expires }: WrittenExemption,
  index: number,
  originAt: (path: Path) => Origin,
  globs: Globs,
): Exemption {
  const path: Path = ['exemptions', index]
  const keys = Object.keys(MATCHABLE) as Matchable[]
  const named = keys.flatMap<[Matchable, Glob]>(key => {
    const patterns = match[key]
    return patterns === undefined ? [] : [[key, globs(listOf(patterns))]]
  })
  const at = expires === undefined ? path : [...path, 'expires']
  return {
    rules: rule === undefined ? null : listOf(rule),
    match: Object.fromEntries(named),
    reason,
    expires: expires ?? null,
    origin: originAt(at),
  }
}

function listOf(written: string | readonly string[]): readonly string[] {
  return typeof written === 'string' ? [written] : written
}

/** A name before a pattern, a longer pattern before a shorter one. The order in a file is not kept by all who write YAML. */
function moreSpecific(a: { readonly pattern: string }, b: { readonly pattern: string }): number {
  const [left, right] = [lettersOf(a.pattern), lettersOf(b.pattern)]
  return right - left || (a.pattern < b.pattern ? -1 : 1)
}

function lettersOf(pattern: string): number {
  return /[*?[\]{}()!+@]/.test(pattern) ? pattern.replace(/[*?[\]{}()!+@]/g, '').length : Number.POSITIVE_INFINITY
}

function mistakeAt(file: string, span: Span | null, message: string): PolicyMistake {
  const place = span === null ? file : `${file}:${span.line}:${span.column}`
  return new PolicyMistake(`${place}: ${message}`)
}
