import type { Hub, Unknown } from '../../model/hub.ts'
import type { Pod } from '../../model/pod.ts'
import type { Traced } from '../../model/traced.ts'
import type { Profile as ProfileValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import { compareVersions } from '../charts/versions.ts'
import { Maker } from './maker.ts'
import { Obstacle } from './obstacle.ts'
import { type Made, podOf } from './pod.ts'
import { offered } from './profile-list.ts'
import type { Choice, Profile, ProfileOption } from './profiles.ts'
import { configuredSpawner, type Spawner } from './spawner.ts'
import { spawnerClass } from './spawner-class.ts'
import { typedOverride } from './typed.ts'
import { hiddenIn, hooksOf } from './unknown.ts'

/** A pod that KubeSpawner will make for a user. */
export interface UserPod {
  /** `user pod`, `user pod (profile "GPU")`, `user pod (profile "GPU", image "R")`. */
  readonly subject: string
  /** KubeSpawner's slug; null for a hub without profiles. */
  readonly profile: string | null
  /** The profile as the form shows it. */
  readonly profileName: string | null
  /** The chosen choice of each option; empty for what the form preselects. */
  readonly options: Readonly<Record<string, string>>
  /** Whether a user who chooses nothing gets it. */
  readonly default: boolean
  /** Whether the user has typed something of their own for an option: what is fixed beside it is all that is known. */
  readonly typed: boolean
  /** Whether it is ever made; of a pod that is not, `pod` is what can be told. */
  readonly spawns: boolean
  readonly pod: Traced<Pod>
}

export interface UserPods {
  readonly pods: readonly UserPod[]
  /** The profiles that users choose from, those included that a function may offer to some of them only. */
  readonly profiles: readonly View<ProfileValues>[]
  /** The pods that are never made, and why. */
  readonly never: readonly NeverMade[]
  /** Whether nothing changes them after what is read here: no hook, no spawner of one's own. */
  readonly final: boolean
  /** What cannot be known about them: hooks, callables, a spawner of one's own. */
  readonly unknown: readonly Unknown[]
}

/** Why a pod is never made. */
export interface NeverMade {
  /** `profile "GPU"`; null for every pod. */
  readonly who: string | null
  /** What is wrong: `uid is the text "0"`. */
  readonly reason: string
  readonly at: View
}

const known = new WeakMap<Hub, Map<string, UserPods>>()

/** The pods that users of a hub get, with templates expanded for `user` and the default server. */
export function userPods(hub: Hub, user = 'alice'): UserPods {
  const ofHub = known.get(hub) ?? new Map<string, UserPods>()
  known.set(hub, ofHub)
  const before = ofHub.get(user)
  if (before !== undefined) return before
  const now = project(hub, user)
  ofHub.set(user, now)
  return now
}

function project(hub: Hub, user: string): UserPods {
  const { sections, isKubeSpawner, unknown } = spawnerClass(hub)
  if (!isKubeSpawner) return { pods: [], profiles: [], never: [], final: false, unknown }
  const { spawner, obstacles } = configuredSpawner(hub, user, sections)
  const changing = [...unknown, ...hooksOf(spawner)]
  const found: Unknown[] = [...changing, ...hiddenIn(spawner.configured, 'KubeSpawner', user)]
  const projection = new Projection(new Maker(hub, user, spawner), found)
  if (obstacles.length > 0) projection.nothing(spawner, obstacles)
  else projection.all(spawner)
  const { pods, profiles, never } = projection
  return { pods, profiles, never, final: changing.length === 0, unknown: found }
}

function nothingSpawns({ sentence, at }: Obstacle): NeverMade {
  return { who: null, reason: sentence, at }
}

/** What becomes of such pods, as a whole sentence without full stop; of several with one reason, `who` is the first. */
export function neverSpawns(who: string | null, others: number, reason: string): string {
  if (who === null) return `no user pod ever spawns: ${reason}`
  return others === 0 ? `${who} never spawns: ${reason}` : `${who} and ${others} more never spawn: ${reason}`
}

/** Who gets a pod, and by which choice. */
type Choosing = Omit<UserPod, 'pod' | 'spawns'>

const WITHOUT_PROFILE: Choosing = {
  ...{ subject: 'user pod', profile: null, profileName: null, options: {} },
  ...{ default: true, typed: false },
}

function keyOf({ profile, options }: Choosing): string {
  return JSON.stringify([profile, options])
}

/** The pods of a hub as they are found, profile by profile, choice by choice. */
class Projection {
  readonly profiles: View<ProfileValues>[] = []
  private readonly spawning: UserPod[] = []
  /** The first pod that is never made, as far as it can be told. */
  private unmade: UserPod | undefined
  readonly never: NeverMade[] = []
  private readonly unknown: Unknown[]
  private readonly maker: Maker
  private readonly made = new WeakMap<Spawner, Made>()
  /** What was said of the profile at hand: its choices need not repeat it. */
  private said = new Set<Obstacle>()
  /** For whom the pods at hand are, where a function makes the profiles for each user. */
  private whose = ''
  /** The pods that are there already, once those of other users are looked for. */
  private offered: ReadonlySet<string> = new Set()

  constructor(maker: Maker, unknown: Unknown[]) {
    this.maker = maker
    this.unknown = unknown
  }

  /** The pods that are made; where none ever is, what can be told of the first, so that what was written is judged. */
  get pods(): readonly UserPod[] {
    return this.spawning.length === 0 && this.unmade !== undefined ? [this.unmade] : this.spawning
  }

  /** The pod without any profile, where nothing spawns. */
  nothing(spawner: Spawner, obstacles: readonly Obstacle[]): void {
    this.never.push(...obstacles.map(nothingSpawns))
    this.unmade = { ...WITHOUT_PROFILE, spawns: false, pod: this.podOf(spawner).pod }
  }

  all(base: Spawner): void {
    const profiles = offered(base, this.maker)
    if (profiles instanceof Obstacle) {
      this.nothing(base, [profiles])
      return
    }
    const { mine, others } = profiles
    // 0.10 applies profiles only to those who come through the form
    const onlyByForm = compareVersions(base.kubespawner, '0.11.0') < 0
    if (mine !== null && (mine.length === 0 || onlyByForm)) this.add(WITHOUT_PROFILE, base, 'no user pod')
    if (others.length > 0) this.whose = ' for a user in no group'
    for (const profile of mine ?? []) this.profile(base, profile, !onlyByForm)
    this.whose = ''
    if (others.length > 0) this.offered = new Set(this.spawning.map(keyOf))
    for (const profile of others) this.profile(base, profile, false)
  }

  private profile(base: Spawner, profile: Profile, mayBeDefault: boolean): void {
    this.profiles.push(profile.at)
    const label = `profile "${profile.name}"`
    this.said = new Set()
    const spawner = profile.obstacle ?? base.override(profile.override)
    if (spawner instanceof Obstacle) {
      this.isNeverMade(label, spawner)
      return
    }
    this.unknown.push(...hiddenIn(spawner.changes, label, this.maker.user))
    const subject = `user pod (${label})`
    const entry = { profile: profile.slug, profileName: profile.name, options: {}, subject, typed: false }
    // 4.x makes no pod of a profile with options unless each option was chosen
    const byItself = profile.options.length === 0 || compareVersions(base.kubespawner, '5.0.0') >= 0
    const preselected = steps(spawner, profile.options)
    this.add({ ...entry, default: profile.isDefault && byItself && mayBeDefault }, last(preselected), label)
    for (const [i, option] of profile.options.entries()) {
      for (const choice of option.choices) {
        const name = `${label}, ${option.name} "${choice.name}"`
        const pod = { ...entry, options: { [option.key]: choice.key }, subject: `user pod (${name})`, default: false }
        const isSame = choice === option.preselected
        this.add(pod, isSame ? last(preselected) : chosen(preselected, profile.options, i, choice), name)
      }
      const override = option.unlisted === undefined ? undefined : typedOverride(option.unlisted)
      if (override === undefined) continue
      const name = `${label}, ${option.name} as typed by the user`
      const pod = { ...entry, options: { [option.key]: '{value}' }, subject: `user pod (${name})`, default: false }
      const choice = { key: '{value}', name, override, obstacle: undefined }
      this.add({ ...pod, typed: true }, chosen(preselected, profile.options, i, choice), name)
    }
  }

  private add(pod: Choosing, spawner: Spawner | Obstacle, label: string): void {
    if (this.offered.size > 0 && this.offered.has(keyOf(pod))) return
    if (spawner instanceof Obstacle) {
      this.isNeverMade(label, spawner)
      return
    }
    const { pod: made, obstacle } = this.podOf(spawner)
    if (obstacle === undefined) this.spawning.push({ ...pod, spawns: true, pod: made })
    else {
      this.unmade ??= { ...pod, spawns: false, pod: made }
      this.isNeverMade(label, obstacle)
    }
  }

  private podOf(spawner: Spawner): Made {
    const before = this.made.get(spawner)
    if (before !== undefined) return before
    const now = podOf(spawner, this.maker)
    this.made.set(spawner, now)
    return now
  }

  private isNeverMade(label: string, obstacle: Obstacle): void {
    if (this.said.has(obstacle)) return
    this.said.add(obstacle)
    const { sentence, at, avoidable } = obstacle
    // a user gets past it by typing something: what the pod then is cannot be known
    if (avoidable) this.unknown.push({ sentence: `${label} spawns only with ${sentence}`, at })
    else if (this.whose !== '') this.unknown.push({ sentence: `${label} never spawns${this.whose}: ${sentence}`, at })
    else if (label === 'no user pod') this.never.push(nothingSpawns(obstacle))
    else this.never.push({ who: label, reason: sentence, at })
  }
}

/** A spawner before, between and after its options, each as preselected. Past an obstacle there is only that. */
function steps(spawner: Spawner, options: readonly ProfileOption[]): (Spawner | Obstacle)[] {
  const made: (Spawner | Obstacle)[] = [spawner]
  for (const option of options) made.push(applied(last(made), option, option.preselected))
  return made
}

/** A spawner with one option as chosen and the others as preselected. */
function chosen(
  preselected: readonly (Spawner | Obstacle)[],
  options: readonly ProfileOption[],
  which: number,
  choice: Choice,
): Spawner | Obstacle {
  let made = preselected[which] ?? last(preselected)
  for (const [i, option] of options.entries())
    if (i >= which) made = applied(made, option, i === which ? choice : option.preselected)
  return made
}

function applied(spawner: Spawner | Obstacle, option: ProfileOption, choice: Choice | undefined): Spawner | Obstacle {
  if (spawner instanceof Obstacle) return spawner
  if (choice === undefined)
    return option.unlisted !== undefined
      ? new Obstacle(`what the user types for the option "${option.name}"`, option.at, true)
      : new Obstacle(`the option "${option.name}" has no choices to preselect one of`, option.at)
  return choice.obstacle ?? spawner.override(choice.override)
}

function last(made: readonly (Spawner | Obstacle)[]): Spawner | Obstacle {
  const [first] = made
  const end = made.at(-1) ?? first
  if (end === undefined) throw new Error('a profile has at least its own spawner')
  return end
}
