import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { build } from '../../../src/read/yaml/build.ts'
import { check } from '../../../src/read/yaml/checks.ts'
import { compose } from '../../../src/read/yaml/compose.ts'
import { type Parsed, parseFirst } from '../../../src/read/yaml/parse.ts'
import { straight } from '../../../src/read/yaml/straight.ts'
import { Unreadable } from '../../../src/read/yaml/unreadable.ts'

const SEED = `metadata:
  name: x
  "quoted/key": yes
  list:
  - a: b
    c: 'it'
  -   d: 0x1f
  -
    deep: ~
  flow: { cpu: "2", memory: 4G, z: [] }
  cmd: ["/bin/sh", -c, --x=1]
  # comment
  url: http://x:80/a#b
  text: |
    one
last: "a b"
`

/** What is put into the seed, anywhere: all that YAML gives a meaning. */
const MARKS = [
  ...' \n:-#{}[]"\'|>&*!%@`?,=~<.0ey\\\t\u0085\u2028\ufeff',
  ': ',
  '- ',
  ' #',
  '\n  ',
  '...\n',
  '<<: ',
  '\r\n',
]

describe('what is read straight from the events is what the nodes say', () => {
  test('of every text that differs from an ordinary one by a character', () => {
    let ordinary = 0
    for (let at = 0; at <= SEED.length; at += 1)
      for (const mark of ['', ...MARKS]) {
        ordinary += compare(SEED.slice(0, at) + mark + SEED.slice(at + 1))
        ordinary += compare(SEED.slice(0, at) + mark + SEED.slice(at))
      }
    expect(ordinary).toBeGreaterThan(1000)
  })

  test('of every document of every fixture', () => {
    const documents = filesIn('fixtures').flatMap(file => readFileSync(file, 'utf8').split(/^---\n/m))
    expect(documents.filter(text => compare(text) === 1).length).toBeGreaterThan(50)
  })
})

test.each([
  ['an anchor', 'a: &x b\nc: *x\n'],
  ['a tag', 'a: !!str 5\n'],
  ['a merge', 'a:\n  <<: b\n'],
  ['an escape', 'a: "\\n"\n'],
  ['a tab', 'a: |\n  b\tc\n'],
  ['a key that stands twice', 'a: b\na: c\n'],
  ['a key that every object has', '__proto__: b\n'],
  ['a key that is no text', 'on: b\n'],
  ['a value on the line below, between braces', '{a:\n b}\n'],
  ['no number of JSON', 'a: .inf\n'],
  ['nothing', '# nothing\n'],
])('%s is left to the nodes', (_, text) => {
  expect(straight(parseFirst(text))).toBeUndefined()
})

/** 1 if the text is ordinary, 0 if not; fails where its nodes are refused, or say something else. */
function compare(text: string): 0 | 1 {
  const parsed = parsedOrNull(text)
  const data = parsed === null ? undefined : straight(parsed)
  if (parsed === null || data === undefined) return 0
  const root = build(parsed)
  check(root, parsed.source.slice(0, parsed.end))
  const composed = compose(root)
  if (composed.duplicates.length > 0 || JSON.stringify(composed.data) !== JSON.stringify(data))
    expect({ text, data, duplicates: [] }).toEqual({ text, ...composed })
  return 1
}

function parsedOrNull(text: string): Parsed | null {
  try {
    return parseFirst(text)
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesIn(path)
    return name.endsWith('.yaml') ? [path] : []
  })
}
