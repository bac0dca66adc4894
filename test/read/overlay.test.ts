import { expect, test } from 'vitest'
import type { Path } from '../../src/model/path.ts'
import { subtree, type Traced, traced } from '../../src/model/traced.ts'
import { fileLayer, overlay } from '../../src/read/overlay.ts'
import { readYaml } from '../../src/read/yaml/read-yaml.ts'

function file(name: string, text: string): Traced {
  const document = readYaml(text, name, { helm: 4 }).documents[0]
  if (document === undefined) throw new Error(`${name} is unreadable`)
  return fileLayer(document, name)
}

function chart(data: unknown): Traced {
  return traced(data, path => ({ by: 'chart', name: 'chart 1.0.0', path, span: null }))
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
  const layers = files.map((text, i) => file(`${i}.yaml`, text))
  expect(overlay([chart(DEFAULTS), ...layers], 4).data).toEqual(expected)
})

test('Helm 3 keeps null defaults', () => {
  expect(overlay([chart(DEFAULTS)], 3).data).toEqual(DEFAULTS)
})

test('a null of a parent chart takes a default away; Helm 4 wants the user to speak of the dependency', () => {
  const layers = [chart({ cull: { timeout: 1 } }), chart({ cull: { timeout: null } })]
  expect(overlay([...layers, traced(undefined, nobody)], 3, 'dependency').data).toEqual({ cull: {} })
  expect(overlay([...layers, traced(undefined, nobody)], 4, 'dependency').data).toEqual({ cull: { timeout: 1 } })
  expect(overlay([...layers, file('a.yaml', '{}')], 4, 'dependency').data).toEqual({ cull: {} })
})

function nobody(path: Path) {
  return { by: 'nobody', name: 'nobody', path, span: null } as const
}

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
  const origin = overlay([chart(DEFAULTS), BASE, PROD], 4).origin(path)
  expect(`${origin.by} ${origin.name}`).toBe(author)
  expect(`${origin.span?.file}:${origin.span?.line}`).toBe(place)
  expect(origin.path).toEqual(path)
})

test('below a key, origins keep the whole path, and a file without the key still gives a place', () => {
  const nested = subtree(file('a.yaml', 'jupyterhub:\n  cull: {every: 1}\n'), ['jupyterhub'])
  const without = subtree(file('b.yaml', 'other: 1\n'), ['jupyterhub'])
  const both = overlay([chart(DEFAULTS), nested, without], 4)
  expect(both.origin(['cull', 'every'])).toMatchObject({
    path: ['jupyterhub', 'cull', 'every'],
    span: { file: 'a.yaml' },
  })
  expect(overlay([chart(DEFAULTS), without], 4).origin(['cull']).span).toMatchObject({
    file: 'b.yaml',
    line: 1,
    column: 1,
  })
})
