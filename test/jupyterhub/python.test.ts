import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { LocalClass } from '../../src/jupyterhub/python/local-class.ts'
import { LocalFunction } from '../../src/jupyterhub/python/local-function.ts'
import { needsPython } from '../../src/jupyterhub/python/syntax/grammar.ts'
import { View } from '../../src/model/view.ts'
import { CHART, run, shown, valuesOf } from './python-tools.ts'

interface Case {
  readonly name: string
  readonly code: string
  readonly given?: Record<string, Record<string, unknown>>
  readonly values?: { readonly hub?: object }
  readonly traits: Record<string, Record<string, unknown>>
  readonly lost?: readonly (readonly [string | null, string | null])[]
  readonly stops?: string
}

describe('what Python makes of the configuration', () => {
  const cases = load(readFileSync('fixtures/python/assignments.yaml', 'utf8')) as Case[]
  test.each(cases)('$name', ({ code, given, values, traits, lost, stops }) => {
    const outcome = run(code, given, values)
    expect(shown(outcome)).toEqual(traits)
    const broad = outcome.unknown.filter(({ trait }) => trait === null)
    expect(broad.map(({ section, trait }) => [section, trait])).toEqual(lost ?? [])
    expect(broad.some(unknown => unknown.stops === true)).toBe(stops !== undefined)
    if (stops !== undefined) expect(broad[0]?.sentence).toBe(`hub.extraConfig "10-site" stops the hub: ${stops}`)
  })
})

test('pieces share their names, and run in the order of their keys', () => {
  const outcome = run({ b: 'c.A.order += [x]', a: 'x = "a"\nc.A.order = []', Z: 'c.A.first = 1' })
  expect(shown(outcome)).toEqual({ A: { first: 1, order: ['a'] } })
})

test('a class that is defined in Python says what it inherits and overrides', () => {
  const code = `
from oauthenticator.github import GitHubOAuthenticator
class Base(GitHubOAuthenticator):
    scope = ["x"]
from our_hub import mixin
class My(mixin("x"), Base):
    def check_allowed(self, username, auth_model=None):
        return True
c.JupyterHub.authenticator_class = My
c.My.allow_all = True
`
  const { settings } = run(code)
  const value = settings.get('JupyterHub', 'authenticator_class')?.data
  expect(value).toBeInstanceOf(LocalClass)
  expect(value).toMatchObject({
    name: 'My',
    bases: ['oauthenticator.github.GitHubOAuthenticator'],
    localBases: ['Base'],
    basesKnown: false,
    overrides: ['check_allowed', 'scope'],
  })
  expect(settings.get('My', 'allow_all')?.data).toBe(true)
})

test.each([
  ['lambda spawner: 0', 0, 'nothing'],
  ['lambda spawner: [0, "a"]', [0, 'a'], 'nothing'],
  ['lambda spawner: "x/" + spawner.user.name.upper()', 'x/ADA', 'name'],
  ['lambda spawner: "admin" if spawner.user.admin else "user"', 'user', 'more'],
  ['lambda spawner: [g.name.casefold() for g in spawner.user.groups]', [], 'more'],
  ['lambda spawner: spawner.image', undefined, 'more'],
  ['lambda spawner: c.B.x', undefined, 'nothing'],
  ['lambda spawner: setattr(spawner, "image", "x") or 3', undefined, 'nothing'],
])('%s comes to %j for ada, and asks for %s', (code, result, asks) => {
  const value = run(`c.A.b = ${code}`).settings.get('A', 'b')?.data
  if (!(value instanceof LocalFunction)) throw new Error('no function')
  expect(value.forServerOf('ada').value?.data).toEqual(result)
  expect(value.forServerOf('ada').asks).toBe(asks)
})

