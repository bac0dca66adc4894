import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { checkstyle } from '../../src/report/checkstyle.ts'
import { compact } from '../../src/report/compact.ts'
import { github } from '../../src/report/github.ts'
import { gitlab } from '../../src/report/gitlab.ts'
import { junit } from '../../src/report/junit.ts'
import { markdown } from '../../src/report/markdown.ts'
import { EMPTY, finding, NOTHING, ODD, PLAIN, printed, reportOf, SUPPRESSED } from './reports.ts'

const reports = [
  ['findings of all kinds', ODD],
  ['no findings', EMPTY],
  ['suppressed findings', SUPPRESSED],
  ['no input', NOTHING],
] as const

const schema = JSON.parse(readFileSync('fixtures/schemas/gitlab-code-quality.json', 'utf8'))
const validate = new Ajv({ allErrors: true }).compile(schema)

test.each(reports)('gitlab: GitLab takes every entry: %s', (_, report) => {
  const issues: { fingerprint: string }[] = JSON.parse(gitlab(report, PLAIN))
  validate(issues)
  expect(validate.errors).toBe(null)
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(report.findings.length)
})

const xsds = {
  junit: readFileSync('fixtures/schemas/junit-10.xsd', 'utf8'),
  // checkstyle/checkstyle@checkstyle-10.21.0:src/main/java/com/puppycrawl/tools/checkstyle/XMLLogger.java writes these
  checkstyle: `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="checkstyle"><xs:complexType>
    <xs:sequence><xs:element name="file" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
      <xs:sequence><xs:element name="error" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
        <xs:attribute name="line" type="xs:positiveInteger" use="required"/>
        <xs:attribute name="column" type="xs:positiveInteger"/>
        <xs:attribute name="severity" use="required"><xs:simpleType><xs:restriction base="xs:string">
          <xs:enumeration value="ignore"/><xs:enumeration value="info"/><xs:enumeration value="warning"/><xs:enumeration value="error"/>
        </xs:restriction></xs:simpleType></xs:attribute>
        <xs:attribute name="message" type="xs:string" use="required"/>
        <xs:attribute name="source" type="xs:string" use="required"/>
      </xs:complexType></xs:element></xs:sequence>
      <xs:attribute name="name" type="xs:string" use="required"/>
    </xs:complexType></xs:element></xs:sequence>
    <xs:attribute name="version" type="xs:string" use="required"/>
  </xs:complexType></xs:element></xs:schema>`,
}

test.each(reports)('junit: Jenkins takes it: %s', async (_, report) => {
  expect(await xmlErrors(junit(report, PLAIN), xsds.junit)).toEqual([])
})

test.each(reports)('checkstyle: its readers take it: %s', async (_, report) => {
  expect(await xmlErrors(checkstyle(report, PLAIN), xsds.checkstyle)).toEqual([])
})

test('junit: no two tests of a suite have one name', () => {
  for (const suite of junit(ODD, PLAIN).split('</testsuite>')) {
    const names = [...suite.matchAll(/<testcase name="([^"]*)"/g)].map(match => match[1])
    expect(new Set(names).size).toBe(names.length)
  }
})

test('junit: the numbers are those of its tests', () => {
  const xml = junit(ODD, PLAIN)
  const [, tests, failures] = /<testsuites name="jhub-lint" tests="(\d+)" failures="(\d+)"/.exec(xml) ?? []
  expect(xml.split('<testcase ').length - 1).toBe(Number(tests))
  expect(xml.split('<failure ').length - 1).toBe(Number(failures))
})

test('github: the runner reads back what was meant', () => {
  const lines = github(ODD, PLAIN).trimEnd().split('\n')
  expect(lines).toHaveLength(ODD.findings.length)
  const [, , odd, , , flag] = lines.map(parseCommand)
  expect(odd).toEqual({
    command: 'warning',
    properties: { file: 'a b/#1 100%,x:y/ünï🙂.yaml', line: '1', endLine: '4', title: 'loose-end' },
    message: ODD.findings[2]?.message.replace('\ud800', '\ufffd'),
  })
  expect(flag?.properties).toEqual({ title: 'open-door' })
  expect(flag?.message).toBe('the door is open (set by --set)')
})

test('compact: a line for each finding, whatever is in it', () => {
  expect(printed(compact(ODD, PLAIN)).trimEnd().split('\n')).toHaveLength(ODD.findings.length)
  expect(printed(compact(EMPTY, PLAIN))).toBe('')
})

test('markdown: a row for each finding, whatever is in it', () => {
  const rows = markdown(ODD, PLAIN)
    .split('\n')
    .filter(line => /^\| (error|warning|info) /.test(line))
  expect(rows).toHaveLength(ODD.findings.length)
  for (const row of rows) expect(row.match(/(?<!\\)\|/g), row).toHaveLength(4)
  expect(markdown(ODD, PLAIN)).not.toMatch(/(?<!\\)<tags>|@everybody/)
})

test('markdown: it fits into a comment', () => {
  const many = Array.from({ length: 5_000 }, (_, i) => finding({ message: `the door is open, for the ${i}th time` }))
  const page = markdown(reportOf(many), PLAIN)
  expect(page.length).toBeLessThan(65_536)
  expect(page).toMatch(/and \d+ findings more/)
})

/** What libxml2 has to say against a text. */
async function xmlErrors(contents: string, xsd: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'report.xml', contents }], schema: [xsd] })
  return errors.map(({ message }) => message)
}

/** As the runner reads a line: actions/runner@02523b9:src/Runner.Common/ActionCommand.cs. */
function parseCommand(line: string) {
  const [, command = '', written = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? []
  const properties = written.split(',').map(pair => {
    const [key = '', value = ''] = pair.split('=')
    return [key, decoded(value)]
  })
  return { command, properties: Object.fromEntries(properties), message: decoded(message) }
}

function decoded(text: string): string {
  const meanings: Readonly<Record<string, string>> = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' }
  return text.replace(/%(0D|0A|3A|2C|25)/g, code => meanings[code] ?? code)
}
