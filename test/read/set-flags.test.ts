import { expect, test } from 'vitest'
import { traced } from '../../src/model/traced.ts'
import { applyFlags, type SetFlag } from '../../src/read/set-flags.ts'

function apply(data: unknown, flags: readonly SetFlag[], helm: 3 | 4 = 4) {
  return applyFlags(
    traced(data, path => ({ by: 'file', name: 'a.yaml', path, span: null })),
    flags,
    helm,
  )
}

function set(text: string): SetFlag {
  return { kind: 'set', text }
}

test.each<[string, unknown]>([
  ['a=1,b=x', { a: 1, b: 'x' }],
  ['a=true,b=NULL,c=1.0,d=0123,e=yes', { a: true, b: null, c: '1.0', d: '0123', e: 'yes' }],
  ['a=9223372036854775808', { a: '9223372036854775808' }],
  ['a.b.c=1', { a: { b: { c: 1 } } }],
  ['a={x,1},b={}', { a: ['x', 1], b: [''] }],
  ['a[1].b=x', { a: [null, { b: 'x' }] }],
  ['a\\.b=x\\,y', { 'a.b': 'x,y' }],
  ['a=', { a: '' }],
])('--set %s', (text, expected) => {
  expect(apply({}, [set(text)])).toHaveProperty('traced.data', expected)
})

test.each<[unknown, SetFlag, string]>([
  [{}, set('a'), '--set a: the key "a" has no value'],
  [{}, set('a={x'), '--set a={x: a list must end with "}"'],
  [{}, set('a[x]=1'), '--set a[x]=1: "x" is no index of a list'],
  [{ a: null }, set('a.b=1'), '--set a.b=1: "a" is set already, and is no map'],
  [{}, { kind: 'set-json', text: 'a={' }, '--set-json a={: this is not JSON'],
])('%j with %j is refused', (data, flag, error) => {
  expect(apply(data, [flag])).toEqual({ error, origin: null })
})

test('kinds apply in their own order, not in that of the call', () => {
  const flags: SetFlag[] = [
    { kind: 'set-string', text: 'a=2' },
    { kind: 'set', text: 'a=1' },
    { kind: 'set-json', text: 'b={"c": [1]},d=2' },
    { kind: 'set-literal', text: 'e.f=x,y=\\z' },
    { kind: 'set-file', text: 'g=f.txt', read: name => `content of ${name}` },
  ]
  expect(apply({}, flags)).toHaveProperty('traced.data', {
    a: '2',
    b: { c: [1] },
    d: 2,
    e: { f: 'x,y=\\z' },
    g: 'content of f.txt',
  })
})

test('a whole JSON object is merged by Helm 4 only', () => {
  const flag: SetFlag = { kind: 'set-json', text: '{"a": {"y": 2}}' }
  expect(apply({ a: { x: 1 } }, [flag], 4)).toHaveProperty('traced.data', { a: { x: 1, y: 2 } })
  expect(apply({ a: { x: 1 } }, [flag], 3)).toHaveProperty('error')
})

test('the values are left alone, and what a flag set is by the flag', () => {
  const data = { a: { x: 1 }, l: [{ p: 1 }] }
  const flagged = apply(data, [set('a.y.z=2,l[0].p=9')])
  if ('error' in flagged) throw new Error(flagged.error)
  expect(data).toEqual({ a: { x: 1 }, l: [{ p: 1 }] })
  const by = (...path: (string | number)[]) => flagged.traced.origin(path).by
  expect([by('a'), by('a', 'x'), by('a', 'y'), by('a', 'y', 'z'), by('l', 0), by('l', 0, 'p')]).toEqual([
    'file',
    'file',
    'flag',
    'flag',
    'file',
    'flag',
  ])
})
