import { expect, test } from 'vitest'
import { literalStarts, reachesEnd } from '../../src/model/expression.ts'

// biome-ignore format: a table
const EXPRESSIONS: readonly (readonly [expression: string, starts: readonly string[], reachesEnd: boolean])[] = [
  ['^.+:.+$', [''], true],
  ['^quay\\.io/a/.+$', ['quay.io/a/'], true],
  ['quay.io/x', ['quay'], false],
  ['^quay\\.io/a/[a-z]+', ['quay.io/a/'], false],
  ['^quay\\.io/a/.*', ['quay.io/a/'], true],
  ['^(quay\\.io/a|ghcr\\.io/b)/.+:.+$', ['quay.io/a/', 'ghcr.io/b/'], true],
  ['^(?:a|b$)$', ['a', 'b'], true],
  ['a|b$', ['a', 'b'], false],
  ['(?:a$|b$)', ['a', 'b'], true],
  ['^(?P<name>a)b\\Z', ['ab'], true],
  ['(?i)abc$', ['abc'], true],
  ['(a(b|c)d)e', ['abde', 'acde'], false],
  ['^(ab)+c', ['ab'], false],
  ['^(ab)?c', [''], false],
  ['colou?r', ['colo'], false],
  ['a+b', ['a'], false],
  ['(?!a)b', [''], false],
  ['[)|(]x', [''], false],
  ['[]a]b|c', ['', 'c'], false],
  ['\\$', ['$'], false],
  ['x\\\\$', ['x\\'], true],
  ['^(a', [''], false],
  ['', [''], false],
]

test.each(EXPRESSIONS)('%s', (expression, starts, end) => {
  expect([literalStarts(expression), reachesEnd(expression)]).toEqual([starts, end])
})

test('of an expression with very many beginnings, only their first letters are told apart', () => {
  const starts = literalStarts('(a|b)'.repeat(40))
  expect(starts.length).toBeLessThanOrEqual(64)
  expect(new Set(starts.map(start => start[0]))).toEqual(new Set(['a', 'b']))
})

test('an endless expression is not read', () => {
  expect(literalStarts('(a)'.repeat(50_000))).toEqual([''])
})
