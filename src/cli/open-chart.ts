import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { VersionFrom } from '../jupyterhub/charts/chosen.ts'
import type { ValuesSchema } from '../model/schema.ts'
import type { Source, TextProblem } from '../model/source.ts'
import { child, type Traced, traced } from '../model/traced.ts'
import type { HelmChart, Requirement } from '../read/helm/chart.ts'
import { fileLayer, mergeLayers } from '../read/layers.ts'
import { type Reading, readYaml } from '../read/yaml/read-yaml.ts'
import { type ChartFiles, readChartFiles } from './chart-files.ts'
import { chooseChart } from './charts.ts'
import { schemaOf } from './schemas.ts'
import { UserError } from './user-error.ts'

/** A chart with everything below it, as `--chart` names it. */
export interface OpenedChart {
  readonly place: string
  readonly chart: HelmChart
  /** The values.yaml of a chart around the jupyterhub chart, where it is a file that people edit. */
  readonly written: readonly string[]
  /** How the version of a jupyterhub chart came to be known, where it does not stand in that chart itself. */
  readonly from: ReadonlyMap<HelmChart, VersionFrom>
  /** The files that decide, with what is wrong with them: Helm refuses a chart with a file that is unreadable. */
  readonly sources: readonly Source[]
  readonly texts: ReadonlyMap<string, string>
  /** What is not known of it: charts that are not there, schemas that cannot be used. Whole sentences without full stop. */
  readonly missing: readonly string[]
}

/** What a call says about how a chart is read. */
export interface ChartCall {
  /** The version of the jupyterhub chart. */
  readonly chartVersion: string | null
  readonly helm: 3 | 4
  readonly skipSchema: boolean
}

/**
 * Reads the chart in a folder or an archive, with the charts below it. Nothing is downloaded: the jupyterhub chart is known where
 * it is not there, other charts are `missing`. Throws `UserError`.
 */
export async function openChart(place: string, call: ChartCall): Promise<OpenedChart> {
  const { satisfies } = await import('semver')
  const loader = new Loader(call, (found, range) => {
    const includePrerelease = /\d-\w/.test(range)
    // npm's grammar has blanks where Helm's has commas
    return range !== '' && satisfies(found, range.replaceAll(',', ' '), { includePrerelease })
  })
  const chart = await loader.chart(await readChartFiles(place), () => '')
  const { from, sources, texts, missing } = loader
  const isBroken = sources.some(({ problems }) => problems.some(isFatal))
  if (!isBroken && !holdsHub(chart))
    throw new UserError(
      [`--chart ${place}: it is not the jupyterhub chart and does not depend on it`, ...missing].join('; '),
    )
  const { by, name } = chart.values.origin([])
  return { place, chart, written: by === 'file' ? [name] : [], from, sources, texts, missing }
}

function holdsHub(chart: HelmChart): boolean {
  return isJupyterHub(chart) || chart.vendored.some(holdsHub)
}

/** Whether this is the chart of Zero to JupyterHub: Bitnami has another of that name, and so may a chart around it be called. */
export function isJupyterHub({ name, homes, requirements }: Identity): boolean {
  const isAround = requirements?.some(one => one.name === 'jupyterhub') === true
  return name === 'jupyterhub' && !isAround && !homes.some(home => /bitnami/i.test(home))
}

interface Identity extends Pick<HelmChart, 'name' | 'homes'> {
  readonly requirements: readonly { readonly name: string }[] | null
}

class Loader {
  readonly from = new Map<HelmChart, VersionFrom>()
  readonly sources: Source[] = []
  readonly texts = new Map<string, string>()
  readonly missing: string[] = []
  private readonly version: string | null
  private readonly helm: 3 | 4
  private readonly skipSchema: boolean
  private readonly fits: (version: string, range: string) => boolean

  constructor({ chartVersion, helm, skipSchema }: ChartCall, fits: (version: string, range: string) => boolean) {
    this.version = chartVersion
    this.helm = helm
    this.skipSchema = skipSchema
    this.fits = fits
  }

  /** `repositoryOf` says where the chart above gets a chart of a name from; an empty text where it does not say. */
  async chart(files: ChartFiles, repositoryOf: (name: string) => string): Promise<HelmChart> {
    const metadata = this.data(files, 'Chart.yaml')
    const name = textOf(child(metadata, 'name'))
    const version = textOf(child(metadata, 'version'))
    if (name === '') this.refuse(files, 'Chart.yaml', 'a chart needs a name, and this one has none')
    if (version === '') this.refuse(files, 'Chart.yaml', 'a chart needs a version, and this one has none')
    const homes = [child(metadata, 'home'), ...listOf(child(metadata, 'sources')), repositoryOf(name)].map(textOf)
    const schema = await this.schema(files)
    const listed = child(this.data(files, 'requirements.yaml') ?? metadata, 'dependencies')
    const dependencies = listOf(listed).map(dependencyOf)
    const values = this.values(files, { name, version, homes, requirements: dependencies })
    const vendored: HelmChart[] = []
    for (const below of files.charts)
      vendored.push(await this.chart(below, called => dependencies.find(one => one.name === called)?.repository ?? ''))
    const requirements: Requirement[] = []
    for (const dependency of dependencies) {
      const isThere = vendored.some(chart => chart.name === dependency.name)
      const stand = isThere ? null : await this.standIn(files, dependency)
      if (stand !== null) vendored.push(stand)
      const fits = (found: string) => (stand === null ? this.fits(found, dependency.range) : found === stand.version)
      requirements.push({ ...dependency, fits })
    }
    return {
      name,
      version,
      isRead: true,
      homes,
      values,
      schema,
      vendored,
      requirements: Array.isArray(listed) ? requirements : null,
    }
  }

