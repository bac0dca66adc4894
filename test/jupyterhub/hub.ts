import { readFileSync } from 'node:fs'
import { chartOf, defaultsFile } from '../../src/jupyterhub/charts/chart.ts'
import { hubOf } from '../../src/jupyterhub/hub.ts'
import { loadPython } from '../../src/jupyterhub/python/syntax/grammar.ts'
import type { Chart, Hub } from '../../src/model/hub.ts'
import { traced } from '../../src/model/traced.ts'
import { effectiveValues } from '../../src/read/helm/effective.ts'
import { umbrella } from '../../src/read/helm/umbrella.ts'
import { fileLayer, mergeLayers } from '../../src/read/layers.ts'
import { readYaml } from '../../src/read/yaml/read-yaml.ts'

await loadPython()

/** A published chart. */
export function chart(version: string): Chart {
  const file = new URL(`../../src/jupyterhub/charts/defaults/${defaultsFile(version)}`, import.meta.url)
  return chartOf(version, readFileSync(file, 'utf8'))
}

/** The hub that a values file makes, over the defaults of a chart. */
export function hubFrom(version: string, yaml: string): Hub {
  const published = chart(version)
  const defaults = traced(published.defaults, path => ({
    by: 'chart',
    name: `jupyterhub ${version}`,
    path,
    span: null,
  }))
  const [document] = readYaml(yaml, 'values.yaml', { helm: 4 }).documents
  const supplied = mergeLayers(document === undefined ? [] : [fileLayer(document, 'values.yaml')])
  const result = effectiveValues(umbrella([], defaults, null), supplied, 4)
  if ('error' in result) throw new Error(result.error)
  return hubOf('test', result.values, published)
}
