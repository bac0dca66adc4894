import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { policyReport } from '../../src/report/policy-report.ts'
import { EMPTY, finding, NOTHING, ODD, PLAIN, reportOf } from './reports.ts'

interface PolicyReport {
  kind: string
  metadata: { name: string; namespace?: string }
  summary: Record<string, number>
  results: { policy: string; result: string; resources?: { name: string }[]; properties: Record<string, string> }[]
}

const schema = JSON.parse(readFileSync('fixtures/schemas/policy-report-v1alpha2.json', 'utf8'))
const validate = new Ajv({ allErrors: true }).compile(schema)

const inPods = (names: readonly string[], namespace = 'jhub') =>
  finding({
    location: null,
    origin: 'object',
    objects: names.map(name => ({ apiVersion: 'v1', kind: 'Pod', namespace, name })),
  })

const cluster = reportOf([
  inPods(['jupyter-alice', 'jupyter-bob']),
  inPods(['web'], 'other'),
  finding({
    location: null,
    severity: 'warning',
    objects: [{ apiVersion: 'v1', kind: 'Secret', namespace: 'jhub', name: 'hub', uid: 'u' }],
  }),
])

test.each([
  ['of files', ODD],
  ['without findings', EMPTY],
  ['without input', NOTHING],
  ['of a cluster', cluster],
] as const)('a cluster takes each report: %s', (_, report) => {
  for (const item of itemsOf(policyReport(report, PLAIN))) {
    validate(item)
    expect(validate.errors).toBe(null)
  }
})

test('there is a report for each namespace, and each result names its objects', () => {
  const [jhub, other] = itemsOf(policyReport(cluster, PLAIN))
  expect([jhub?.metadata.namespace, other?.metadata.namespace]).toEqual(['jhub', 'other'])
  expect(jhub?.summary).toEqual({ pass: 0, fail: 1, warn: 1, error: 0, skip: 0 })
  expect(jhub?.results[0]?.resources?.map(({ name }) => name)).toEqual(['jupyter-alice', 'jupyter-bob'])
})

test('what stands in files is in a ClusterPolicyReport, with its places', () => {
  const [item, ...others] = itemsOf(policyReport(ODD, PLAIN))
  expect(others).toEqual([])
  expect(item?.kind).toBe('ClusterPolicyReport')
  expect(item?.results[0]?.properties).toMatchObject({ file: 'config.yaml', line: '3', path: 'hub.config' })
})

test('a report stays below what a cluster stores, however many pods there are', () => {
  const names = Array.from({ length: 5000 }, (_, i) => `jupyter-${String(i).padStart(60, 'u')}`)
  const items = itemsOf(policyReport(reportOf([inPods(names)]), PLAIN))
  expect(items.flatMap(({ results }) => results.flatMap(({ resources }) => resources ?? []))).toHaveLength(5000)
  expect(new Set(items.map(({ metadata }) => metadata.name)).size).toBe(items.length)
  for (const item of items) expect(JSON.stringify(item).length).toBeLessThan(1_000_000)
})

function itemsOf(printed: string | Iterable<string>): PolicyReport[] {
  return JSON.parse(String(printed)).items
}
