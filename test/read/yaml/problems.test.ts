import { expect, test } from 'vitest'
import { readYaml } from '../../../src/read/yaml/read-yaml.ts'

function problems(input: string | Uint8Array, helm: 3 | 4 = 4): string[] {
  return readYaml(input, 'f', { helm }).problems.map(({ kind, message, origin }) => {
    return `${origin.span?.line}:${origin.span?.column} ${kind}: ${message}`
  })
}

test.each<[string, string]>([
  ['a:\n\tb: 1\n', '2:1 unreadable: a tab is used for indentation; use spaces'],
  ['a: "x\n', '1:5 unreadable: this quote is never closed'],
  ['a: 1\nb\n# more\n', '2:1 unreadable: here a key is expected, but there is no ": " after it on its line'],
  [
    'a:\n  b: 1\n  some text\n\n  # more\n  c: 2\n',
    '3:3 unreadable: here a key is expected, but there is no ": " after it on its line',
  ],
  ['a: %x\n', '1:4 unreadable: a value cannot begin with "%"; put quotes around it'],
  ['a: &x b: 1\n', '1:4 unreadable: a map cannot begin on the line of its key'],
  [
    'a: &x[]\n',
    '1:4 unreadable: the name of this YAML anchor must be of letters, digits, "-" and "_"; put quotes around a text',
  ],
  ['a: *x\n', '1:4 unreadable: there is no anchor "&x" above'],
  ['a: 1 # \u0007\n', '1:8 unreadable: a control character (U+0007) is not allowed, not even in a comment'],
  ['a: 1\ncull: 1\na: 2\n', '3:1 duplicate: the key "a" was there before, on line 1; the last one wins'],
  ['m: {"1": a, 1: b}\n', '1:13 duplicate: the key "1" was there before, on line 1; the last one wins'],
  [
    'x: &x {k: 1}\nz:\n  k: 2\n  <<: *x\n',
    '4:3 merged: "<<" brings another value for "k" than the one on line 3, and wins because it stands below it',
  ],
  [
    '  a: 1\nb: 2\n',
    '2:1 lost: Helm reads nothing from here on: the first key of the file, on line 1, stands deeper than this one',
  ],
  ['{a: 1}\nb: 2\n', '2:1 lost: Helm reads nothing from here on: what the file holds has ended above'],
])('%j', (text, expected) => {
  expect(problems(text)).toEqual([expected])
})

test('a key that only a merge sets may be set again', () => {
  expect(problems('x: &x {k: 1}\nz:\n  <<: *x\n  k: 2\n')).toEqual([])
})

test('Helm 3 loses later documents, Helm 4 reads them', () => {
  expect(problems('a: 1\n---\nb: 2\n', 3)).toEqual([
    '3:1 lost: Helm 3 reads only the first document of a file, not this one',
  ])
  expect(problems('a: 1\n---\nb: 2\n', 4)).toEqual([])
})

test('comments, and marks of documents, are nothing lost', () => {
  expect(problems('a: 1\n...\n# end\n---\n', 3)).toEqual([])
})

// files put behind each other: to Go the mark is a character like any other, so that the dashes behind it are none
test.each<[string, unknown, string[]]>([
  [
    'a: 1\n\ufeff---\nb: 2\n',
    [],
    ['2:2 unreadable: here a key is expected, but there is no ": " after it on its line'],
  ],
  ['x\n\ufeff---\nb\n', ['x \ufeff--- b'], []],
  ['a: 1\n\ufeff---: 3\n', [{ a: 1, '\ufeff---': 3 }], []],
])('a byte order mark further down hides nothing: %j', (text, data, expected) => {
  for (const helm of [3, 4] as const) {
    expect(readYaml(text, 'f', { helm }).documents.map(document => document.data)).toEqual(data)
    expect(problems(text, helm)).toEqual(expected)
  }
})

test('of a stream, what is readable is read', () => {
  const { documents } = readYaml('a: 1\n---\nb: [\n---\nc: 3\n', 'f', { helm: 4 })
  expect(documents.map(({ data }) => data)).toEqual([{ a: 1 }, { c: 3 }])
})

test('bytes that are not UTF-8 have their place', () => {
  expect(problems(Uint8Array.from([0x61, 0x3a, 0x20, 0xe9, 0x0a]))).toEqual([
    '1:4 unreadable: this is not UTF-8, which YAML files have to be',
  ])
})

test.each<[string, string]>([
  ['brackets', '['.repeat(100_000)],
  ['dashes', '- '.repeat(20_000)],
  ['aliases of aliases', bomb(30)],
])('a flood of %s is refused, and nothing breaks', (_what, text) => {
  expect(problems(text)).toHaveLength(1)
})

function bomb(levels: number): string {
  const line = (i: number) =>
    `k${i}: &k${i} [${Array(9)
      .fill(`*k${i - 1}`)
      .join(', ')}]\n`
  return `k0: &k0 [x]\n${Array.from({ length: levels }, (_, i) => line(i + 1)).join('')}`
}

test('no text throws', () => {
  const bits = [
    'a',
    'b: ',
    '- ',
    '\n',
    '\n  ',
    '\t',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ', ',
    '? ',
    '&x ',
    '*x',
    '!t ',
    '<<: ',
  ]
  bits.push(
    '|\n  ',
    '>',
    ' #',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '\r',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\\',
    "\\'",
    '0x1',
    '\u0001',
  )
  let seed = 1
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  for (let i = 0; i < 3000; i += 1) {
    const text = Array.from({ length: 1 + next(20) }, () => bits[next(bits.length)]).join('')
    for (const document of readYaml(text, 'f', { helm: i % 2 === 0 ? 3 : 4 }).documents) {
      document.locate(['a'], { start: 0, end: 1 })
      document.locateKey(['a', 0])
    }
  }
})