  /** What counts for a chart that is not below `charts/`: its own folder, where it has one; else the defaults known here. */
  private async standIn(files: ChartFiles, { name, range, repository }: Dependency): Promise<HelmChart | null> {
    const folder = repository.startsWith('file://') ? join(files.place, repository.slice('file://'.length)) : null
    if (folder !== null && !files.isPacked && existsSync(join(folder, 'Chart.yaml')))
      return this.chart(await readChartFiles(folder), () => repository)
    if (!isJupyterHub({ name, homes: [repository], requirements: null })) {
      const where = join(files.place, 'charts')
      this.missing.push(
        `the chart ${name} is not in ${where}: what it says of its values and of charts below is not known`,
      )
      return null
    }
    const lock = this.data(files, 'Chart.lock') ?? this.data(files, 'requirements.lock')
    const locked = textOf(
      child(
        listOf(child(lock, 'dependencies')).find(one => child(one, 'name') === name),
        'version',
      ),
    )
    const version = this.version ?? (locked === '' ? range : locked)
    const { chart } = chooseChart(version, 'chart')
    const values = defaultsOf(chart.defaults, `jupyterhub ${chart.version}`)
    const stand = {
      name,
      version,
      isRead: false,
      homes: [repository],
      values,
      schema: null,
      vendored: [],
      requirements: null,
    }
    this.from.set(stand, locked === '' ? 'chart' : 'lock')
    return stand
  }

  private values(files: ChartFiles, chart: Identity & Pick<HelmChart, 'version'>): Traced {
    const author = `${chart.name} ${chart.version}`
    const documents = this.read(files, 'values.yaml')?.documents ?? []
    const said = documents.filter(({ data }) => data !== null && data !== undefined)
    if (said.some(({ data }) => typeof data !== 'object' || Array.isArray(data)))
      this.refuse(files, 'values.yaml', 'values must be a map of keys, and this is something else')
    const isDefault = files.isPacked || isJupyterHub(chart)
    const file = fileOf(files, 'values.yaml')
    return mergeLayers(
      isDefault ? said.map(({ data }) => defaultsOf(data, author)) : said.map(document => fileLayer(document, file)),
    )
  }

  private data(files: ChartFiles, name: string): unknown {
    return this.read(files, name)?.documents[0]?.data
  }

  private read(files: ChartFiles, name: string): Reading | null {
    const bytes = files.files.get(name)
    if (bytes === undefined) return null
    const file = fileOf(files, name)
    // only values may have several documents
    const reading = readYaml(bytes, file, { helm: name === 'values.yaml' ? this.helm : 3 })
    if (this.texts.has(file)) return reading
    this.texts.set(file, new TextDecoder().decode(bytes))
    this.sources.push({ file, problems: files.isPacked ? reading.problems.filter(isFatal) : reading.problems })
    return reading
  }

  private async schema(files: ChartFiles): Promise<ValuesSchema | null> {
    const bytes = files.files.get('values.schema.json')
    if (bytes === undefined || this.skipSchema) return null
    const file = fileOf(files, 'values.schema.json')
    try {
      return await schemaOf(JSON.parse(new TextDecoder().decode(bytes)) as object)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (error instanceof SyntaxError) this.refuse(files, 'values.schema.json', `this is no JSON: ${reason}`)
      // ajv knows neither what is behind a URL nor every draft of JSON schema
      else this.missing.push(`values are not held against ${file}: ${reason}`)
      return null
    }
  }

  private refuse(files: ChartFiles, name: string, message: string): void {
    const file = fileOf(files, name)
    const span = { file, line: 1, column: 1, endLine: 1, endColumn: 1 }
    this.sources.push({
      file,
      problems: [{ kind: 'unreadable', message, origin: { by: 'file', name: file, path: [], span } }],
    })
  }
}

/** An entry of `dependencies`, as it is written. */
interface Dependency extends Omit<Requirement, 'fits'> {
  readonly range: string
  readonly repository: string
}

function dependencyOf(entry: unknown): Dependency {
  const alias = textOf(child(entry, 'alias'))
  return {
    name: textOf(child(entry, 'name')),
    alias: alias === '' ? null : alias,
    range: textOf(child(entry, 'version')),
    repository: textOf(child(entry, 'repository')),
    condition: textOf(child(entry, 'condition')),
    tags: listOf(child(entry, 'tags')).map(textOf),
    importValues: listOf(child(entry, 'import-values')),
  }
}

function defaultsOf(data: unknown, name: string): Traced {
  return traced(data, path => ({ by: 'chart', name, path, span: null }))
}

function isFatal({ kind }: TextProblem): boolean {
  return kind === 'unreadable'
}

function fileOf(files: ChartFiles, name: string): string {
  return files.isPacked ? `${files.place}/${name}` : join(files.place, name)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
