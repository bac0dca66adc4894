import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { chartOf, filesOf } from '../jupyterhub/charts/chart.ts'
import type { ChosenChart, VersionFrom } from '../jupyterhub/charts/chosen.ts'
import { NEWEST, resolveVersion } from '../jupyterhub/charts/versions.ts'
import type { Chart } from '../model/hub.ts'
import type { Path } from '../model/path.ts'
import { child } from '../model/traced.ts'
import { readYaml } from '../read/yaml/read-yaml.ts'
import { chartDeclaredIn } from './declared-charts.ts'
import { publishedSchema } from './schemas.ts'

const charts = new Map<string, Chart>()

/** A published chart with its defaults, read from beside the program. */
export function loadChart(version: string): Chart {
  const before = charts.get(version)
  if (before !== undefined) return before
  const { defaults, templates, schema } = filesOf(version)
  const chart = chartOf(version, {
    defaults: recorded('defaults', defaults),
    templates: recorded('templates', templates),
    schema: schema === null ? null : publishedSchema(schema),
  })
  charts.set(version, chart)
  return chart
}

function recorded(folder: string, name: string): string {
  return readFileSync(join(__dirname, folder, `${name}.json`), 'utf8')
}

/** The chart of a version as people write it. */
export function chooseChart(written: string, from: VersionFrom): ChosenChart {
  const { version, note } = resolveVersion(written)
  return { chart: loadChart(version), from, note }
}

export function assumedChart(): ChosenChart {
  // what is worked out for a chart is kept by the chart itself
  assumed ??= { chart: { ...loadChart(NEWEST), isAssumed: true }, from: 'assumed', note: null }
  return assumed
}

let assumed: ChosenChart | undefined

/** A jupyterhub chart found beside a values file: its version, and the key of its values (the root for the chart itself). */
export interface Neighbour {
  readonly key: Path
  readonly version: string
  readonly from: VersionFrom
}

/**
 * The jupyterhub chart that a `Chart.yaml`, `requirements.yaml` or `Chart.lock` beside a file speaks of; of a range, the locked
 * version. Dependencies on charts in neighbouring folders (`file://`) are followed. Where there is none of them, the one that
 * objects of Flux, Argo CD or Rancher beside the file ask for.
 */
export function neighbourChart(file: string): Neighbour | null {
  if (file === '<stdin>') return null
  const folder = dirname(resolve(file))
  const before = neighbours.get(folder)
  if (before !== undefined) return before
  const found = chartIn(folder) ?? chartDeclaredIn(folder)
  neighbours.set(folder, found)
  return found
}

const neighbours = new Map<string, Neighbour | null>()

const DEEPEST = 4

/** The jupyterhub chart that a folder holds, or that a chart there depends on. */
export function chartIn(folder: string, depth = 0): Neighbour | null {
  const chart = readData(join(folder, 'Chart.yaml'))
  if (chart === undefined || depth > DEEPEST) return null
  const below = [...dependencies(chart), ...dependencies(readData(join(folder, 'requirements.yaml')))]
  const isAround = below.some(dependency => child(dependency, 'name') === 'jupyterhub')
  if (child(chart, 'name') === 'jupyterhub' && !isAround)
    return { key: [], version: String(child(chart, 'version')), from: 'chart' }
  for (const dependency of below) {
    const key = String(child(dependency, 'alias') ?? child(dependency, 'name'))
    if (child(dependency, 'name') === 'jupyterhub') {
      const locked = lockedVersion(folder)
      const written = String(child(dependency, 'version'))
      return locked === undefined
        ? { key: [key], version: written, from: 'chart' }
        : { key: [key], version: locked, from: 'lock' }
    }
    const repository = child(dependency, 'repository')
    if (typeof repository !== 'string' || !repository.startsWith('file://')) continue
    const inner = chartIn(resolve(folder, repository.slice('file://'.length)), depth + 1)
    if (inner !== null) return { ...inner, key: [key, ...inner.key] }
  }
  return null
}

function lockedVersion(folder: string): string | undefined {
  const lock = readData(join(folder, 'Chart.lock')) ?? readData(join(folder, 'requirements.lock'))
  const version = child(
    dependencies(lock).find(dependency => child(dependency, 'name') === 'jupyterhub'),
    'version',
  )
  return typeof version === 'string' ? version : undefined
}

function dependencies(chart: unknown): unknown[] {
  const list = child(chart, 'dependencies')
  return Array.isArray(list) ? list : []
}

/** The data of a small YAML file; undefined if it is not there or cannot be read. */
function readData(file: string): unknown {
  return existsSync(file) ? readYaml(readFileSync(file), file, { helm: 4 }).documents[0]?.data : undefined
}
