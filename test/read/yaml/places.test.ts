import { expect, test } from 'vitest'
import type { Path } from '../../../src/model/path.ts'
import type { Part, Span } from '../../../src/model/span.ts'
import { child } from '../../../src/model/traced.ts'
import { readYaml } from '../../../src/read/yaml/read-yaml.ts'

/** The text that a span covers, and where it begins. */
function at(text: string, span: Span | null | undefined): string | null {
  if (!span) return null
  const lines = text.split(/\r\n|\n/)
  const found = span.line === span.endLine ? lines[span.line - 1]?.slice(span.column - 1, span.endColumn - 1) : '…'
  return `${span.line}:${span.column} ${found}`
}

const TEXT = `\
image: &img
  name: 'a''b'
  tag: "x\\ty"
hub:
  <<: *img
  tag: 1.0
  list:
    - name: first
    - second
    - [third]
    -
  empty:
other: *img
`

test.each<[Path, string | null]>([
  [[], '1:1 image'],
  [['image'], '1:1 image'],
  [['image', 'name'], "2:9 'a''b'"],
  [['hub', 'name'], "2:9 'a''b'"],
  [['hub', 'tag'], '6:8 1.0'],
  [['hub', 'list'], '7:3 list'],
  [['hub', 'list', 0], '8:7 name'],
  [['hub', 'list', 0, 'name'], '8:13 first'],
  [['hub', 'list', 1], '9:7 second'],
  [['hub', 'list', 2], '10:7 ['],
  [['hub', 'list', 3], '11:5 -'],
  [['hub', 'empty'], '12:3 empty'],
  [['other'], '13:1 other'],
  [['other', 'tag'], '3:8 "x\\ty"'],
  [['nowhere'], null],
  [['hub', 'list', 9], null],
])('the text that sets %j is %s', (path, expected) => {
  const document = readYaml(TEXT, 'f', { helm: 4 }).documents[0]
  expect(at(TEXT, document?.locate(path))).toBe(expected)
})

test.each<[string, string, string]>([
  ['|', 'a: |\n  c.x = 1\n\n    c.yy = 2\n', '4:5 c.yy'],
  ['|2-', 'a: |2-\n    c.x\n  c.yy\n', '3:3 c.yy'],
  ['>', 'a: >\n  one\n  c.yy\n', '3:3 c.yy'],
  ['plain', 'a: one\n  c.yy two\n', '2:3 c.yy'],
  ["'", "a: 'it''s\n  c.yy'\n", '2:3 c.yy'],
  ['"', 'a: "\\x41\\\\ c.yy"\n', '1:12 c.yy'],
  ['CRLF', 'a: |\r\n  one\r\n  c.yy\r\n', '3:3 c.yy'],
])('a part of a scalar written with %s has an exact place', (_style, text, expected) => {
  const document = readYaml(text, 'f', { helm: 4 }).documents[0]
  const value = String(child(document?.data, 'a'))
  const start = value.indexOf('c.yy')
  const part: Part = { start, end: start + 4 }
  expect(at(text, document?.locate(['a'], part))).toBe(expected)
})

test('places of a later document count from the start of the file', () => {
  const text = 'a: 1\n---\nb: 2\n'
  const document = readYaml(text, 'f', { helm: 4 }).documents[1]
  expect(at(text, document?.locate(['b']))).toBe('3:4 2')
  expect(at(text, document?.locateKey(['b']))).toBe('3:1 b')
})
