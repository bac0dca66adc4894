import type { TextProblem } from '../../model/source.ts'
import { child, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { namespaceOf } from '../../model/workload.ts'
import type { FoundObject } from '../../read/objects.ts'
import type { Tools } from '../carried-values.ts'
import { application, applicationSet } from './argo.ts'
import { awayOf, type DeclaredHub, hubsOf, isJupyterHub } from './asked-hubs.ts'
import { Unreadable } from './assembly.ts'
import { helmRelease } from './flux.ts'
import { helmfileReleases } from './helmfile.ts'
import { helmChart } from './rancher.ts'
import { type Asking, groupOf, NOTHING_AROUND, type Surroundings, textAt, type Wanted } from './wanted.ts'

/** The hubs that an object asks for, and what of it cannot be read. */
export interface Declared {
  readonly hubs: readonly DeclaredHub[]
  readonly problems: readonly TextProblem[]
  /** Where the values of hubs stand of which none is at hand. */
  readonly away: readonly string[]
}

const NOTHING: Declared = { hubs: [], problems: [], away: [] }

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
  ...['Kustomization', 'ConfigMap', 'Secret', 'OCIRepository', 'HelmRepository', 'HelmChart', 'HelmChartConfig'],
])

/** Whether an object may be named by one that asks for a hub. */
export function mayBeNamed({ kind }: Pick<FoundObject, 'kind'>): boolean {
  return NAMED.has(kind)
}

/** Whether an object may ask for a hub. */
export function mayDeclareHub(object: Pick<FoundObject, 'kind' | 'apiVersion' | 'data'>): boolean {
  return readerOf(object) !== undefined && child(object.data, 'spec') !== undefined
}

/** What stands around an object where there is nothing but other objects. */
export function among(objects: readonly FoundObject[]): Surroundings {
  return {
    ...NOTHING_AROUND,
    object: (kind, namespace, name) => objects.find(object => isCalled(object, kind, namespace, name)) ?? null,
  }
}

function isCalled(object: FoundObject, kind: string, namespace: string | null, name: string): boolean {
  const own = namespaceOf(object.data)
  if (object.kind !== kind || (own !== null && namespace !== null && own !== namespace)) return false
  return textAt(object.data, 'metadata', 'name') === name
}

/** The hubs that an object asks for; none where it asks for other charts, or for nothing. */
export function declaredHubs(
  object: FoundObject,
  file: string,
  tools: Tools,
  around: Surroundings = NOTHING_AROUND,
): Declared {
  const reader = readerOf(object)
  if (reader === undefined) return NOTHING
  const spec = View.of<Record<string, unknown>>(object.traced).get('spec')
  try {
    const all = reader.read({ object, spec, file, around })
    const asker = { name: object.called.name, kind: reader.kind, file, tools, around }
    return { ...NOTHING, hubs: all.flatMap(wanted => hubsOf(wanted, asker)), away: all.flatMap(awayOf) }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ...NOTHING, problems: isAboutHub(spec) ? [error.problem] : [] }
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

/** The hubs that the releases of a helmfile ask for. */
export function hubsOfHelmfile(
  documents: readonly Traced[],
  file: string,
  helm: 3 | 4,
  tools: Tools,
  around: Surroundings = NOTHING_AROUND,
): Declared {
  const asker = { name: 'release', kind: 'helmfile', file, tools, around } as const
  const hubs: DeclaredHub[] = []
  const problems: TextProblem[] = []
  const away: string[] = []
  for (const { spec, wanted } of helmfileReleases({ documents, file, helm, around }))
    try {
      const one = wanted()
      hubs.push(...hubsOf(one, asker))
      away.push(...awayOf(one))
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      if (isAboutHub(spec)) problems.push(error.problem)
    }
  return { hubs, problems, away }
}

/** The versions of the jupyterhub charts that a helmfile asks for. */
export function versionsInHelmfile(documents: readonly Traced[]): string[] {
  return helmfileReleases({ documents, file: '', helm: 4, around: NOTHING_AROUND }).flatMap(({ chart }) =>
    isJupyterHub(chart) && chart.version !== null ? [chart.version] : [],
  )
}

/** Whether an object whose values cannot be read is about a hub all the same. */
function isAboutHub(spec: View): boolean {
  return JSON.stringify(spec.raw)?.includes('jupyterhub') === true
}
