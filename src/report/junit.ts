import type { Finding } from '../model/finding.ts'
import { printPath } from '../model/path.ts'
import { element, escapeXml } from './characters.ts'
import { placeOf, portablePath, sentence } from './place.ts'
import type { Report, Reporter } from './report.ts'

/**
 * JUnit's XML as Jenkins reads it (jenkinsci/xunit-plugin@8c515de:src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd):
 * a suite for each file. Errors and warnings are failures; a note is a test that passes and says something; a judged file
 * without findings is one test that passes, a file that was not judged one that is skipped.
 */
export const junit: Reporter = report => {
  const suites = [...suitesOf(report)].map(([name, cases]) => suite(name, cases.length === 0 ? [passed(name)] : cases))
  const all = suites.flatMap(({ cases }) => cases)
  const root = { name: 'jhub-lint', tests: all.length, failures: count(all, 'failed'), errors: 0 }
  const content = suites.map(({ xml }) => `\n  ${xml}`).join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', root, content === '' ? '' : `${content}\n`)}\n`
}

interface Case {
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly xml: string
}

function suitesOf(report: Report): Map<string, Case[]> {
  const suites = new Map<string, Case[]>()
  const of = (file: string): Case[] => {
    const cases = suites.get(file) ?? []
    suites.set(file, cases)
    return cases
  }
  for (const { file, kind } of report.inputs) if (kind !== 'unrecognised') of(portablePath(file, report.root))
  // consumers tell tests apart by their names, which must stay the same when lines move
  const seen = new Map<string, number>()
  for (const finding of report.findings) {
    const { file } = placeOf(finding, report)
    const name = [finding.rule, printPath(finding.path)].filter(Boolean).join(': ')
    const before = seen.get(`${file}\0${name}`) ?? 0
    seen.set(`${file}\0${name}`, before + 1)
    of(file).push(found(finding, file, before === 0 ? name : `${name} (${before + 1})`))
  }
  for (const { location, reason } of report.notJudged) {
    const file = portablePath(location.file, report.root)
    if (!suites.has(file)) of(file).push(skipped(file, reason))
  }
  return suites
}

function suite(name: string, cases: readonly Case[]) {
  const attributes = {
    name,
    tests: cases.length,
    failures: count(cases, 'failed'),
    errors: 0,
    skipped: count(cases, 'skipped'),
  }
  const content = cases.map(({ xml }) => `\n    ${xml}`).join('')
  return { cases, xml: element('testsuite', attributes, `${content}\n  `) }
}

function found(finding: Finding, file: string, name: string): Case {
  const { severity, location } = finding
  const place = location === null ? '' : `:${location.line}:${location.column}`
  const words = `${file}${place}: ${severity}: ${sentence(finding)}\n${finding.url}`
  const outcome = severity === 'info' ? 'passed' : 'failed'
  const inside =
    outcome === 'passed'
      ? element('system-out', {}, escapeXml(words))
      : element('failure', { type: severity, message: sentence(finding) }, escapeXml(words))
  return { outcome, xml: element('testcase', { name, classname: file }, inside) }
}

function passed(file: string): Case {
  return { outcome: 'passed', xml: element('testcase', { name: 'nothing to complain about', classname: file }) }
}

function skipped(file: string, reason: string): Case {
  const inside = element('skipped', { message: reason })
  return { outcome: 'skipped', xml: element('testcase', { name: 'not judged', classname: file }, inside) }
}

function count(cases: readonly Case[], outcome: Case['outcome']): number {
  return cases.filter(one => one.outcome === outcome).length
}
