import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { nearest } from '../engine/nearest.ts'
import { filled, placeholdersIn, type WrittenLayer, type WrittenRelease } from '../engine/releases.ts'
import type { WrittenPolicy } from '../engine/written-policy.ts'
import type { Origin } from '../model/origin.ts'
import type { SetFlag } from '../read/set-flags.ts'
import { filesFitting, isPattern, type Known, loadPatterns, matching, type Patterns } from './release-files.ts'
import { UserError } from './user-error.ts'

/** One hub of a repository: the files that make it, which are all there but for encrypted ones. */
export interface Release {
  readonly name: string
  /** The version of the jupyterhub chart; null where it is not said here. */
  readonly chartVersion: string | null
  /** The folder or archive of a chart; null for the published one. */
  readonly chart: string | null
  readonly key: string | null
  readonly layers: readonly Layer[]
  readonly set: readonly SetFlag[]
}

export interface Layer {
  readonly file: string
  readonly encrypted: boolean
}

/** All releases of a policy, placeholders filled in, in its order. Throws `UserError` with the place of what is wrong. */
export async function releasesOf({ releases, file }: WrittenPolicy): Promise<Release[]> {
  const folder = relative('.', dirname(resolve(file)))
  const patterns = await loadPatterns(releases.flatMap(({ layers }) => layers.map(layer => layer.file)))
  const all = releases.flatMap(written => expanded(written, { folder, patterns }))
  const names = new Map<string, Origin>()
  for (const { name, origin } of all) {
    const before = names.get(name)
    if (before !== undefined)
      throw mistake(
        origin,
        `this makes a second release with the name "${name}"; the first is on line ${before.span?.line}`,
      )
    names.set(name, origin)
  }
  return all.map(({ release }) => release)
}

/** The releases of these names, in the order of the policy. Throws `UserError` for a name that none has. */
export function namedReleases(releases: readonly Release[], names: readonly string[]): Release[] {
  const known = releases.map(({ name }) => name)
  for (const name of names) {
    if (known.length === 0) throw new UserError(`--release ${name}: the policy file has no releases`)
    if (!known.includes(name))
      throw new UserError(`--release ${name}: the policy has no such release${nearest(name, known)}`)
  }
  return releases.filter(({ name }) => names.includes(name))
}

/** Tells which releases a file belongs to: as a layer, or as one of the files of the chart. */
export function ownersOf(releases: readonly Release[]): (file: string) => readonly Release[] {
  const byFile = new Map<string, Release[]>()
  const add = (file: string, release: Release) => {
    const place = resolve(file)
    const owners = byFile.get(place) ?? []
    if (!owners.includes(release)) byFile.set(place, [...owners, release])
  }
  for (const release of releases) {
    for (const { file } of release.layers) add(file, release)
    if (release.chart !== null) for (const name of OF_CHART) add(join(release.chart, name), release)
  }
  return file => (file === '-' ? [] : (byFile.get(resolve(file)) ?? []))
}

const OF_CHART = ['values.yaml', 'Chart.yaml', 'Chart.lock', 'requirements.yaml', 'requirements.lock']

interface Expanded {
  readonly name: string
  readonly origin: Origin
  readonly release: Release
}

/** Where the files of a policy are. */
interface Place {
  readonly folder: string
  readonly patterns: Patterns
}

function expanded(written: WrittenRelease, place: Place): Expanded[] {
  let matches: Known[] = [{}]
  for (const layer of written.layers)
    if (placeholdersIn(layer.file).length > 0)
      matches = matches.flatMap(known => {
        const more = [...matching(place.folder, layer.file.split('/'), known, place.patterns)]
        const mayLack = layer.encrypted || layer.optional
        return more.length === 0 && mayLack && placeholdersIn(filled(layer.file, known)).length === 0 ? [known] : more
      })
  // a file is not laid over itself: it is a shared one that the pattern fits too
  const apart = matches.filter(known => {
    const files = written.layers.map(layer => filled(layer.file, known))
    return new Set(files).size === files.length
  })
  if (apart.length === 0) throw mistake(written.origin, `the release "${written.name}" matches no file`)
  return apart.map(known => releaseFor(written, known, place))
}

function releaseFor(written: WrittenRelease, known: Known, { folder, patterns }: Place): Expanded {
  const name = filled(written.name, known)
  const chart = written.chart === null ? null : filled(written.chart, known)
  const version = chart === null ? null : (/^jupyterhub@(.+)$/.exec(chart)?.[1] ?? null)
  const key = written.key === null ? null : filled(written.key, known)
  const release: Release = {
    name,
    chartVersion: version,
    chart: chart === null || version !== null ? null : relative('.', resolve(folder, chart)) || '.',
    key,
    layers: layersFor(written, name, known, { folder, patterns }),
    set: written.set.map(({ path, value, origin }) => ({
      kind: 'set-json',
      text: `${below(key, path)}=${JSON.stringify(value)}`,
      origin,
    })),
  }
  if (release.chart !== null && !existsSync(release.chart))
    throw mistake(written.origin, `release "${name}": there is no chart ${release.chart}`)
  return { name, origin: written.origin, release }
}

/** A path of the hub's values as a path of the file's. */
function below(key: string | null, path: string): string {
  const prefix = key === null || key === '.' ? '' : `${key}.`
  return path.startsWith(prefix) ? path : prefix + path
}

/** The layers of a release; a file that it names itself, or that an earlier pattern fits, is none of a pattern's. */
function layersFor(written: WrittenRelease, name: string, known: Known, { folder, patterns }: Place): Layer[] {
  const files = written.layers.map(layer => filled(layer.file, known))
  const taken = new Set(files.map(file => relative('.', resolve(folder, file))))
  return written.layers.flatMap((layer, i) => {
    const file = files[i] ?? layer.file
    const path = relative('.', resolve(folder, file))
    const { encrypted } = layer
    if (existsSync(path)) return [{ file: path, encrypted }]
    if (!isPattern(file)) return missing(layer, `release "${name}": there is no such file ${path || file}`, path)
    const fitting = filesFitting(folder, file, patterns).map(found => relative('.', found))
    const own = fitting.filter(found => !taken.has(found))
    for (const found of own) taken.add(found)
    return fitting.length === 0
      ? missing(
          { ...layer, encrypted: false, optional: layer.optional || encrypted },
          `release "${name}": no file fits ${path}`,
          path,
        )
      : own.map(found => ({ file: found, encrypted }))
  })
}

function missing({ encrypted, optional, origin }: WrittenLayer, message: string, file: string): Layer[] {
  if (encrypted) return [{ file, encrypted }]
  if (optional) return []
  throw mistake(origin, message)
}

function mistake({ span, name }: Origin, message: string): UserError {
  return new UserError(`${span === null ? name : `${span.file}:${span.line}:${span.column}`}: ${message}`)
}
