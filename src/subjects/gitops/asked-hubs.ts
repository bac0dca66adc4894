import type { ChosenChart } from '../../jupyterhub/charts/chosen.ts'
import { parentDefaults } from '../../jupyterhub/charts/parents.ts'
import type { Completeness } from '../../model/hub.ts'
import type { Path } from '../../model/path.ts'
import { child, subtree, type Traced, traced } from '../../model/traced.ts'
import { effectiveValues } from '../../read/helm/effective.ts'
import { umbrella } from '../../read/helm/umbrella.ts'
import { mergeLayers } from '../../read/layers.ts'
import { isBitnamiValues, recognise } from '../../read/recognise.ts'
import { withoutNulls } from '../../read/without-nulls.ts'
import type { RecoveredHub, Tools } from '../carried-values.ts'
import { Unreadable } from './assembly.ts'
import { type Start, type Surroundings, type Wanted, withUnknowns } from './wanted.ts'

/** A hub that an object of Flux, Argo CD or Rancher asks for, or a helmfile. */
export interface DeclaredHub extends RecoveredHub {
  readonly kind: 'helmrelease' | 'application' | 'helmfile'
  /** The key of its values in those of the chart that is asked for. */
  readonly key: Path
  /** `layer` where values are named that are not at hand. */
  readonly completeness: Completeness
  /** What may say more and is not at hand. */
  readonly elsewhere: readonly string[]
  /** The file of the patch that is laid over the object, where there is one. */
  readonly patch?: string
  /** The values files that the object names, where they are at hand. */
  readonly named: readonly string[]
}

/** Who asks, and where. */
export interface Asker {
  /** `HelmRelease jhub/hub`. */
  readonly name: string
  readonly kind: DeclaredHub['kind']
  readonly file: string
  readonly tools: Tools
  readonly around: Surroundings
}

/** The hubs in what somebody asks for: none in another chart. Throws `Unreadable`. */
export function hubsOf(wanted: Wanted, { name: asker, kind, file, tools, around }: Asker): DeclaredHub[] {
  const values = withUnknowns(wanted.values)
  const { chart, namespace } = wanted
  // of values that all stand elsewhere there is nothing to say
  if (isAway(wanted)) return []
  const inFolder = chart.folder === null ? null : around.chart(file, chart.folder, START[kind])
  const own = inFolder === null || inFolder.values === null ? null : mergeLayers(inFolder.values.layers)
  return keysOf(wanted, inFolder?.key ?? null).map(key => {
    const chosen = chosenFor(inFolder?.version ?? (isJupyterHub(chart) ? chart.version : null), kind, tools)
    const name = `jupyterhub ${chosen.chart.version}`
    const published = traced(chosen.chart.defaults, path => ({ by: 'chart', name, path, span: null }))
    const parent = own === null ? parentDefaults(values.data, key) : subtree(own, key)
    const defaults = key.length === 0 && own !== null ? unlessPublished(own, published) : published
    const result = effectiveValues(umbrella(key, defaults, parent), values, wanted.helm)
    if ('error' in result) throw new Unreadable({ kind: 'unreadable', message: result.error, origin: result.origin })
    const laid = subtree(result.values, key)
    const isChartThere = isJupyterHub(chart) || inFolder !== null
    const elsewhere = [...wanted.elsewhere, ...(isChartThere ? [] : [calledChart(chart)])]
    const isWhole = elsewhere.length === 0
    return {
      name: wanted.called ? `${asker} (${wanted.called})` : asker,
      chosen: wanted.skipsSchema ? { ...chosen, chart: { ...chosen.chart, schema: null } } : chosen,
      ...{ namespace, file, kind, key },
      effective: isWhole ? laid : withoutNulls(laid),
      completeness: isWhole ? 'whole' : 'layer',
      elsewhere,
      named: [...(inFolder?.values ? [inFolder.values.file] : []), ...wanted.files],
    }
  })
}

function calledChart({ name, folder }: Wanted['chart']): string {
  return folder !== null && folder !== '' ? `the chart in ${folder}` : name === null ? 'its chart' : `the chart ${name}`
}

/** Values of a copy of a chart: what it says as the published one does is a default, and the rest somebody wrote. */
function unlessPublished(own: Traced, published: Traced): Traced {
  return {
    data: own.data,
    origin(path, part) {
      const value = path.reduce(child, own.data)
      const isSame = typeof value !== 'object' && value === path.reduce(child, published.data)
      return isSame ? published.origin(path) : own.origin(path, part)
    },
  }
}

/** Where the folders of charts are counted from. */
const START: Readonly<Record<DeclaredHub['kind'], Start>> = {
  helmrelease: 'root',
  application: 'root',
  helmfile: 'beside',
}

/** Where the values of jupyterhub charts stand in what is wanted; nowhere in those of another chart. */
function keysOf({ chart, values }: Wanted, inFolder: Path | null): readonly Path[] {
  if (isBitnami(chart) || isBitnamiValues(values.data)) return []
  if (isJupyterHub(chart)) return [[]]
  if (inFolder !== null) return [inFolder]
  const found = recognise([values.data])
  return found.kind === 'values' ? found.keys : []
}

function isAway({ elsewhere, values }: Wanted): boolean {
  return elsewhere.length > 0 && Object.keys(values.data ?? {}).length === 0
}

/** Where all values of a hub stand, if none of them is at hand; empty for others, and for other charts. */
export function awayOf(wanted: Wanted): readonly string[] {
  return isAway(wanted) && isJupyterHub(wanted.chart) ? wanted.elsewhere : []
}

/** Whether this is the chart of the project. */
export function isJupyterHub(chart: Wanted['chart']): boolean {
  return chart.name === 'jupyterhub' && !isBitnami(chart)
}

/** Bitnami has a chart of the same name with other values. Source: bitnami/charts, bitnami/jupyterhub/values.yaml. */
function isBitnami({ repository }: Wanted['chart']): boolean {
  return /bitnami/i.test(repository)
}

function chosenFor(version: string | null, kind: DeclaredHub['kind'], { choose }: Tools): ChosenChart {
  const chosen = choose(version, null)
  return chosen.from === 'object' ? { ...chosen, from: kind } : chosen
}
