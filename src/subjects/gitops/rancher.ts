import { View } from '../../model/view.ts'
import { namespaceOf } from '../../model/workload.ts'
import { Assembly } from './assembly.ts'
import { type Asking, lastPart, textAt, versionOf, type Wanted } from './wanted.ts'

/**
 * What a `HelmChart` of k3s and Rancher asks for: `valuesContent`, over it that of the `HelmChartConfig` of the same name, and over
 * both what `set` says. Source: k3s-io/helm-controller@v0.16.10:pkg/controllers/chart/chart.go, args and valuesSecret.
 */
export function helmChart(asking: Asking): Wanted {
  const { spec, object, around } = asking
  const assembly = new Assembly(spec.traced, 3)
  layContent(spec, assembly)
  const config = around.object('HelmChartConfig', namespaceOf(object.data), textAt(object.data, 'metadata', 'name'))
  if (config !== null) layContent(View.of<Record<string, unknown>>(config.traced).get('spec'), assembly)
  if (spec.get('valuesSecrets').each().length > 0) assembly.miss()
  for (const [name, value] of spec.get('set').entries().sort(byName)) {
    const text = String(value.value ?? '')
    const isPlain = text === '' || text === 'true' || text === 'false' || text === 'null' || /^-?\d+$/.test(text)
    const commas = text.replace(/,/g, '\\,')
    assembly.set({ kind: isPlain ? 'set' : 'set-string', text: `${name}=${isPlain ? text : commas}` }, value)
  }
  const chart = spec.get('chart').text ?? ''
  return {
    namespace: spec.get('targetNamespace').text ?? namespaceOf(object.data),
    chart: {
      name: lastPart(chart),
      version: versionOf(spec.get('version')),
      repository: `${chart} ${spec.get('repo').text ?? ''}`,
      folder: null,
    },
    ...assembly.result(),
  }
}

function layContent(spec: View, assembly: Assembly): void {
  if (spec.get('values').isSet) assembly.lay(spec.get('values').traced)
  const content = spec.get('valuesContent')
  if (content.text !== undefined) assembly.layText(content.text, content.traced, true)
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
