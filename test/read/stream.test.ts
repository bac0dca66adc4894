import { expect, test } from 'vitest'
import { DocumentCutter, templateOf } from '../../src/read/stream.ts'

function cut(...pieces: string[]): [string, number][] {
  const cutter = new DocumentCutter()
  const documents = [...pieces.flatMap(piece => [...cutter.push(piece)]), ...cutter.end()]
  return documents.map(({ text, linesBefore }) => [text, linesBefore])
}

test.each<[string, string[], [string, number][]]>([
  ['one document', ['a\nb\n'], [['a\nb\n', 0]]],
  [
    'dashes between documents',
    ['a\n---\nb\n'],
    [
      ['a\n', 0],
      ['b\n', 2],
    ],
  ],
  ['dashes before the first belong to it', ['---\na\n'], [['---\na\n', 0]]],
  [
    'dashes one after the other',
    ['a\n---\n---\nb\n'],
    [
      ['a\n', 0],
      ['---\nb\n', 2],
    ],
  ],
  [
    'a comment behind dashes',
    ['a\n--- # b\nc\n'],
    [
      ['a\n', 0],
      ['c\n', 2],
    ],
  ],
  [
    'what else stands behind dashes is left to the reader',
    ['a\n--- b\nc\n'],
    [
      ['a\n', 0],
      ['--- b\nc\n', 1],
    ],
  ],
  [
    'dashes at the start of a later piece',
    ['a\n', '---\nb\n'],
    [
      ['a\n', 0],
      ['b\n', 2],
    ],
  ],
  [
    'a document over several pieces',
    ['a\n', 'b\n', 'c\n---\n', 'd'],
    [
      ['a\nb\nc\n', 0],
      ['d', 4],
    ],
  ],
  ['no line end at the end', ['a\n---'], [['a\n', 0]]],
  [
    'CRLF and lone CR are line ends',
    ['a\r\nb\rc\n---\r\nd\n'],
    [
      ['a\r\nb\rc\n', 0],
      ['d\n', 4],
    ],
  ],
  ['dashes deeper in a line', ['a: |\n  ---\n'], [['a: |\n  ---\n', 0]]],
  [
    'a byte order mark before dashes',
    ['a\n\ufeff---\nb\n'],
    [
      ['a\n', 0],
      ['b\n', 2],
    ],
  ],
])('%s', (_, pieces, documents) => {
  expect(cut(...pieces)).toEqual(documents)
})

test('a document that is too long is dropped, and its lines still count', () => {
  const line = `${'x'.repeat(1024 * 1024 - 1)}\n`
  const cutter = new DocumentCutter()
  const found = [...Array.from({ length: 40 }, () => line), '---\nb\n'].flatMap(piece => [...cutter.push(piece)])
  expect([...found, ...cutter.end()]).toEqual([
    { text: '', linesBefore: 0, tooLong: true },
    { text: 'b\n', linesBefore: 41, tooLong: false },
  ])
})

test.each([
  ['# Source: a/b.yaml\nkind: Pod\n', 'a/b.yaml'],
  ['---\n# Source: a/b.yaml\nkind: Pod\n', 'a/b.yaml'],
  ['\n# by hand\n# Source: a/b.yaml\r\nkind: Pod\n', 'a/b.yaml'],
  ['kind: Pod\n# Source: a/b.yaml\n', null],
])('the template in %j is %j', (text, template) => {
  expect(templateOf(text)).toBe(template)
})
