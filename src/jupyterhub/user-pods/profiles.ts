import type { Profile as ProfileValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import { compareVersions } from '../charts/versions.ts'
import { truthy } from '../derived.ts'
import { keysInOrder } from '../key-order.ts'
import { inWords, Obstacle } from './obstacle.ts'
import { slugify } from './slugs.ts'

/** A profile that users choose from, ready to be applied. */
export interface Profile {
  readonly slug: string
  /** As people see it. */
  readonly name: string
  readonly isDefault: boolean
  readonly override: View
  readonly options: readonly ProfileOption[]
  /** The profile as it was written. */
  readonly at: View<ProfileValues>
  /** What keeps it from being applied. */
  readonly obstacle: Obstacle | undefined
}

export interface ProfileOption {
  readonly key: string
  readonly name: string
  readonly choices: readonly Choice[]
  /** The choice of those who choose nothing; undefined where there is none. */
  readonly preselected: Choice | undefined
  /** What is set for those who type something of their own; undefined where they may not. */
  readonly unlisted: View | undefined
  readonly at: View
}

export interface Choice {
  readonly key: string
  readonly name: string
  readonly override: View
  readonly obstacle: Obstacle | undefined
}

/** How profiles are read, by KubeSpawner version. Source: jupyterhub/kubespawner@<tag>:kubespawner/spawner.py (`_load_profile`), 0.10.1 to 7.0.0. */
interface Reading {
  /** Options exist from 4 on. */
  readonly options: boolean
  /** What users type counts from 6.1 on. */
  readonly unlisted: boolean
  /** Choices without an override are an error before 6.1. */
  readonly overrideRequired: boolean
  /** Of several defaults the last counts before 6.1, later the first. */
  readonly firstDefault: boolean
  /** The form of 0.10 sends a number, later ones the slug. */
  readonly byNumber: boolean
}

/** The profiles in the order of the form, or what makes every spawn fail. */
export function profilesIn(list: View, kubespawner: string): Profile[] | Obstacle {
  const recent = compareVersions(kubespawner, '6.1.0') >= 0
  const reading = {
    options: compareVersions(kubespawner, '4.0.0') >= 0,
    unlisted: recent,
    overrideRequired: !recent,
    firstDefault: recent,
    byNumber: compareVersions(kubespawner, '0.11.0') < 0,
  }
  const entries = [...list.each()] as View<ProfileValues>[]
  const preselected = defaultOf(entries, reading)
  const profiles: Profile[] = []
  for (const entry of entries) {
    if (entry.isOpaque) continue
    const profile = read(entry, entry === preselected, reading)
    if (profile instanceof Obstacle) return profile
    // a slug that was there before is never reached, unless nobody chooses
    if (profile.isDefault || reading.byNumber || profiles.every(({ slug }) => slug !== profile.slug))
      profiles.push(profile)
  }
  return profiles
}

function read(entry: View<ProfileValues>, isDefault: boolean, reading: Reading): Profile | Obstacle {
  const [name, slug] = [entry.at('display_name'), entry.at('slug')]
  if (!slug.exists && name.text === undefined) return new Obstacle('a profile has no display_name', entry)
  const options = reading.options ? optionsIn(entry.at('profile_options'), reading) : []
  if (options instanceof Obstacle) return options
  return {
    slug: slug.text ?? slugify(name.text ?? ''),
    name: name.text ?? slug.text ?? '',
    isDefault,
    override: entry.at('kubespawner_override'),
    options,
    at: entry,
    obstacle: name.exists ? undefined : new Obstacle('it has no display_name', entry),
  }
}

function optionsIn(options: View, reading: Reading): ProfileOption[] | Obstacle {
  if (!options.isMap) {
    const fails = options.exists && !options.isOpaque && (reading.firstDefault || truthy(options.raw))
    return fails ? new Obstacle(`profile_options is ${inWords(options.raw)}`, options) : []
  }
  return keysInOrder(options).map(key => {
    const option = options.get(key)
    const choices = choicesIn(option.get('choices'), reading)
    const unlisted = option.get('unlisted_choice')
    return {
      key,
      name: option.get('display_name').text ?? key,
      choices: choices.map(({ choice }) => choice),
      preselected: defaultOf(
        choices.map(({ at }) => at),
        reading,
        choices,
      )?.choice,
      unlisted:
        reading.unlisted && truthy(unlisted.get('enabled').raw) ? unlisted.get('kubespawner_override') : undefined,
      at: option,
    }
  })
}

interface PlacedChoice {
  readonly choice: Choice
  readonly at: View
}

function choicesIn(choices: View, reading: Reading): PlacedChoice[] {
  return keysInOrder(choices).map(key => {
    const at = choices.get(key)
    const override = at.get('kubespawner_override')
    const isMissing = reading.overrideRequired && !override.exists
    const obstacle = isMissing
      ? new Obstacle(`the choice ${JSON.stringify(key)} has no kubespawner_override`, at)
      : undefined
    return { at, choice: { key, name: at.get('display_name').text ?? key, override, obstacle } }
  })
}

/** The one of those who choose nothing: one that is marked, else the first. */
function defaultOf(entries: readonly View[], reading: Reading): View | undefined
function defaultOf<T>(entries: readonly View[], reading: Reading, results: readonly T[]): T | undefined
function defaultOf(entries: readonly View[], reading: Reading, results: readonly unknown[] = entries): unknown {
  const isMarked = (entry: View) => truthy(entry.get('default').raw)
  const marked = reading.firstDefault ? entries.findIndex(isMarked) : entries.findLastIndex(isMarked)
  return results[Math.max(marked, 0)]
}
