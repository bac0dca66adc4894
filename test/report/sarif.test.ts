import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import type { Log, Run } from 'sarif'
import { expect, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { sarif } from '../../src/report/sarif.ts'
import { EMPTY, finding, NOTHING, ODD, PLAIN, reportOf, SUPPRESSED } from './reports.ts'

const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync('fixtures/schemas/sarif-2.1.0.json', 'utf8'))
// of what draft 4 of JSON schema has for itself, the schema of SARIF uses the two keywords left out above
const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema)

function runOf(report: Report): Run {
  const log: Log = JSON.parse(sarif(report, PLAIN))
  const [run, ...others] = log.runs
  if (run === undefined || others.length > 0) throw new Error('there is not one run')
  return run
}

test.each([
  ['findings of all kinds', ODD],
  ['no findings', EMPTY],
  ['suppressed findings', SUPPRESSED],
  ['no input', NOTHING],
] as const)('is valid SARIF 2.1.0: %s', (_, report) => {
  validate(JSON.parse(sarif(report, PLAIN)))
  expect(validate.errors).toBe(null)
})

test('a URI leads to each file', () => {
  const places = runOf(ODD).results?.map(result => result.locations?.[0]?.physicalLocation?.artifactLocation)
  expect(places).toEqual([
    { uri: 'config.yaml', uriBaseId: '%SRCROOT%' },
    { uri: 'config.yaml', uriBaseId: '%SRCROOT%' },
    { uri: 'a%20b/%231%20100%25%2Cx%3Ay/%C3%BCn%C3%AF%F0%9F%99%82.yaml', uriBaseId: '%SRCROOT%' },
    { uri: 'absolute.yaml', uriBaseId: '%SRCROOT%' },
    { uri: 'file:///srv/other/config.yaml' },
    { uri: 'config.yaml', uriBaseId: '%SRCROOT%' },
  ])
  for (const { location } of ODD.findings.filter(({ location }) => location?.file.startsWith('a b')))
    expect(decodeURIComponent(places?.[2]?.uri ?? '')).toBe(location?.file)
})

test('on Windows, URIs have slashes and the drive', () => {
  const at = (file: string) => finding({ location: { file, line: 1, column: 1, endLine: 1, endColumn: 1 } })
  const { results } = runOf(reportOf([at('hubs\\a b.yaml'), at('D:\\x y.yaml')], { root: 'C:\\work' }))
  expect(results?.map(result => result.locations?.[0]?.physicalLocation?.artifactLocation?.uri)).toEqual([
    'hubs/a%20b.yaml',
    'file:///D:/x%20y.yaml',
  ])
})

test('GitHub takes it: each result has a place, a rule and a fingerprint of its own', () => {
  const { results = [], tool } = runOf(ODD)
  for (const { locations, ruleId, ruleIndex, partialFingerprints } of results) {
    expect(locations?.[0]?.physicalLocation?.region?.startLine).toBeGreaterThan(0)
    expect(tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId)
    expect(partialFingerprints?.['primaryLocationLineHash']).toMatch(/^[0-9a-f]{16}:1$/)
  }
  const prints = results.map(({ partialFingerprints }) => partialFingerprints?.['primaryLocationLineHash'])
  expect(new Set(prints).size).toBe(results.length)
  for (const { properties } of tool.driver.rules ?? []) expect(properties?.tags?.length).toBeLessThanOrEqual(10)
})

test('GitHub takes it: at most 25,000 results, the gravest', () => {
  const many = Array.from({ length: 25_001 }, (_, i) => finding({ severity: i === 25_000 ? 'error' : 'warning' }))
  const { results = [], invocations } = runOf(reportOf(many))
  expect(results).toHaveLength(25_000)
  expect(results.filter(({ level }) => level === 'error')).toHaveLength(1)
  expect(invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(/^1 less grave/)
})

test('what somebody lives with is there, with how and why', () => {
  expect(runOf(SUPPRESSED).results?.map(({ suppressions }) => suppressions)).toMatchObject([
    [{ kind: 'inSource', justification: 'until <the "fair">, 100% & more' }],
    [{ kind: 'external', justification: 'a course' }],
    [{ kind: 'external', justification: 'known' }],
  ])
})

test('what was not judged is said', () => {
  expect(runOf(ODD).invocations?.[0]?.toolExecutionNotifications).toMatchObject([
    { level: 'note', message: { text: 'not judged: it holds <services>' } },
    { level: 'warning', message: { text: 'not judged: it is "cut off"' } },
  ])
})

test('a rule that is off by default says so', () => {
  const rules = runOf(EMPTY).tool.driver.rules ?? []
  expect(rules.map(({ id, defaultConfiguration }) => [id, defaultConfiguration])).toEqual([
    ['open-door', { level: 'error' }],
    ['loose-end', { enabled: false }],
  ])
})
