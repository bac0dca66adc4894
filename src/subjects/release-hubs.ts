import { carriedBy } from '../jupyterhub/recovered.ts'
import type { Path } from '../model/path.ts'
import type { TextProblem } from '../model/source.ts'
import { child, subtree, type Traced, traced } from '../model/traced.ts'
import { namespaceOf } from '../model/workload.ts'
import { effectiveValues } from '../read/helm/effective.ts'
import { umbrella } from '../read/helm/umbrella.ts'
import { type FoundObject, readDocument } from '../read/objects.ts'
import { DocumentCutter } from '../read/stream.ts'
import {
  type CarriedValues,
  mergedByName,
  type Objects,
  problem,
  type RecoveredHub,
  type Tools,
  valuesOf,
} from './carried-values.ts'
import { type Release, unpackRelease } from './release.ts'

/** The hubs of releases that are not in their stream by their own objects. */
export function releaseHubs(
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
function ranValues(key: Path, defaults: Traced, parent: Traced | null, written: Traced): Traced {
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
