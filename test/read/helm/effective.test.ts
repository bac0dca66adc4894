import { expect, test } from 'vitest'
import type { Path } from '../../../src/model/path.ts'
import { type Traced, traced } from '../../../src/model/traced.ts'
import { effectiveValues } from '../../../src/read/helm/effective.ts'
import { umbrella } from '../../../src/read/helm/umbrella.ts'
import { fileLayer, mergeLayers } from '../../../src/read/layers.ts'
import { readYaml } from '../../../src/read/yaml/read-yaml.ts'

function file(name: string, text: string): Traced {
  const document = readYaml(text, name, { helm: 4 }).documents[0]
  if (document === undefined) throw new Error(`${name} is unreadable`)
  return fileLayer(document, name)
}

function byChart(data: unknown): Traced {
  return traced(data, path => ({ by: 'chart', name: 'chart 1.0.0', path, span: null }))
}

/** The values of a chart with these defaults, at `key` of those that the files supply. */
function values(
  files: readonly Traced[],
  { helm = 4, defaults = DEFAULTS, key = [], parent = null }: Given = {},
): Traced {
  const chart = umbrella(key, byChart(defaults), parent === null ? null : byChart(parent))
  const result = effectiveValues(chart, mergeLayers(files), helm, files)
  if ('error' in result) throw new Error(result.error)
  return result.values
}

interface Given {
  readonly helm?: 3 | 4
  readonly defaults?: unknown
  readonly key?: Path
  readonly parent?: unknown
}

const DEFAULTS = { cull: { timeout: 3600, every: null }, name: null, list: [1, 2] }

test.each<[string, string[], unknown]>([
  ['maps merge', ['cull: {timeout: 1}'], { cull: { timeout: 1 }, list: [1, 2] }],
  ['lists are replaced', ['list: [3]'], { cull: { timeout: 3600 }, list: [3] }],
  ['null takes a default away', ['cull: {timeout: null}\nlist: null'], { cull: {} }],
  ['null stays where there is no default', ['cull: {new: null}'], { cull: { timeout: 3600, new: null }, list: [1, 2] }],
  ['a scalar stays above a map', ['cull: no'], { cull: false, list: [1, 2] }],
  [
    'a map over null starts afresh',
    ['cull: {timeout: 1}', 'cull: null', 'cull: {a: 3}'],
    { cull: { timeout: 3600, a: 3 }, list: [1, 2] },
  ],
])('%s', (_what, files, expected) => {
  expect(values(files.map((text, i) => file(`${i}.yaml`, text))).data).toEqual(expected)
})

test('Helm 3 keeps null defaults', () => {
  expect(values([], { helm: 3 }).data).toEqual(DEFAULTS)
})

test('a null of a parent chart takes a default away; Helm 4 wants the user to speak of the dependency', () => {
  const given = { key: ['hub'], defaults: { cull: { timeout: 1 } }, parent: { cull: { timeout: null } } }
  const cull = (files: readonly Traced[], helm: 3 | 4) => values(files, { ...given, helm }).data
  expect(cull([], 3)).toEqual({ hub: { cull: {}, global: {} } })
  expect(cull([], 4)).toEqual({ hub: { cull: { timeout: 1 }, global: {} } })
  expect(cull([file('a.yaml', 'hub: {}')], 4)).toEqual({ hub: { cull: {}, global: {} } })
})

const BASE = file('base.yaml', 'cull:\n  every: 5\nhub:\n  config: {}\n')
const PROD = file('prod.yaml', 'cull:\n  timeout: null\n')

test.each<[Path, string, string]>([
  [['cull', 'every'], 'file base.yaml', 'base.yaml:2'],
  [['cull'], 'file prod.yaml', 'prod.yaml:1'],
  // a person took the default away
  [['cull', 'timeout'], 'file prod.yaml', 'prod.yaml:2'],
  [['list', 0], 'chart chart 1.0.0', 'prod.yaml:1'],
  [['hub', 'config', 'Authenticator'], 'nobody nobody', 'base.yaml:4'],
  [['elsewhere'], 'nobody nobody', 'prod.yaml:1'],
])('%j is by %s, at %s', (path, author, place) => {
  const origin = values([BASE, PROD]).origin(path)
  expect(`${origin.by} ${origin.name}`).toBe(author)
  expect(`${origin.span?.file}:${origin.span?.line}`).toBe(place)
  expect(origin.path).toEqual(path)
})

test('below a key, origins keep the whole path, and a file without the key still gives a place', () => {
  const key = ['jupyterhub']
  const without = file('b.yaml', 'other: 1\n')
  const both = values([file('a.yaml', 'jupyterhub:\n  cull: {every: 1}\n'), without], { key })
  const path = ['jupyterhub', 'cull', 'every']
  expect(both.origin(path)).toMatchObject({ path, span: { file: 'a.yaml' } })
  expect(values([without], { key }).origin(['jupyterhub', 'cull']).span).toMatchObject({
    file: 'b.yaml',
    line: 1,
    column: 1,
  })
})
