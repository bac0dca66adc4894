import { View } from '../../model/view.ts'
import { namespaceOf } from '../../model/workload.ts'
import { Assembly } from './assembly.ts'
import { type Asking, chartAt, textAt, UNKNOWN_CHART, versionOf, type Wanted } from './wanted.ts'

/**
 * What a `HelmChart` of k3s and Rancher asks for: `valuesContent`, over it that of the `HelmChartConfig` of the same name, and over
 * both what `set` says. Source: k3s-io/helm-controller@v0.17.7:pkg/controllers/chart/chart.go, args, typedVal and setValuesSecret.
 */
export function helmChart(asking: Asking): Wanted {
  const { spec, object, around } = asking
  const assembly = new Assembly(spec.traced, 3)
  layContent(spec, assembly)
  const config = around.object('HelmChartConfig', namespaceOf(object.data), textAt(object.data, 'metadata', 'name'))
  if (config !== null) layContent(View.of<Record<string, unknown>>(config.traced).get('spec'), assembly)
  for (const [name, value] of spec.get('set').entries().sort(byName)) {
    const text = String(value.value ?? '')
    const isTyped = typeof value.value === 'number' || /^(?:true|false|null)$/i.test(text)
    const written = isTyped ? text : withEscapedCommas(text)
    assembly.set({ kind: isTyped ? 'set' : 'set-string', text: `${name}=${written}` }, value)
  }
  const chart = spec.get('chart').text ?? ''
  return {
    namespace: spec.get('targetNamespace').text ?? namespaceOf(object.data),
    // an archive in the object itself stands in for a chart that it names
    chart: spec.get('chartContent').isSet
      ? UNKNOWN_CHART
      : {
          name: chartAt(chart).name,
          version: chartAt(chart).version ?? versionOf(spec.get('version')),
          repository: `${chart} ${spec.get('repo').text ?? ''}`,
          folder: null,
        },
    skipsSchema: false,
    ...assembly.result(),
  }
}

function layContent(spec: View, assembly: Assembly): void {
  const content = spec.get('valuesContent')
  if (content.text !== undefined) assembly.layText(content.text, content.traced, true)
  if (spec.get('values').isSet) assembly.lay(spec.get('values').traced)
  for (const secret of spec.get('valuesSecrets').each() as View[])
    assembly.miss(`Secret ${secret.get('name').text ?? ''}`)
}

/** A comma behind an uneven number of backslashes is escaped already. */
function withEscapedCommas(text: string): string {
  return text.replace(/\\*,/g, found => (found.length % 2 === 1 ? `\\${found}` : found))
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
