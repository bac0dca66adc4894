import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fileLayer } from '../../../src/read/layers.ts'
import { userValues } from '../../../src/read/values.ts'
import { readYaml } from '../../../src/read/yaml/read-yaml.ts'

interface Case {
  readonly text: string
  readonly json: unknown
  readonly helm3?: unknown
}

const table = readFileSync(new URL('../../../fixtures/read/readings.json', import.meta.url), 'utf8')
const CASES: readonly Case[] = JSON.parse(table).cases

for (const helm of [3, 4] as const) {
  test.each(CASES)(`Helm ${helm} reads $text`, given => {
    const expected = helm === 3 && 'helm3' in given ? given.helm3 : given.json
    expect(valuesOf(given.text, helm)).toEqual(expected)
  })
}

/** The values of a file; null if it is refused. */
function valuesOf(text: string, helm: 3 | 4): unknown {
  const { documents, problems } = readYaml(text, 'values.yaml', { helm })
  if (problems.some(({ kind }) => kind === 'unreadable')) return null
  const values = userValues(
    documents.map(document => fileLayer(document, 'values.yaml')),
    [],
    helm,
  )
  return 'error' in values ? null : values.traced.data
}
