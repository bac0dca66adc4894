import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Path } from '../../../src/model/path.ts'
import { readPlain } from '../../../src/read/yaml/plain.ts'
import { plainDocument } from '../../../src/read/yaml/plain-places.ts'
import { readYaml } from '../../../src/read/yaml/read-yaml.ts'

const SEED = `metadata:
  name: x
  "quoted/key": yes
  list:
  - a: b
    c: 'it'
  -   d: 0x1f
  - plain text
  -
    deep: ~
  flow: { cpu: "2", memory: 4G, z: [] }
  cmd: ["/bin/sh", -c, --x=1]
  # comment
  url: http://x:80/a#b
  time: 1:30
last: ""
`

/** What is put into the seed, anywhere: all that YAML gives a meaning. */
const MARKS = [
  ...' \n:-#{}[]"\'|>&*!%@`?,=~<.0ey\\_',
  ': ',
  '- ',
  ' #',
  '\n  ',
  '---\n',
  '...\n',
  'é',
  '\u2028',
  '\t',
  '\r\n',
]

describe('where the plain reader answers, the full reader says the same', () => {
  test('of every text that differs from a plain one by a character', () => {
    let answered = 0
    for (let at = 0; at <= SEED.length; at += 1)
      for (const mark of ['', ...MARKS]) {
        answered += compare(SEED.slice(0, at) + mark + SEED.slice(at + 1))
        answered += compare(SEED.slice(0, at) + mark + SEED.slice(at))
      }
    expect(answered).toBeGreaterThan(1000)
  })

  test('of every document of every fixture', () => {
    const documents = filesIn('fixtures').flatMap(file => readFileSync(file, 'utf8').split(/^---\n/m))
    expect(documents.filter(text => compare(text) === 1).length).toBeGreaterThan(50)
  })
})

test.each([
  ['a comment behind a value', 'a: b # c\n'],
  ['an anchor', 'a: &x b\nc: *x\n'],
  ['a tag', 'a: !!str 5\n'],
  ['a merge', 'a:\n  <<: b\n'],
  ['an escape', 'a: "\\n"\n'],
  ['a block of text', 'a: |\n  b\n'],
  ['a value over several lines', 'a: b\n  c\n'],
  ['a key that stands twice', 'a: b\na: c\n'],
  ['a key that is no text', 'on: b\n'],
  ['two documents', 'a: b\n---\nc: d\n'],
  ['nothing', '# nothing\n'],
])('%s is left to the full reader', (_, text) => {
  expect(readPlain(text)).toBeNull()
})

/** 1 if the plain reader answers, 0 if not; fails if it answers something else than the full reader. */
function compare(text: string): 0 | 1 {
  const plain = readPlain(text)
  if (plain === null) return 0
  const { documents, problems } = readYaml(text, 'f', { helm: 4 })
  if (problems.length > 0 || documents.length !== 1) throw new Error(`not plain at all: ${JSON.stringify(text)}`)
  const [full] = documents
  if (JSON.stringify(plain.data) !== JSON.stringify(full?.data)) expect(plain.data, text).toEqual(full?.data)
  const document = plainDocument(text, plain.data, 'f')
  for (const path of paths(plain.data, [])) {
    for (const part of [undefined, { start: 0, end: 1 }, { start: 1, end: 3 }]) {
      const [ours, theirs] = [document.locate(path, part), full?.locate(path, part)]
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) expect(ours, `${path} in ${text}`).toEqual(theirs)
    }
    const [ours, theirs] = [document.locateKey(path), full?.locateKey(path)]
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) expect(ours, `the key ${path} in ${text}`).toEqual(theirs)
  }
  return 1
}

function* paths(data: unknown, at: Path): Generator<Path> {
  yield at
  if (typeof data !== 'object' || data === null) return
  for (const [key, value] of Object.entries(data)) yield* paths(value, [...at, Array.isArray(data) ? Number(key) : key])
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesIn(path)
    return name.endsWith('.yaml') ? [path] : []
  })
}
