import type { Hub } from '../../model/hub.ts'
import { isWritten } from '../../model/origin.ts'
import { child, Opaque, type Traced, traced } from '../../model/traced.ts'
import type { HubValues } from '../../model/values.ts'
import { View } from '../../model/view.ts'
import { compareVersions } from '../charts/versions.ts'
import { valuesPath } from '../config/chart-settings/traits.ts'
import { defaultOf, isMap } from '../derived.ts'
import { LocalFunction } from '../python/local-function.ts'
import { called } from './callables.ts'
import { merged } from './merged.ts'
import { inWords, Obstacle } from './obstacle.ts'
import { currentName, isAttribute, type Trait, traitsOf } from './traits.ts'
import { accepted } from './validate.ts'

/** One entry of a `kubespawner_override`, with what it made so far. */
interface Override {
  readonly trait: string
  readonly value: View
  alone: Traced | Obstacle | undefined
  readonly into: WeakMap<Traced, Traced | Obstacle>
}

/** By user: functions may give each another value. */
const read = new WeakMap<View, readonly Override[]>()

/** What all spawners of a hub have in common. */
interface Common {
  readonly kubespawner: string
  /** Whose server it is: functions are called for it. */
  readonly user: string
  readonly traits: ReadonlyMap<string, Trait>
  readonly configuration: ReadonlyMap<string, Traced>
  /** From 5 on, maps are merged into maps. Source: jupyterhub/kubespawner@7.0.0:kubespawner/spawner.py (`_apply_overrides`). */
  readonly mergesMaps: boolean
  byDefault(trait: string): Traced
}

const NO_CHANGES: ReadonlyMap<string, Traced> = new Map()

/** A spawner of one user: the value of every trait, configured or not. Overriding makes a new one. */
export class Spawner {
  /** What overrides set, on top of the configuration. */
  readonly changes: ReadonlyMap<string, Traced>
  private readonly common: Common

  constructor(common: Common, changes: ReadonlyMap<string, Traced> = NO_CHANGES) {
    this.common = common
    this.changes = changes
  }

  get kubespawner(): string {
    return this.common.kubespawner
  }

  get(trait: string): Traced {
    return this.changes.get(trait) ?? this.common.configuration.get(trait) ?? this.common.byDefault(trait)
  }

  /** Whether an override or the configuration sets the trait. */
  has(trait: string): boolean {
    return this.changes.has(trait) || this.common.configuration.has(trait)
  }

  /** What the configuration sets. */
  get configured(): Iterable<[trait: string, value: Traced]> {
    return this.common.configuration
  }

  /** This spawner with a `kubespawner_override` applied; an absent one changes nothing. */
  override(by: View): Spawner | Obstacle {
    if (!by.exists) return this
    if (by.isOpaque) return this.with(allOf(this.common.traits, by.traced))
    if (!by.isMap) return new Obstacle(`kubespawner_override is ${inWords(by.raw)}`, by)
    const changes = new Map(this.changes)
    for (const over of this.overrides(by)) {
      const { trait } = over
      const current = changes.get(trait) ?? (this.common.traits.has(trait) ? this.get(trait) : undefined)
      const made = this.overridden(over, current)
      if (made instanceof Obstacle) return made
      if (made !== undefined) changes.set(trait, made)
    }
    return this.with(changes)
  }

  private with(changes: ReadonlyMap<string, Traced>): Spawner {
    return new Spawner(this.common, changes)
  }

  private overridden(over: Override, current: Traced | undefined): Traced | Obstacle | undefined {
    const { trait, value } = over
    const merges = value.isMap && this.common.mergesMaps
    if (current === undefined) {
      if (isAttribute(trait)) return value.traced
      return merges ? new Obstacle(`KubeSpawner has no ${trait} to put a map into`, value) : undefined
    }
    if (merges && current.data instanceof Opaque) return current
    if (!merges || !isMap(current.data)) {
      over.alone ??= validated(trait, this.common.traits.get(trait), value, this.kubespawner)
      return over.alone
    }
    const before = over.into.get(current)
    if (before !== undefined) return before
    const now = merged(current, value)
    over.into.set(current, now)
    return now
  }

