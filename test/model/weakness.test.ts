import { expect, test } from 'vitest'
import { weaknessOfIssued, weaknessOfPassword, weaknessOfRandom } from '../../src/model/weakness.ts'

// biome-ignore format: a table
const SECRETS: readonly (readonly [kind: 'random' | 'password' | 'issued', text: string, weakness: RegExp | null])[] = [
  ['random', '5d0b0e9a1c2f4b3c8d7e6f5a4b3c2d1e0f9e8d7c6b5a49382716059483726150', null],
  ['random', '6ba7b810-9dad-41d1-80b4-00c04fd430c8', null],
  ['random', 'q3Vb0LxkQw8zN1tY5mRc', null],
  ['random', 'Yk9hbmRvbSBieXRlcyBhcmUgZmluZQ==', null],
  ['random', '5d0b0e9a', /only 8 characters/],
  ['random', '0123456789abcdef0123456789abcdef', /pattern/],
  ['random', 'cccccccccccccccccccccccccccccccc', /pattern/],
  ['random', 'abcdefghijklmnopqrstuvwxyz', /pattern/],
  ['random', 'my-very-secret-proxy-token', /words/],
  ['random', 'supersecrettoken', /words/],
  ['random', '0bc02bede919e99a26de1e2a7a5aadfaf6228de836ec39a05a6c6942831d8fe5', /documentation/],
  ['password', 'correct horse battery staple', null],
  ['password', 'zuPh4Eeb-oWai9aid', null],
  ['password', 'a-shared-secret-password', /documentation/],
  ['password', 'admin-password', /first that anybody tries/],
  ['password', 'jupyterhub123', /first that anybody tries/],
  ['password', '12345678', /first that anybody tries/],
  ['password', 'tiger', /only 5 characters/],
  ['issued', '0b3c5d7e9f10a2b4c6d8e0f1a3b5c7d9e1f2a4b6', null],
  ['issued', 'an0therlongs3cretstring', null],
  ['issued', 'jupyterhub-client-secret', /words/],
  ['issued', 'secret', /first that anybody tries/],
]

const WEAKNESS = { random: weaknessOfRandom, password: weaknessOfPassword, issued: weaknessOfIssued }

test.each(SECRETS)('%s: %s', (kind, text, weakness) => {
  const found = WEAKNESS[kind](text)
  if (weakness === null) expect(found).toBeNull()
  else expect(found).toMatch(weakness)
})
