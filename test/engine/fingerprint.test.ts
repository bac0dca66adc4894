import { expect, test } from 'vitest'
import { fingerprint } from '../../src/engine/fingerprint.ts'

// Source of the vectors: draft-eastlake-fnv-17, FNV-1a with 64 bits
test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('of "%s" is %s', (text, expected) => {
  expect(fingerprint(text)).toBe(expected)
})

test('is another for another character beyond ASCII', () => {
  expect(fingerprint('\u0161')).not.toBe(fingerprint('a'))
})
