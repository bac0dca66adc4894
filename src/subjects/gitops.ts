import type { Completeness } from '../model/hub.ts'
import type { Path } from '../model/path.ts'
import { child, type Traced, traced } from '../model/traced.ts'
import { View } from '../model/view.ts'
import { namespaceOf } from '../model/workload.ts'
import { readEmbedded } from '../read/embedded.ts'
import type { FoundObject } from '../read/objects.ts'
import { recognise } from '../read/recognise.ts'
import type { SetFlag } from '../read/set-flags.ts'
import { userValues } from '../read/values.ts'
import type { RecoveredHub, Tools } from './carried-values.ts'
import { ranValues } from './release-hubs.ts'

/** A hub that an object of Flux or Argo CD asks for, with the values that stand in the object itself. */
export interface DeclaredHub extends RecoveredHub {
  /** `layer` where other values are named that the object does not hold. */
  readonly completeness: Completeness
}

/** A chart with values, as such an object asks for it. */
interface Release {
  readonly chart: unknown
  readonly version: unknown
  readonly values: Traced
  /** Whether it names values that stand elsewhere. */
  readonly more: boolean
}

/** The hubs that a Flux `HelmRelease` or an Argo CD `Application` asks for; none for any other object. */
export function declaredHubs(object: FoundObject, file: string, tools: Tools): DeclaredHub[] {
  const group = object.apiVersion.split('/')[0]
  if (object.kind === 'HelmRelease' && group === 'helm.toolkit.fluxcd.io')
    return hubsOf(helmRelease(object), object, file, tools)
  if (object.kind !== 'Application' || group !== 'argoproj.io') return []
  return sourcesOf(object).flatMap(source => hubsOf(applied(source), object, file, tools))
}

/** Source: fluxcd/helm-controller@v1.3.0:docs/spec/v2/helmreleases.md. */
function helmRelease({ traced: whole }: FoundObject): Release {
  const spec = View.of<Record<string, unknown>>(whole).get('spec')
  const chart = spec.get('chart').get('spec')
  return {
    chart: chart.get('chart').raw,
    version: chart.get('version').raw,
    values: spec.get('values').traced,
    more: spec.get('valuesFrom').each().length > 0,
  }
}

function sourcesOf({ traced: whole }: FoundObject): View[] {
  const spec = View.of<Record<string, unknown>>(whole).get('spec')
  const several: View[] = spec.get('sources').each()
  return several.length > 0 ? several : [spec.get('source')]
}

/** Source: argoproj/argo-cd@v3.0.0:docs/user-guide/helm.md; of the two ways to write values, the object wins over the text. */
function applied(source: View): Release {
  const helm = source.get('helm')
  const read =
    helm.get('values').text === undefined
      ? null
      : readEmbedded(helm.get('values').text ?? '', helm.get('values').traced, true)
  const written = helm.get('valuesObject').isMap
    ? helm.get('valuesObject').traced
    : read !== null && 'traced' in read
      ? read.traced
      : helm.get('valuesObject').traced
  const parameters = helm
    .get('parameters')
    .each()
    .map(
      (parameter: View): SetFlag => ({
        kind: parameter.get('forceString').flag === true ? 'set-string' : 'set',
        text: `${parameter.get('name').text ?? ''}=${parameter.get('value').text ?? ''}`,
      }),
    )
  const layered = userValues(written.data === undefined ? [] : [written], parameters, 3)
  return {
    chart: source.get('chart').raw ?? source.get('path').raw,
    version: source.get('targetRevision').raw,
    values: 'error' in layered ? written : layered.traced,
    more: helm.get('valueFiles').each().length + helm.get('fileParameters').each().length > 0,
  }
}

function hubsOf(
  { chart, version, values, more }: Release,
  object: FoundObject,
  file: string,
  tools: Tools,
): DeclaredHub[] {
  const isJupyterHub = typeof chart === 'string' && chart.split('/').at(-1) === 'jupyterhub'
  const found = recognise([values.data])
  const keys: readonly Path[] = isJupyterHub ? [[]] : found.kind === 'values' ? found.keys : []
  return keys.map(key => {
    const chosen = tools.choose(isJupyterHub && typeof version === 'string' ? version : null, null)
    const name = `jupyterhub ${chosen.chart.version}`
    const defaults = traced(chosen.chart.defaults, path => ({ by: 'chart', name, path, span: null }))
    const isWhole = isJupyterHub && !more
    const written = values.data === undefined || values.data === null ? { ...values, data: {} } : values
    return {
      name: object.called.name,
      namespace: namespaceOf(object.data),
      file,
      chosen,
      effective: ranValues(key, defaults, null, written),
      completeness: isWhole ? 'whole' : 'layer',
    }
  })
}

/** Whether an object may ask for a hub. */
export function mayDeclareHub({ kind, data }: Pick<FoundObject, 'kind' | 'data'>): boolean {
  return (kind === 'HelmRelease' || kind === 'Application') && child(data, 'spec') !== undefined
}
