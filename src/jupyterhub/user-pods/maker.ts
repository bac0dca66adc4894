import type { Hub } from '../../model/hub.ts'
import type { Origin } from '../../model/origin.ts'
import { Opaque, type Traced } from '../../model/traced.ts'
import { compareVersions } from '../charts/versions.ts'
import { byDefault, defaultOf } from '../derived.ts'
import { called } from './callables.ts'
import { KubernetesModels } from './kubernetes-models.ts'
import type { Obstacle } from './obstacle.ts'
import { placeOfTrait, type Spawner } from './spawner.ts'
import type { Templates } from './template.ts'
import { templatesOf } from './template-fields.ts'

type Part = Traced | Obstacle

/** Parts of pods by what they were made of, trait by trait. */
type Made = WeakMap<object, Made | Part>

/** What all pods of a user have in common, and what was made for them so far: profiles share most of their traits. */
export class Maker {
  readonly hub: Hub
  readonly user: string
  readonly models: KubernetesModels
  /** Whether templates may name the pod and the claim. */
  private readonly hasOwnNames: boolean
  private readonly templates: Templates
  private readonly answers = new Map<string, boolean>()
  private readonly origins = new Map<string, Origin>()
  private readonly byName = new Map<string, Templates>()
  private readonly shared = new Map<string, Made>()

  constructor(hub: Hub, user: string, spawner: Spawner) {
    this.hub = hub
    this.user = user
    this.models = new KubernetesModels(hub.chart)
    this.hasOwnNames = this.is('7.0.0')
    this.templates = templatesOf(hub, user, spawner)
  }

  /** Whether this hub's KubeSpawner is of this version or a later one. */
  is(version: string): boolean {
    const before = this.answers.get(version)
    if (before !== undefined) return before
    const now = compareVersions(this.hub.chart.kubespawner, version) >= 0
    this.answers.set(version, now)
    return now
  }

  /** A trait of a spawner; where it may be a function, what that comes to. */
  called(spawner: Spawner, trait: string): Traced {
    return called(spawner.get(trait), this.user, 'awaited')
  }

  /** The template engine for a spawner: profiles may name the pod and the claim. */
  templatesFor(spawner: Spawner): Templates {
    const { changes } = spawner
    if (!this.hasOwnNames || !(changes.has('pvc_name') || changes.has('pod_name'))) return this.templates
    const own = Object.fromEntries(
      ['pvc_name', 'pod_name'].filter(name => changes.has(name)).map(name => [name, text(spawner.get(name).data)]),
    )
    const key = JSON.stringify(own)
    const before = this.byName.get(key) ?? this.templates.with(own)
    this.byName.set(key, before)
    return before
  }

  /** Makes a part of a pod out of traits (and the templates that fill them in), once for the same ones. */
  part(name: string, of: readonly [Traced, ...(Traced | Templates)[]], make: () => Part): Part {
    let level = this.shared.get(name)
    if (level === undefined) {
      level = new WeakMap()
      this.shared.set(name, level)
    }
    for (const trait of of.slice(0, -1)) {
      const next: Made | Part | undefined = level.get(trait)
      const deeper: Made = next instanceof WeakMap ? next : new WeakMap()
      if (deeper !== next) level.set(trait, deeper)
      level = deeper
    }
    const last = of.at(-1) ?? of[0]
    const before = level.get(last)
    if (before !== undefined && !(before instanceof WeakMap)) return before
    const part = make()
    level.set(last, part)
    return part
  }

  /** What KubeSpawner adds by itself; `trait` is how a person would change it. */
  own(data: unknown, trait: string): Traced {
    return byDefault(data, 'platform', this.name, placeOfTrait(this.hub.values, trait, this.hub))
  }

  /** The origin of a structure that KubeSpawner makes. */
  origin(trait: string): Origin {
    const before = this.origins.get(trait)
    if (before !== undefined) return before
    const now = defaultOf('platform', this.name, placeOfTrait(this.hub.values, trait, this.hub))
    this.origins.set(trait, now)
    return now
  }

  private get name(): string {
    return `KubeSpawner ${this.hub.chart.kubespawner}`
  }
}

function text(data: unknown): string | Opaque {
  return data instanceof Opaque ? data : String(data)
}
