import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { chartOf, defaultsFile } from '../jupyterhub/charts/chart.ts'
import type { ChosenChart, VersionFrom } from '../jupyterhub/charts/chosen.ts'
import { NEWEST, resolveVersion } from '../jupyterhub/charts/versions.ts'
import type { Chart } from '../model/hub.ts'
import type { Path } from '../model/path.ts'
import { child } from '../model/traced.ts'
import { readYaml } from '../read/yaml/read-yaml.ts'
import { UserError } from './user-error.ts'

const charts = new Map<string, Chart>()

/** A published chart with its defaults, read from beside the program. */
export function loadChart(version: string): Chart {
  const before = charts.get(version)
  if (before !== undefined) return before
  const chart = chartOf(version, readFileSync(join(__dirname, 'defaults', defaultsFile(version)), 'utf8'))
  charts.set(version, chart)
  return chart
}

/** The chart of a version as people write it. */
export function chooseChart(written: string, from: VersionFrom): ChosenChart {
  const { version, note } = resolveVersion(written)
  return { chart: loadChart(version), from, note }
}

export function assumedChart(): ChosenChart {
  return { chart: loadChart(NEWEST), from: 'assumed', note: null }
}

/** A jupyterhub chart found beside a values file: its version, and the key of its values (the root for the chart itself). */
export interface Neighbour {
  readonly key: Path
  readonly version: string
  readonly from: VersionFrom
}

/**
 * The jupyterhub chart that a `Chart.yaml`, `requirements.yaml` or `Chart.lock` beside a file speaks of; of a range, the locked
 * version. Dependencies on charts in neighbouring folders (`file://`) are followed.
 */
export function neighbourChart(file: string): Neighbour | null {
  return file === '<stdin>' ? null : chartIn(dirname(resolve(file)), 0)
}

/** A chart in a folder: the jupyterhub chart itself, or one that has it as a dependency. */
export interface OpenedChart {
  readonly key: Path
  readonly chosen: ChosenChart
  /** The outer chart's own values, below the user's; null for the jupyterhub chart itself, whose values are the defaults. */
  readonly parentValues: string | null
}

/** Opens `--chart DIR`. Throws `UserError` if there is no chart, or none with a jupyterhub in it. */
export function openChart(folder: string): OpenedChart {
  if (!existsSync(join(folder, 'Chart.yaml'))) throw new UserError(`--chart ${folder}: there is no Chart.yaml`)
  const found = chartIn(resolve(folder), 0)
  if (found === null) throw new UserError(`--chart ${folder}: it is not the jupyterhub chart and does not depend on it`)
  const chosen = chooseChart(found.version, found.from)
  const valuesFile = join(folder, 'values.yaml')
  if (found.key.length > 0) return { key: found.key, chosen, parentValues: existsSync(valuesFile) ? valuesFile : null }
  const defaults = readData(valuesFile) ?? {}
  return { key: [], chosen: { ...chosen, chart: { ...chosen.chart, defaults } }, parentValues: null }
}

const DEEPEST = 4

function chartIn(folder: string, depth: number): Neighbour | null {
  const chart = readData(join(folder, 'Chart.yaml'))
  if (chart === undefined || depth > DEEPEST) return null
  if (child(chart, 'name') === 'jupyterhub') return { key: [], version: String(child(chart, 'version')), from: 'chart' }
  for (const dependency of [...dependencies(chart), ...dependencies(readData(join(folder, 'requirements.yaml')))]) {
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
