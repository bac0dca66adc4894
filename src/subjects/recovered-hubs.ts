import type { ChosenChart } from '../jupyterhub/charts/chosen.ts'
import { carriedBy, hubPrefix, labelledVersion, recovered, statedVersion } from '../jupyterhub/recovered.ts'
import type { Chart } from '../model/hub.ts'
import type { Path } from '../model/path.ts'
import type { TextProblem } from '../model/source.ts'
import { child, Opaque, subtree, type Traced, traced } from '../model/traced.ts'
import { namespaceOf } from '../model/workload.ts'
import { base64, readEmbedded, unknowable } from '../read/embedded.ts'
import { effectiveValues } from '../read/helm/effective.ts'
import { umbrella } from '../read/helm/umbrella.ts'
import { mergeLayers } from '../read/layers.ts'
import { type FoundObject, readDocument } from '../read/objects.ts'
import { isHubValues } from '../read/recognise.ts'
import { DocumentCutter } from '../read/stream.ts'
import { type Gunzip, type Release, unpackRelease } from './release.ts'

/** A hub whose values were found in objects. */
export interface RecoveredHub {
  /** The object: `Secret jhub/hub`. */
  readonly name: string
  /** The namespace of the object. */
  readonly namespace: string | null
  readonly file: string
  readonly chosen: ChosenChart
  /** All values, the chart's defaults included. */
  readonly effective: Traced
}

/** How the chart is chosen: by what the values state, else by a label; null where neither says it. */
export type ChooseChart = (stated: string | null, label: string | null) => ChosenChart

/** What recovery needs of the world outside. */
export interface Tools {
  readonly choose: ChooseChart
  /** A published chart, with its defaults. */
  chart(version: string): Chart
  readonly gunzip: Gunzip
}

/** The objects of one source, among which hubs are looked for. */
export interface Objects {
  /** A file's name, or an object's. */
  readonly file: string
  /** The objects that may carry a hub's configuration. */
  readonly carriers: readonly FoundObject[]
  /** The chart's hub, where its workload is among them. */
  readonly hub: FoundObject | null
}

/** The hubs in streams of objects, and what is wrong with the objects that should hold them. */
export interface Recovery {
  readonly hubs: readonly RecoveredHub[]
  readonly problems: readonly TextProblem[]
}

/** Finds the hubs in the objects of all files of a call: what belongs together may stand in several. */
export function recoverHubs(streams: readonly Objects[], tools: Tools): Recovery {
  const { choose } = tools
  const problems: TextProblem[] = []
  const values = streams.flatMap(({ carriers, file }) => carriers.flatMap(object => valuesOf(object, file, problems)))
  const hubs = [
    ...mergedByName(values, choose),
    ...streams.flatMap(stream => {
      const beside = values.filter(({ file }) => file === stream.file)
      return releases(stream, beside, tools, problems)
    }),
  ]
  for (const { file, hub } of streams) {
    if (hub === null || hubs.some(found => found.file === file) || problems.length > 0) continue
    hubs.push(hiddenHub(hub, file, choose))
  }
  return { hubs, problems }
}

/** Values as one object carries them. */
interface CarriedValues {
  readonly object: FoundObject
  readonly file: string
  readonly values: Traced
}

