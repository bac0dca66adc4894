import type { Hub } from '../../model/hub.ts'
import { child, Opaque, type Traced } from '../../model/traced.ts'
import type { HubValues } from '../../model/values.ts'
import { View } from '../../model/view.ts'
import { compareVersions } from '../charts/versions.ts'
import { valuesPath } from '../config/chart-settings/traits.ts'
import { byDefault, isMap } from '../derived.ts'
import { merged } from './merged.ts'
import { inWords, Obstacle } from './obstacle.ts'
import { currentName, isAttribute, type Trait, traitsOf } from './traits.ts'
import { accepted } from './validate.ts'

/** A spawner of one user: the value of every trait, configured or not. Overriding makes a new one. */
export class Spawner {
  readonly kubespawner: string
  private readonly traits: ReadonlyMap<string, Trait>
  private readonly set: ReadonlyMap<string, Traced>
  private readonly parent: Spawner | undefined
  private readonly byDefault: (trait: string) => Traced

  constructor(
    kubespawner: string,
    set: ReadonlyMap<string, Traced>,
    byDefault: Spawner['byDefault'],
    parent: Spawner | undefined,
  ) {
    this.kubespawner = kubespawner
    this.traits = traitsOf(kubespawner)
    this.set = set
    this.parent = parent
    this.byDefault = byDefault
  }

  get(trait: string): Traced {
    for (let level: Spawner | undefined = this; level !== undefined; level = level.parent) {
      const value = level.set.get(trait)
      if (value !== undefined) return value
    }
    return this.byDefault(trait)
  }

  /** Whether somebody set the trait. */
  has(trait: string): boolean {
    for (let level: Spawner | undefined = this; level !== undefined; level = level.parent)
      if (level.set.has(trait)) return true
    return false
  }

  /** What this spawner changes against the one it was made from. */
  get changes(): Iterable<[trait: string, value: Traced]> {
    return this.set
  }

  /** This spawner with a `kubespawner_override` applied; itself where that changes nothing. */
  override(by: View): Spawner | Obstacle {
    if (!by.exists) return this
    if (by.isOpaque) return new Spawner(this.kubespawner, allOf(this.traits, by.traced), this.byDefault, this)
    if (!by.isMap) return new Obstacle(`kubespawner_override is ${inWords(by.raw)}`, by)
    const set = new Map<string, Traced>()
    for (const [key, value] of by.entries()) {
      const trait = this.nameOf(key)
      const made = this.overridden(trait, value, set.get(trait) ?? (this.knows(trait) ? this.get(trait) : undefined))
      if (made instanceof Obstacle) return made
      if (made !== undefined) set.set(trait, made)
    }
    return set.size === 0 ? this : new Spawner(this.kubespawner, set, this.byDefault, this)
  }

  /** From 5 on, maps are merged into maps. Source: jupyterhub/kubespawner@7.0.0:kubespawner/spawner.py (`_apply_overrides`). */
  private overridden(trait: string, value: View, current: Traced | undefined): Traced | Obstacle | undefined {
    const merges = value.isMap && compareVersions(this.kubespawner, '5.0.0') >= 0
    if (current === undefined) {
      if (isAttribute(trait)) return value.traced
      return merges ? new Obstacle(`KubeSpawner has no ${trait} to put a map into`, value) : undefined
    }
    if (merges && current.data instanceof Opaque) return current
    if (merges && isMap(current.data)) return merged(current, value)
    return validated(trait, this.traits.get(trait), value, this.kubespawner)
  }

  private knows(trait: string): boolean {
    return this.traits.has(trait)
  }

  /** Former names are properties that set the new name, which may be a former one again. */
  private nameOf(key: string): string {
    const next = currentName(key, this.kubespawner)
    return next === undefined ? key : this.nameOf(next)
  }
}

/** The spawner as the hub configures it, with what makes every spawn fail. */
export function configuredSpawner(hub: Hub, sections: readonly string[]): { spawner: Spawner; obstacles: Obstacle[] } {
  const { kubespawner } = hub.chart
  const traits = traitsOf(kubespawner)
  const set = new Map<string, Traced>()
  const obstacles: Obstacle[] = []
  for (const [trait, value] of configured(hub, sections)) {
    const made = validated(trait, traits.get(trait), value, kubespawner)
    if (made instanceof Obstacle) obstacles.push(made)
    else set.set(trait, made)
  }
  return { spawner: new Spawner(kubespawner, set, defaults(hub, traits), undefined), obstacles }
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
  const { traced } = value
  return made.data === value.raw ? traced : { data: made.data, origin: path => traced.origin(placeOf(value, path)) }
}

/** A text may have become a list of one. */
function placeOf(value: View, path: readonly (string | number)[]) {
  return path.length > 0 && child(value.raw, path[0] ?? '') === undefined ? [] : path
}

function allOf(traits: ReadonlyMap<string, Trait>, value: Traced): Map<string, Traced> {
  return new Map([...traits.keys()].map(trait => [trait, value]))
}

/** KubeSpawner's own defaults; they point to where a person would write something else. */
function defaults(hub: Hub, traits: ReadonlyMap<string, Trait>): (trait: string) => Traced {
  const before = new Map<string, Traced>()
  return trait => {
    const known = before.get(trait)
    if (known !== undefined) return known
    const made = byDefault(
      traits.get(trait)?.default ?? null,
      'platform',
      `KubeSpawner ${hub.chart.kubespawner}`,
      placeOfTrait(hub.values, trait, hub),
    )
    before.set(trait, made)
    return made
  }
}

/** Where a person would set a trait: a value of the chart if there is one, else `hub.config`. */
export function placeOfTrait(values: View<HubValues>, trait: string, hub: Hub): View {
  return values.down(valuesPath(trait, hub.chart) ?? ['hub', 'config', 'KubeSpawner', trait])
}
