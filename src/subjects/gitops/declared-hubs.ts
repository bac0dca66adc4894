import type { ChosenChart } from '../../jupyterhub/charts/chosen.ts'
import { parentDefaults } from '../../jupyterhub/charts/parents.ts'
import type { Completeness } from '../../model/hub.ts'
import type { Path } from '../../model/path.ts'
import type { TextProblem } from '../../model/source.ts'
import { child, subtree, traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { effectiveValues } from '../../read/helm/effective.ts'
import { umbrella } from '../../read/helm/umbrella.ts'
import { mergeLayers } from '../../read/layers.ts'
import type { FoundObject } from '../../read/objects.ts'
import { recognise } from '../../read/recognise.ts'
import { withoutNulls } from '../../read/without-nulls.ts'
import type { RecoveredHub, Tools } from '../carried-values.ts'
import { application, applicationSet } from './argo.ts'
import { Unreadable } from './assembly.ts'
import { helmRelease } from './flux.ts'
import { helmChart } from './rancher.ts'
import { type Asking, groupOf, NOTHING_AROUND, type Surroundings, type Wanted, withUnknowns } from './wanted.ts'

/** A hub that an object of Flux, Argo CD or Rancher asks for. */
export interface DeclaredHub extends RecoveredHub {
  readonly kind: 'helmrelease' | 'application'
  /** The key of its values in those of the chart that is asked for. */
  readonly key: Path
  /** `layer` where values are named that are not at hand. */
  readonly completeness: Completeness
  /** The values files that the object names, where they are at hand. */
  readonly named: readonly string[]
}

/** The hubs that an object asks for, and what of it cannot be read. */
export interface Declared {
  readonly hubs: readonly DeclaredHub[]
  readonly problems: readonly TextProblem[]
}

type Reader = (asking: Asking) => Wanted[]

/** The kinds of objects that ask for charts, by group and kind. */
const READERS: Readonly<Record<string, { readonly kind: DeclaredHub['kind']; readonly read: Reader }>> = {
  'helm.toolkit.fluxcd.io/HelmRelease': { kind: 'helmrelease', read: asking => [helmRelease(asking)] },
  'helm.cattle.io/HelmChart': { kind: 'helmrelease', read: asking => [helmChart(asking)] },
  'argoproj.io/Application': { kind: 'application', read: application },
  'argoproj.io/ApplicationSet': { kind: 'application', read: applicationSet },
}

function readerOf(object: Pick<FoundObject, 'kind' | 'apiVersion'>): (typeof READERS)[string] | undefined {
  const name = `${groupOf(object)}/${object.kind}`
  return Object.hasOwn(READERS, name) ? READERS[name] : undefined
}

/** Objects that those name: where charts come from, and where values stand. */
const NAMED: ReadonlySet<string> = new Set([
  ...['ConfigMap', 'Secret', 'OCIRepository', 'HelmRepository', 'HelmChart', 'HelmChartConfig'],
])

/** Whether an object may be named by one that asks for a hub. */
export function mayBeNamed({ kind }: Pick<FoundObject, 'kind'>): boolean {
  return NAMED.has(kind)
}

/** Whether an object may ask for a hub. */
export function mayDeclareHub(object: Pick<FoundObject, 'kind' | 'apiVersion' | 'data'>): boolean {
  return readerOf(object) !== undefined && child(object.data, 'spec') !== undefined
}

/** The hubs that an object asks for; none where it asks for other charts, or for nothing. */
export function declaredHubs(
  object: FoundObject,
  file: string,
  tools: Tools,
  around: Surroundings = NOTHING_AROUND,
): Declared {
  const reader = readerOf(object)
  if (reader === undefined) return { hubs: [], problems: [] }
  const spec = View.of<Record<string, unknown>>(object.traced).get('spec')
  try {
    const all = reader.read({ object, spec, file, around })
    return { hubs: all.flatMap(wanted => hubsOf(wanted, reader.kind, object, { file, tools, around })), problems: [] }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { hubs: [], problems: isAboutHub(spec) ? [error.problem] : [] }
  }
}

/** The chart that an object asks for, where that is a jupyterhub chart with a version: it tells of the values beside it. */
export function declaredChart(
  object: FoundObject,
): { readonly version: string; readonly kind: DeclaredHub['kind'] } | null {
  const reader = readerOf(object)
  if (reader === undefined) return null
  const spec = View.of<Record<string, unknown>>(object.traced).get('spec')
  try {
    for (const { chart } of reader.read({ object, spec, file: '', around: NOTHING_AROUND }))
      if (isJupyterHub(chart) && chart.version !== null) return { version: chart.version, kind: reader.kind }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
  }
  return null
}

/** Whether an object whose values cannot be read is about a hub all the same. */
function isAboutHub(spec: View): boolean {
  return JSON.stringify(spec.raw)?.includes('jupyterhub') === true
}

interface Place {
  readonly file: string
  readonly tools: Tools
  readonly around: Surroundings
}

function hubsOf(
  wanted: Wanted,
  kind: DeclaredHub['kind'],
  object: FoundObject,
  { file, tools, around }: Place,
): DeclaredHub[] {
  const values = withUnknowns(wanted.values)
  const { chart, isPart, namespace } = wanted
  // of values that all stand elsewhere there is nothing to say
  if (isPart && Object.keys(values.data ?? {}).length === 0) return []
  const inFolder = chart.folder === null ? null : around.chart(file, chart.folder)
  const own = inFolder === null || inFolder.values === null ? null : mergeLayers(inFolder.values.layers)
  return keysOf(wanted, inFolder?.key ?? null).map(key => {
    const chosen = chosenFor(inFolder?.version ?? (isJupyterHub(chart) ? chart.version : null), kind, tools)
    const name = `jupyterhub ${chosen.chart.version}`
    const published = traced(chosen.chart.defaults, path => ({ by: 'chart', name, path, span: null }))
    const parent = own === null ? parentDefaults(values.data, key) : subtree(own, key)
    const defaults = key.length === 0 && own !== null ? own : published
    const result = effectiveValues(umbrella(key, defaults, parent), values, wanted.helm)
    if ('error' in result) throw new Unreadable({ kind: 'unreadable', message: result.error, origin: result.origin })
    const laid = subtree(result.values, key)
    const { name: asker } = object.called
    const isWhole = (isJupyterHub(chart) || inFolder !== null) && !isPart
    return {
      name: wanted.called ? `${asker} (${wanted.called})` : asker,
      chosen: wanted.skipsSchema ? { ...chosen, chart: { ...chosen.chart, schema: null } } : chosen,
      ...{ namespace, file, kind, key },
      effective: isWhole ? laid : withoutNulls(laid),
      completeness: isWhole ? 'whole' : 'layer',
      named: [...(inFolder?.values ? [inFolder.values.file] : []), ...wanted.files],
    }
  })
}

/** Where the values of jupyterhub charts stand in what is wanted; nowhere in those of another chart. */
function keysOf({ chart, values }: Wanted, inFolder: Path | null): readonly Path[] {
  if (isJupyterHub(chart)) return [[]]
  if (isBitnami(chart)) return []
  if (inFolder !== null) return [inFolder]
  const found = recognise([values.data])
  return found.kind === 'values' ? found.keys : []
}

function isJupyterHub(chart: Wanted['chart']): boolean {
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