function valuesOf(object: FoundObject, file: string, problems: TextProblem[]): CarriedValues[] {
  const carried = carriedBy(object)
  if (carried?.form !== 'values') return []
  const holder = subtree(object.traced, carried.at)
  const isNamed = hubPrefix(object) !== null
  const written = String(holder.data)
  if (/^ENC\[[A-Z0-9_]+,/.test(written))
    return isNamed ? [{ object, file, values: unknowable(holder, 'it is encrypted') }] : []
  const bytes = carried.encoded ? base64(written) : null
  if (carried.encoded && bytes === null) {
    if (isNamed) problems.push(problem(holder, 'this value should be base64, and is not'))
    return []
  }
  const text = bytes === null ? written : new TextDecoder().decode(bytes)
  const read = readEmbedded(text, holder, !carried.encoded)
  if ('problem' in read) {
    if (isNamed) problems.push(read.problem)
    return []
  }
  const isHub = isHubValues(read.traced.data) && (isNamed || statedVersion(read.traced.data) !== null)
  return isHub ? [{ object, file, values: read.traced }] : []
}

/** Up to chart 0.9 the hub reads ConfigMap `hub-config` and lays over it what Secret `hub-secret` holds. */
function mergedByName(all: readonly CarriedValues[], choose: ChooseChart): RecoveredHub[] {
  const isSecret = ({ object }: CarriedValues) => object.kind === 'Secret'
  const namespace = ({ object }: CarriedValues) => namespaceOf(object.data)
  const hubs: RecoveredHub[] = []
  for (const main of all) {
    const stated = statedVersion(main.values.data)
    if (isSecret(main)) {
      const config = all.find(other => !isSecret(other) && isPartner(main, other))
      if (stated !== null) hubs.push(hubFrom(main, main.values, choose))
      else if (config === undefined) hubs.push(hubFrom(main, completeAlone(main), choose))
      continue
    }
    const secret = all.find(other => isSecret(other) && isPartner(main, other))
    const over = secret?.values ?? { ...SECRETS_ELSEWHERE, origin: () => main.values.origin([]) }
    hubs.push(hubFrom(main, mergeLayers([main.values, over]), choose))
  }
  return hubs

  function isPartner(a: CarriedValues, b: CarriedValues): boolean {
    return hubPrefix(a.object) === hubPrefix(b.object) && namespace(a) === namespace(b)
  }
}

/** Secret `hub-secret` that states no chart version holds but a part of the values. */
function completeAlone({ object, values }: CarriedValues): Traced {
  return object.called.name.endsWith('hub-secret')
    ? unknowable(object.traced, 'the rest is in ConfigMap hub-config, which is not among these objects')
    : values
}

/** What stands in `hub-secret` alone and decides who gets in. */
const SECRETS_ELSEWHERE = {
  data: { auth: { dummy: { password: new Opaque('it is in Secret hub-secret, which is not among these objects') } } },
}

function hubFrom({ object, file, values }: CarriedValues, all: Traced, choose: ChooseChart): RecoveredHub {
  const chosen = choose(statedVersion(values.data), labelledVersion(object))
  const { defaults, version } = chosen.chart
  return {
    name: object.called.name,
    namespace: namespaceOf(object.data),
    file,
    chosen,
    effective: recovered(all, defaults, version),
  }
}

/** A hub that runs, but whose values are in none of the objects. */
function hiddenHub(hub: FoundObject, file: string, choose: ChooseChart): RecoveredHub {
  const effective = unknowable(hub.traced, 'it is in a Secret that is not among these objects')
  return {
    name: hub.called.name,
    namespace: namespaceOf(hub.data),
    file,
    chosen: choose(null, labelledVersion(hub)),
    effective,
  }
}

function problem(holder: Traced, message: string): TextProblem {
  return { kind: 'unreadable', message, origin: holder.origin([]) }
}

/** The hubs of releases that are not in their stream by their own objects. */
function releases(
  { carriers, file }: Objects,
  values: readonly CarriedValues[],
  tools: Tools,
  problems: TextProblem[],
): RecoveredHub[] {
  const present = new Set(values.map(({ values }) => child(child(values.data, 'Release'), 'Name')))
  return current(carriers).flatMap(object => {
    const carried = carriedBy(object)
    if (carried?.form !== 'release') return []
    const holder = subtree(object.traced, carried.at)
    const release = unpackRelease(String(holder.data), carried.times, tools.gunzip)
    if (typeof release === 'string') {
      problems.push(problem(holder, `this release of Helm cannot be read: ${release}`))
      return []
    }
    return present.has(release.name) ? [] : hubsOfRelease(release, object, file, holder, tools)
  })
}

/** What no longer is: old revisions, and what was taken down. */
const PAST: ReadonlySet<unknown> = new Set(['superseded', 'uninstalled'])

/** Of each release, the revision that is deployed, else the last one. */
function current(carriers: readonly FoundObject[]): FoundObject[] {
  const byName = new Map<string, FoundObject>()
  for (const carrier of carriers) {
    if (carriedBy(carrier)?.form !== 'release') continue
    const metadata = child(carrier.data, 'metadata')
    const name = `${child(metadata, 'namespace')}/${String(child(metadata, 'name')).replace(/\.v\d+$/, '')}`
    const before = byName.get(name)
    if (before === undefined || rank(carrier) > rank(before)) byName.set(name, carrier)
  }
  return [...byName.values()].filter(object => !PAST.has(label(object, 'status')))
}

function rank(object: FoundObject): number {
  const revision = Number(label(object, 'version') ?? 0)
  return (label(object, 'status') === 'deployed' ? 1e9 : 0) + (Number.isFinite(revision) ? revision : 0)
}

function label({ data }: FoundObject, name: string): unknown {
  return child(child(child(data, 'metadata'), 'labels'), name)
}

function hubsOfRelease(
  release: Release,
  object: FoundObject,
  file: string,
  holder: Traced,
  { choose, chart }: Tools,
): RecoveredHub[] {
  const place = holder.origin([])
  const written = traced(release.config, path => ({ ...place, path }))
  const metadata = child(release.chart, 'metadata')
  const outer = child(release.chart, 'values') ?? {}
  if (child(metadata, 'name') === 'jupyterhub') {
    const chosen = choose(textOf(child(metadata, 'version')), null)
    const defaults = traced(outer, path => ({
      ...place,
      by: 'chart',
      name: `jupyterhub ${chosen.chart.version}`,
      path,
    }))
    const effective = ranValues([], defaults, null, written)
    return [{ name: object.called.name, namespace: namespaceOf(object.data), file, chosen, effective }]
  }
  const inside = printedCarriers(release, file).flatMap(carrier => valuesOf(carrier, file, []))
  if (inside.length > 0)
    return mergedByName(inside, choose).map(hub => ({
      ...hub,
      name: `${object.called.name} (${hub.name})`,
      namespace: namespaceOf(object.data),
      effective: { data: hub.effective.data, origin: path => ({ ...hub.effective.origin(path), span: place.span }) },
    }))
  const locked = listOf(child(child(release.chart, 'lock'), 'dependencies'))
  return listOf(child(metadata, 'dependencies'))
    .filter(dependency => child(dependency, 'name') === 'jupyterhub')
    .map(dependency => {
      const key = [String(child(dependency, 'alias') ?? 'jupyterhub')]
      const lock = locked.find(other => child(other, 'name') === 'jupyterhub')
      const chosen = choose(textOf(child(lock, 'version') ?? child(dependency, 'version')), null)
      const { version } = chosen.chart
      const own = traced(chart(version).defaults, path => ({
        ...place,
        by: 'chart',
        name: `jupyterhub ${version}`,
        path,
      }))
      const above = traced(outer, path => ({ ...place, path }))
      const effective = ranValues(key, own, subtree(above, key), written)
      return { name: object.called.name, namespace: namespaceOf(object.data), file, chosen, effective }
    })
}

/** The values at `key` of a release: Helm has put them together once, so it does not refuse. */
export function ranValues(key: Path, defaults: Traced, parent: Traced | null, written: Traced): Traced {
  const result = effectiveValues(umbrella(key, defaults, parent), written, 4)
  return subtree('error' in result ? written : result.values, key)
}

/** Of the objects that a release printed, those that may carry a hub's configuration. */
function printedCarriers({ manifest }: Release, file: string): FoundObject[] {
  const cutter = new DocumentCutter()
  return [...cutter.push(manifest), ...cutter.end()]
    .flatMap(document => readDocument(document, file).objects)
    .filter(object => carriedBy(object) !== null)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
