import type { Hub } from '../../model/hub.ts'
import type { Origin } from '../../model/origin.ts'
import { Opaque, type Traced } from '../../model/traced.ts'
import { compareVersions } from '../charts/versions.ts'
import { byDefault, defaultOf } from '../derived.ts'
import { KubernetesModels } from './kubernetes-models.ts'
import { Obstacle } from './obstacle.ts'
import { escapeSlug, safeSlug, userServerSlug } from './slugs.ts'
import { placeOfTrait, type Spawner } from './spawner.ts'
import { type Fields, Templates } from './template.ts'

type Part = Traced | Obstacle

/** Parts of pods by what they were made of, trait by trait. */
type Made = WeakMap<object, Made | Part>

/** What all pods of a user have in common, and what was made for them so far: profiles share most of their traits. */
export class Maker {
  readonly hub: Hub
  readonly user: string
  readonly models: KubernetesModels
  /** The name in labels. */
  readonly userLabel: string
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
    this.userLabel = this.is('7.0.0') ? safeSlug(user) : escapeSlug(user)
    const templates = new Templates(fieldsOf(hub, user, spawner), dashes(hub.chart.kubespawner))
    this.hasOwnNames = this.is('7.0.0')
    this.templates = this.hasOwnNames ? templates.with(ownNames(spawner, templates)) : templates
  }

  /** Whether this hub's KubeSpawner is of this version or a later one. */
  is(version: string): boolean {
    const before = this.answers.get(version)
    if (before !== undefined) return before
    const now = compareVersions(this.hub.chart.kubespawner, version) >= 0
    this.answers.set(version, now)
    return now
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

/** Source: jupyterhub/kubespawner@<tag>:kubespawner/spawner.py (`_expand_user_properties`), 0.11.1, 0.14.1, 6.0.0 and 6.1.0. */
function dashes(kubespawner: string): 'always' | 'added' | 'never' {
  if (compareVersions(kubespawner, '6.1.0') >= 0) return 'added'
  return compareVersions(kubespawner, '0.12.0') >= 0 ? 'always' : 'never'
}

/** The fields of templates for the default server of a user. Source: the same. */
function fieldsOf(hub: Hub, user: string, spawner: Spawner): Fields {
  const version = hub.chart.kubespawner
  const release = hub.values.get('Release').get('Namespace').text
  const namespace = release ?? new Opaque('it contains the namespace of the release')
  const escaped = escapeSlug(user)
  const common: Fields = {
    userid: new Opaque('it contains the number that the hub gives a user'),
    unescaped_username: user,
    unescaped_servername: '',
    servername: '',
    ...(compareVersions(version, '0.16.0') >= 0 ? { hubnamespace: release === 'default' ? 'user' : namespace } : {}),
  }
  if (compareVersions(version, '7.0.0') < 0)
    return { ...common, username: escaped, legacy_escape_username: user.toLowerCase().replace(/[^a-z0-9]/gu, '-') }
  const safe = safeSlug(user, undefined, LONGEST)
  const safeServer = safe.length + 2 > LONGEST ? userServerSlug(user, LONGEST) : safe
  const isSafe = spawner.get('slug_scheme').data !== 'escape'
  return {
    ...common,
    username: isSafe ? safe : escaped,
    user_server: isSafe ? safeServer : escaped,
    safe_username: safe,
    safe_servername: '',
    safe_user_server: safeServer,
    escaped_username: escaped,
    escaped_servername: '',
    escaped_user_server: `${escaped}--`,
    namespace,
    pod_name: 'pod_name_unavailable!',
    pvc_name: 'pvc_name_unavailable!',
  }
}

const LONGEST = 48

/** From 7 on templates may name the pod and the claim, which are templates themselves. */
function ownNames(spawner: Spawner, templates: Templates): Fields {
  const name = (trait: string, engine: Templates): string | Opaque => {
    const template = spawner.get(trait).data
    const filled =
      typeof template === 'string' ? engine.fill(template) : { text: new Opaque('its template is computed') }
    return 'text' in filled ? filled.text : new Opaque(filled.error)
  }
  const podName = name('pod_name_template', templates)
  return { pod_name: podName, pvc_name: name('pvc_name_template', templates.with({ pod_name: podName })) }
}

/** Takes a part into a blueprint; undefined where an obstacle was met. */
export class Obstacles {
  first: Obstacle | undefined

  keep(part: Part): Traced | undefined {
    if (!(part instanceof Obstacle)) return part
    this.first ??= part
    return undefined
  }
}
