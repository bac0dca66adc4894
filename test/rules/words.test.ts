import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { policySchema } from '../../src/engine/policy-schema.ts'
import { readme } from '../../src/report/rule-docs.ts'
import { lintJson } from '../cli/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'jhub-lint-'))

/** Profiles in which a rule is on, the first that has it. */
const profileOf = (id: string) =>
  /recommended|^"/.test(JSON.stringify(rules.find(rule => rule.id === id)?.severity)) ? 'recommended' : 'strict'

function complaints(id: string, text: string): string[] {
  const file = join(folder, `${id}.yaml`)
  writeFileSync(file, text)
  const isPolicy = rules.find(rule => rule.id === id)?.about === 'policy'
  const inputs = isPolicy ? ['--policy', file, 'fixtures/policies/values.yaml'] : [file]
  const report = lintJson(['--profile', profileOf(id), ...(FLAGS[id] ?? []), ...inputs])
  return report.findings.filter(({ rule }) => rule === id).map(({ message }) => message)
}

/** Rules that are off, or that need to know the chart, before they say anything. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  'vulnerable-version': ['--chart-version', '4.4.0'],
  'id-out-of-range': ['--profile', 'dsri', '--chart-version', '3.3.8'],
  'unset-resources': ['--profile', 'welkin'],
  'user-scheduler-on': ['--profile', 'welkin'],
}

/** Rules that hang on what a policy lists, or on a version that stands in no values. */
const BEYOND_VALUES = ['unlisted-registry', 'unlisted-chart-version']

describe.each(rules.filter(rule => !BEYOND_VALUES.includes(rule.id)).map(rule => [rule.id, rule] as const))(
  '%s',
  (id, rule) => {
    test('what its page says to write instead satisfies it', () => {
      expect(complaints(id, rule.instead)).toEqual([])
    })

    test('it complains about the example on its page', () => {
      expect(complaints(id, rule.example)).not.toEqual([])
    })

    test('it speaks in whole, quiet sentences', () => {
      expect(rule.summary).toMatch(/^[A-Z].*\.$/)
      expect(rule.why).toMatch(/\.$/)
      expect(rule.advice).not.toMatch(/\n|!$/)
    })
  },
)

test('rules/README.md is what the rules say (npm run docs writes it)', () => {
  expect(readFileSync('rules/README.md', 'utf8')).toBe(readme(rules))
})

test('rules/policy.schema.json is what the rules say (npm run docs writes it)', () => {
  expect(readFileSync('rules/policy.schema.json', 'utf8')).toBe(`${JSON.stringify(policySchema(rules), null, 2)}\n`)
})
