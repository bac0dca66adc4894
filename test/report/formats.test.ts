import { expect, test } from 'vitest'
import { REPORTERS } from '../../src/report/reporters.ts'
import { EMPTY, ODD, PLAIN, printed } from './reports.ts'

const ENDINGS: Readonly<Record<string, string>> = {
  text: 'txt',
  compact: 'txt',
  github: 'txt',
  junit: 'xml',
  checkstyle: 'xml',
  markdown: 'md',
}

test.each(Object.entries(REPORTERS))('%s prints what fixtures/reports shows', async (name, reporter) => {
  const ending = ENDINGS[name] ?? 'json'
  await expect(printed(reporter(ODD, PLAIN))).toMatchFileSnapshot(`../../fixtures/reports/${name}.${ending}`)
  await expect(printed(reporter(EMPTY, PLAIN))).toMatchFileSnapshot(`../../fixtures/reports/${name}-empty.${ending}`)
})

test.each(Object.entries(REPORTERS))('%s gives the same bytes for the same report', (_, reporter) => {
  expect(printed(reporter(ODD, PLAIN))).toBe(printed(reporter(ODD, PLAIN)))
})
