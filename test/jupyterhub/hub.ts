import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { chartOf, filesOf } from '../../src/jupyterhub/charts/chart.ts'
import { schemaProblems } from '../../src/jupyterhub/charts/schema.ts'
import { hubOf } from '../../src/jupyterhub/hub.ts'
import { loadPython } from '../../src/jupyterhub/python/syntax/grammar.ts'
import type { Chart, Hub } from '../../src/model/hub.ts'
import type { ValuesSchema } from '../../src/model/schema.ts'
import { traced } from '../../src/model/traced.ts'
import { effectiveValues } from '../../src/read/helm/effective.ts'
import { umbrella } from '../../src/read/helm/umbrella.ts'
import { fileLayer, mergeLayers } from '../../src/read/layers.ts'
import { readYaml } from '../../src/read/yaml/read-yaml.ts'

await loadPython()

/** A published chart. */
export function chart(version: string): Chart {
  const { defaults, templates, schema } = filesOf(version)
  return chartOf(version, {
    defaults: recorded('defaults', defaults),
    templates: recorded('templates', templates),
    schema: schema === null ? null : schemaNamed(schema),
  })
}

function recorded(folder: string, name: string): string {
  return readFileSync(new URL(`../../src/jupyterhub/charts/${folder}/${name}.json`, import.meta.url), 'utf8')
}

const checks = new Map<string, ValidateFunction>()

/** A recorded schema; made into code when values are first held against it. */
function schemaNamed(name: string): ValuesSchema {
  const json = JSON.parse(recorded('schemas', name)) as object
  return values => {
    const check = checks.get(name) ?? new Ajv({ allErrors: true, strict: false }).compile(json)
    checks.set(name, check)
    return check(values) ? [] : schemaProblems(check.errors ?? [], json, values)
  }
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
