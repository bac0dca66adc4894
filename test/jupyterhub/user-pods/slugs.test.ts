import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { escapeSlug, safeSlug, slugify } from '../../../src/jupyterhub/user-pods/slugs.ts'

test.each([
  ['Spark 3.5 (big)', 'spark-3-5-big'],
  ['  Datascience   environment ', 'datascience-environment'],
  ["Jörg's Straße – 1,000 CPUs", 'jorg-s-strasse-1000-cpus'],
  ['R &amp; Python', 'r-python'],
  ['GPU_A100', 'gpu-a100'],
])('the slug of profile %j is %s', (name, slug) => {
  expect(slugify(name)).toBe(slug)
})

test.each([
  ['alice', 'alice'],
  ['Alice.B', '-41lice-2e-42'],
  ['jörg', 'j-c3-b6rg'],
])('KubeSpawner before 7 escapes %j as %s', (name, slug) => {
  expect(escapeSlug(name)).toBe(slug)
})

test.each([
  ['alice', 'alice'],
  ['alice@example.org', 'alice-example-org---'],
  ['1', 'x-1---'],
  ['a--b', 'a-b---'],
])('KubeSpawner 7 makes %j safe as %s and a hash where something is lost', (name, slug) => {
  expect(safeSlug(name)).toBe(slug.endsWith('---') ? slug + digest(name).slice(0, 8) : slug)
})

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
