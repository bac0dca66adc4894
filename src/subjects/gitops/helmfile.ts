import { Opaque, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { Assembly } from './assembly.ts'
import { inEnvironments, type Known } from './helmfile-names.ts'
import { type ReleaseParts, releaseParts } from './helmfile-releases.ts'
import { chartAt, isFilledInLater, type Surroundings, type Wanted, type WantedChart, writtenVersion } from './wanted.ts'

/** A file of helmfile, with what stands around it. */
export interface Helmfile {
  readonly file: string
  /** Its documents. */
  readonly documents: readonly Traced[]
  readonly around: Surroundings
  /** Whose Helm is asked. */
  readonly helm: 3 | 4
}

/** A release of a helmfile. */
export interface HelmfileRelease {
  readonly spec: View
  readonly chart: WantedChart
  /** What it asks for. Throws `Unreadable` where Helm refuses what is set. */
  wanted(): Wanted
}

/**
 * What the releases of a helmfile ask for: their values files and maps in the order written, over them `secrets`, then what is set. A
 * release whose files are named by the environment is asked for once in each that has them.
 * Source: helmfile/helmfile@v1.7.4:pkg/state/state.go, generateValuesFiles and namespaceAndValuesFlags; pkg/state/release.go,
 * ExecuteTemplateExpressions.
 */
export function helmfileReleases(helmfile: Helmfile): HelmfileRelease[] {
  const { documents, file, around } = helmfile
  const views = documents.map(document => View.of<Record<string, unknown>>(document))
  const bases = views
    .flatMap(view => view.get('bases').each() as View[])
    .flatMap(base => around.values(file, base.text ?? '', 'beside')?.layers ?? [])
    .map(layer => View.of<Record<string, unknown>>(layer))
  const all = [...bases, ...views]
  const layersOf = (path: string) => around.values(file, path, 'beside')?.layers ?? null
  // of several documents, the last one with releases counts
  const releases = views
    .findLast(view => view.get('releases').isList)
    ?.get('releases')
    .each() as View[] | undefined
  return (releases ?? [])
    .map(release => releaseParts(release, all))
    .filter(release => release.get('installed').flag !== false)
    .flatMap(release => inEnvironments(release, { all, layersOf }).map(known => ({ release, known })))
    .map(({ release, known }) => ({
      spec: release.own,
      chart: chartOf(release, known, all),
      wanted: () => wantedBy(release, known, all, helmfile),
    }))
}

function wantedBy(release: ReleaseParts, known: Known, all: readonly View[], helmfile: Helmfile): Wanted {
  const assembly = new Assembly(release.own.traced, helmfile.helm)
  if (release.isIncomplete) assembly.miss('a template that it inherits')
  const handler = release.get('missingFileHandler').text ?? last(all, 'missingFileHandler').text ?? 'Error'
  const lay = (entry: View, mayLack: boolean) => layEntry(entry, release, known, mayLack, assembly, helmfile)
  for (const entry of [...release.list('valuesTemplate'), ...release.list('values')]) lay(entry, handler !== 'Error')
  // those are often kept out of the repository
  for (const entry of release.list('secrets')) lay(entry, false)
  for (const entry of [...release.list('setTemplate'), ...release.list('set')]) setEntry(entry, 'set', assembly)
  for (const entry of release.list('setString')) setEntry(entry, 'set-string', assembly)
  for (const entry of release.list('env'))
    assembly.setUnknown(entry.get('name').text ?? '', entry, 'it is in the environment in which helmfile runs')
  const namespace = known.filled(release.get('namespace').text ?? last(all, 'namespace').text ?? '')
  const skips = release.get('skipSchemaValidation').flag ?? last(all, 'helmDefaults').get('skipSchemaValidation').flag
  const name = known.filled(release.own.get('name').text ?? '')
  return {
    called: known.environment === null ? name : `${name}, ${known.environment}`,
    namespace: namespace === '' || isFilledInLater(namespace) ? null : namespace,
    chart: chartOf(release, known, all),
    skipsSchema: skips === true,
    ...assembly.result(),
  }
}

function layEntry(
  entry: View,
  release: ReleaseParts,
  known: Known,
  mayLack: boolean,
  assembly: Assembly,
  { around, file }: Helmfile,
): void {
  if (entry.text === undefined) {
    if (entry.isMap) assembly.lay(unfetched(entry.traced))
    else assembly.miss('a value that cannot be read here')
    return
  }
  const path = known.filled((release.get('valuesPathPrefix').text ?? '') + entry.text)
  const isLocal = !isFilledInLater(path) && !path.includes('://') && !path.includes('::')
  const found = isLocal ? around.values(file, path, 'beside') : null
  if (found !== null) assembly.layFile({ file: found.file, layers: found.layers.map(unfetched) })
  else if (!isLocal || !mayLack || around.exists(file, path)) assembly.miss(path)
}

/** Source: helmfile/helmfile@v1.7.4:pkg/state/state.go, setFlags, setStringFlags and escape. */
function setEntry(entry: View, kind: 'set' | 'set-string', assembly: Assembly): void {
  const name = entry.get('name').text ?? ''
  const [value, items] = [entry.get('value'), entry.get('values').each() as View[]]
  const written = value.isSet ? [value] : items
  if (written.some(one => isUnknown(String(one.value ?? ''))))
    assembly.setUnknown(name, entry, 'it is filled in when helmfile runs')
  else if (value.isSet && value.value !== '')
    assembly.set({ kind, text: `${escaped(name)}=${escaped(String(value.value))}` }, value)
  else if (entry.get('file').isSet) assembly.setUnknown(name, entry.get('file'), 'it is in a file that helmfile reads')
  else if (items.length > 0)
    assembly.set(
      { kind, text: `${escaped(name)}={${items.map(item => escaped(String(item.value))).join(',')}}` },
      entry,
    )
}

function escaped(text: string): string {
  return text.replace(/[{},]/g, '\\$&')
}

/** Source: helmfile/vals@v0.46.0:pkg/expansion/expand_match.go, DefaultRefRegexp. */
const REFERENCE = /ref\+[^+:]*:\/\//

function isUnknown(text: string): boolean {
  return REFERENCE.test(text) || isFilledInLater(text)
}

/** Values in which each text that helmfile fetches from elsewhere is set, but cannot be known. */
function unfetched(values: Traced): Traced {
  return { data: hidden(values.data), origin: (path, part) => values.origin(path, part) }
}

function hidden(data: unknown): unknown {
  if (typeof data === 'string') return REFERENCE.test(data) ? new Opaque('helmfile fetches it') : data
  if (Array.isArray(data)) return data.map(hidden)
  if (typeof data !== 'object' || data === null || data instanceof Opaque) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, hidden(value)]))
}

/** A chart is a folder, or one of a repository that is named before it. Source: pkg/state/util.go, isLocalChart. */
function chartOf(release: ReleaseParts, known: Known, all: readonly View[]): WantedChart {
  const written = known.filled(release.get('chart').text ?? '')
  const steps = written.split('/')
  const isLocal = /^\.{0,2}\//.test(written) || (!written.includes('://') && steps.length !== 2 && steps.length !== 3)
  if (isLocal) return { name: null, version: null, repository: '', folder: written }
  const called = steps[0] ?? ''
  const repositories = all.flatMap(view => view.get('repositories').each() as View[])
  const url = repositories.find(repository => repository.get('name').text === called)?.get('url').text ?? ''
  const { name, version } = chartAt(written)
  return {
    name,
    version: version ?? writtenVersion(known.filled(String(release.get('version').value ?? ''))),
    repository: `${written} ${url}`,
    folder: null,
  }
}

function last(all: readonly View[], key: string): View {
  const found = all.findLast(view => view.get(key).isSet) ?? all[0]
  return found === undefined ? View.of<unknown>({ data: undefined, origin: () => NOWHERE }) : found.get(key)
}

const NOWHERE = { by: 'nobody', name: 'nobody', path: [], span: null } as const