  /** The entries of an override, read once: many pods share them. */
  private overrides(by: View): readonly Override[] {
    const before = read.get(by)
    if (before !== undefined) return before
    const now = [...by.entries()].map(([key, value]) => ({
      trait: this.nameOf(key),
      value: this.called(value),
      alone: undefined,
      into: new WeakMap(),
    }))
    read.set(by, now)
    return now
  }

  /** A function in an override is called as the override is applied. */
  private called(value: View): View {
    return value.raw instanceof LocalFunction ? View.of(called(value.traced, this.common.user, 'as it is')) : value
  }

  /** Former names are properties that set the new name, which may be a former one again. */
  private nameOf(key: string): string {
    const next = currentName(key, this.kubespawner)
    return next === undefined ? key : this.nameOf(next)
  }
}

/** The spawner as the hub configures it, with what makes every spawn fail. */
export function configuredSpawner(
  hub: Hub,
  user: string,
  sections: readonly string[],
): { spawner: Spawner; obstacles: Obstacle[] } {
  const { kubespawner } = hub.chart
  const traits = traitsOf(kubespawner)
  const configuration = new Map<string, Traced>()
  const obstacles: Obstacle[] = []
  for (const [trait, value] of configured(hub, sections)) {
    const made = validated(trait, traits.get(trait), value, kubespawner)
    if (made instanceof Obstacle) obstacles.push(made)
    else configuration.set(trait, made)
  }
  const mergesMaps = compareVersions(kubespawner, '5.0.0') >= 0
  const common = { kubespawner, user, traits, configuration, mergesMaps, byDefault: defaults(hub, traits) }
  return { spawner: new Spawner(common), obstacles }
}

/** What the sections say, the most special first to be heard. Former names count in KubeSpawner's own section, unless the new one is there. */
function configured(hub: Hub, sections: readonly string[]): Map<string, View> {
  const traits = traitsOf(hub.chart.kubespawner)
  const found = new Map<string, View>()
  for (const section of sections) {
    for (const trait of hub.config.traits(section)) {
      const value = hub.config.trait(section, trait)
      const now = section === 'KubeSpawner' ? currentName(trait, hub.chart.kubespawner) : undefined
      const isFormer = now !== undefined && !hub.config.trait(section, now).exists
      const name = isFormer ? now : trait
      if (value.exists && traits.has(name) && !found.has(name)) found.set(name, value)
    }
  }
  return found
}

function validated(name: string, trait: Trait | undefined, value: View, kubespawner: string): Traced | Obstacle {
  const made = accepted(trait?.type ?? 'any', value.raw, kubespawner)
  if (made === undefined) return new Obstacle(`${name} is ${inWords(value.raw)}`, value)
  const as = value.traced
  return made.data === value.raw ? as : { data: made.data, origin: path => as.origin(placeOf(value, path)) }
}

/** A text may have become a list of one. */
function placeOf(value: View, path: readonly (string | number)[]) {
  return path.length > 0 && child(value.raw, path[0] ?? '') === undefined ? [] : path
}

function allOf(traits: ReadonlyMap<string, Trait>, value: Traced): Map<string, Traced> {
  return new Map([...traits.keys()].map(trait => [trait, value]))
}

/** KubeSpawner's own defaults. They point to where a person would write something else, and to the null that somebody wrote there. */
function defaults(hub: Hub, traits: ReadonlyMap<string, Trait>): (trait: string) => Traced {
  const before = new Map<string, Traced>()
  return trait => {
    const known = before.get(trait)
    if (known !== undefined) return known
    const place = placeOfTrait(hub.values, trait, hub)
    const made = traced(traits.get(trait)?.default ?? null, () => {
      const origin = place.origin()
      return isWritten(origin) ? origin : defaultOf('platform', `KubeSpawner ${hub.chart.kubespawner}`, place)
    })
    before.set(trait, made)
    return made
  }
}

/** Where a person would set a trait: a value of the chart if there is one, else `hub.config`. */
export function placeOfTrait(values: View<HubValues>, trait: string, hub: Hub): View {
  return values.down(valuesPath(trait, hub.chart) ?? ['hub', 'config', 'KubeSpawner', trait])
}
