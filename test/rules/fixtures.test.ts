import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import type { Finding } from '../../src/model/finding.ts'
import { lintJson } from '../cli/run.ts'

/**
 * Every file in fixtures/rules/<rule>/ is a file that a user could have written. A comment `# ! rule` says that exactly this rule
 * complains on exactly this line, and that no other rule does. Notes (info) are compared for the folder's own rule alone, and so
 * is vulnerable-version, which complains of every old chart.
 * A first line `# jhub-lint: …` gives flags; FILE in them is the fixture itself, which is then a policy.
 */
const FOLDER = 'fixtures/rules'

/** What short files leave to the defaults of the chart: of these rules only their own files speak. */
const BY_DEFAULT = ['no-https', 'no-memory-limit', 'no-cpu-limit']

interface Fixture {
  readonly rule: string
  readonly file: string
  readonly text: string
  readonly flags: string
}

const fixtures: Fixture[] = readdirSync(FOLDER)
  .sort()
  .flatMap(rule =>
    readdirSync(join(FOLDER, rule))
      .sort()
      .map(name => ({ rule, file: join(FOLDER, rule, name) })),
  )
  .map(({ rule, file }) => {
    const text = readFileSync(file, 'utf8')
    const off = BY_DEFAULT.filter(id => id !== rule).map(id => `--rule ${id}=off`)
    return {
      rule,
      file,
      text,
      flags: [/^# jhub-lint: (.*)$/m.exec(text)?.[1]?.trim().replace('FILE', file), ...off].join(' '),
    }
  })

/** Fixtures with the same flags are judged in one run. */
const findings = new Map<string, Finding[]>()
for (const flags of new Set(fixtures.map(fixture => fixture.flags))) {
  const files = fixtures.filter(fixture => fixture.flags === flags).map(fixture => fixture.file)
  // each file on its own where a run as a whole is judged: nothing-judged speaks of the run
  const runs = files.some(file => file.includes('/nothing-judged/')) ? files.map(file => [file]) : [files]
  for (const some of runs) {
    const given = flags.split(' ').filter(Boolean)
    const report = lintJson([...given, ...some.filter(file => !given.includes(file))])
    for (const file of some)
      findings.set(
        file,
        report.findings.filter(({ location }) => location === null || location.file === file),
      )
  }
}

describe.each(rules.map(rule => rule.id))('%s', id => {
  const own = fixtures.filter(fixture => fixture.rule === id)

  test('has a fixture that fails and one that passes', () => {
    expect(
      own.filter(({ text }) => expected(text).some(line => line.endsWith(` ${id}`))),
      'failing',
    ).not.toEqual([])
    expect(
      own.filter(({ text }) => !expected(text).some(line => line.endsWith(` ${id}`))),
      'passing',
    ).not.toEqual([])
  })

  test.each(own.map(fixture => [fixture.file, fixture] as const))('%s', (file, { text }) => {
    const found = (findings.get(file) ?? []).filter(
      ({ rule, severity }) => rule === id || (severity !== 'info' && rule !== 'vulnerable-version'),
    )
    expect(found.map(({ rule, location }) => `${location?.line ?? 1} ${rule}`).sort()).toEqual(expected(text).sort())
  })
})

test('every folder of fixtures belongs to a rule', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(rules.map(rule => rule.id).sort())
})

function expected(text: string): string[] {
  return text
    .split(/\r\n|[\n\r]/)
    .flatMap((line, i) => [...line.matchAll(/# ! ([\w-]+)/g)].map(([, id]) => `${i + 1} ${id}`))
}