test.each([
  [
    'a function that waits',
    'async def f(spawner):\n    state = await spawner.user.get_auth_state()\n    return 1 if state is None else 2',
    1,
  ],
  ['a generator', 'def f(spawner):\n    yield 1', undefined],
  [
    'a list that is built up',
    'def f(spawner):\n    x = []\n    for i in range(2):\n        x.append(i)\n    return x',
    [0, 1],
  ],
  [
    'arguments given before',
    'from functools import partial\ndef g(a, spawner, b=1):\n    return [a, b]\nf = partial(g, 5, b=6)',
    [5, 6],
  ],
  ['what is changed is changed back', 'seen = []\ndef f(spawner):\n    seen.append(1)\n    return len(seen)', 1],
])('%s', (_, code, result) => {
  const value = run(`${code}\nc.A.b = f`).settings.get('A', 'b')?.data
  if (!(value instanceof LocalFunction)) throw new Error('no function')
  expect(value.forServerOf('ada').value?.data).toEqual(result)
  expect(value.forServerOf('bob').value?.data).toEqual(result)
})

test('a function that certainly raises says why', () => {
  const value = run('def f(spawner):\n    raise ValueError()\nc.A.b = f').settings.get('A', 'b')?.data
  expect(value instanceof LocalFunction && value.forServerOf('ada').raises).toBe('it raises an exception')
})

describe('places', () => {
  const place = (code: string, ...path: (string | number)[]) => {
    const value = run(code, {}, { hub: {} }).settings.get('A', 'b')
    const origin = value?.origin(path)
    return { ...origin, text: code.slice(origin?.span?.column, origin?.span?.endColumn) }
  }

  test('a value stands where its literal stands, in the text that holds the code', () => {
    expect(place('x = 1\nc.A.b = "quay.io/x"')).toMatchObject({
      by: 'python',
      name: 'hub.extraConfig "10-site"',
      path: ['hub', 'extraConfig', '10-site'],
      text: '"quay.io/x"',
    })
  })

  test('every part of a value has its own place', () => {
    const code = 'host = {"path": "/"}\nc.A.b = [{"name": "h", "hostPath": host}]'
    expect(place(code, 0, 'name').text).toBe('"h"')
    expect(place(code, 0, 'hostPath', 'path').text).toBe('"/"')
    expect(place(code, 0).text).toBe('{"name": "h", "hostPath": host}')
  })

  test('what is not there is written by nobody', () => {
    expect(place('c.A.b = {"a": {}}', 'a', 'x', 'y')).toMatchObject({ by: 'nobody', text: '{}' })
  })

  test('a stretch of a text', () => {
    const code = 'c.A.b = "image:latest"'
    const span = run(code).settings.get('A', 'b')?.origin([], { start: 6, end: 12 }).span
    expect(code.slice(span?.column, span?.endColumn)).toBe('latest')
  })

  test('what comes from the values keeps its place there', () => {
    const value = run('c.A.b = get_config("custom.x")', {}, { custom: { x: { y: 1 } } } as object).settings.get(
      'A',
      'b',
    )
    expect(value?.origin(['y'])).toMatchObject({ by: 'file', path: ['custom', 'x', 'y'] })
  })

  test('what cannot be known says where', () => {
    const code = 'import os; c.A.b = {"x": os.urandom(1)}'
    const [unknown] = run(code).unknown
    expect(unknown).toMatchObject({
      section: 'A',
      trait: 'b',
      sentence: 'hub.extraConfig "10-site" sets c.A.b.x, which cannot be known: it is computed when the hub starts',
    })
    const span = unknown?.at.origin().span
    expect(code.slice(span?.column, span?.endColumn)).toBe('os.urandom(1)')
  })
})

test('the grammar is needed only where there is Python', () => {
  expect(needsPython(valuesOf({ hub: { config: {} } }), CHART)).toBe(false)
  expect(needsPython(valuesOf({ hub: { extraConfig: { a: ' ' } } }), CHART)).toBe(false)
  expect(needsPython(valuesOf({ hub: { extraConfig: { a: 'x = 1' } } }), CHART)).toBe(true)
})

test('an entry that is no text stops the hub', () => {
  expect(run({ a: null }).unknown).toMatchObject([{ section: null, stops: true }])
  expect(run({ a: '' }).unknown).toEqual([])
})

test('what was only read is left as it was', () => {
  const { settings } = run('x = c.A.b\nif "z" in c.A.b: c.A.d = 1', { A: { b: ['y'] } })
  expect(
    View.of(
      settings.get('A', 'b') ?? { data: null, origin: () => ({ by: 'nobody', name: '', path: [], span: null }) },
    ).origin().path,
  ).toEqual(['hub', 'config', 'A', 'b'])
})
