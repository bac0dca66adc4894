import type { Finding } from '../../src/model/finding.ts'
import { type AnyRule, defineRule } from '../../src/model/rule.ts'
import type { Paint, Report, ReportedInput } from '../../src/report/report.ts'

const RULES_URL = 'https://example.org/rules.md'

const plain = (text: string) => text

/** Marks nothing. */
export const PLAIN: Paint = { error: plain, warning: plain, info: plain, faint: plain, strong: plain }

const words = { advice: 'write | something <else>', instead: 'cull:\n  every: 600', example: 'cull: {}' }

/** Two rules, one of them off by default. */
const RULES: readonly AnyRule[] = [
  defineRule({
    ...words,
    id: 'open-door',
    about: 'hub',
    severity: 'error',
    summary: 'The door is open.',
    why: 'Whoever comes\n  walks in.',
    *check() {},
  }),
  defineRule({
    ...words,
    id: 'loose-end',
    about: 'pod',
    severity: { strict: 'warning' },
    summary: 'An end is loose.',
    why: 'It is <b>untidy</b>.',
    *check() {},
  }),
]

/** A finding about `hub.config` on line 3, but for what is said. */
export function finding(other: Partial<Finding> = {}): Finding {
  return {
    rule: 'open-door',
    severity: 'error',
    message: 'the door is open',
    path: ['hub', 'config'],
    location: { file: 'config.yaml', line: 3, column: 5, endLine: 3, endColumn: 9 },
    origin: 'file',
    author: 'config.yaml',
    subjects: ['hub'],
    fingerprint: '0123456789abcdef',
    fix: null,
    url: `${RULES_URL}#${other.rule ?? 'open-door'}`,
    ...other,
  }
}

/** The report of a run on Linux, in /srv/hub. */
export function reportOf(findings: readonly Finding[], other: Partial<Report> = {}): Report {
  const inputs = other.inputs ?? [input('config.yaml')]
  const count = (severity: string) => findings.filter(found => found.severity === severity).length
  return {
    tool: { name: 'jhub-lint', version: '1.2.3' },
    findings,
    suppressed: [],
    notJudged: [],
    inputs,
    summary: {
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      judged: inputs.filter(({ kind }) => kind !== 'unrecognised').length,
      notJudged: other.notJudged?.length ?? 0,
    },
    notes: [],
    rules: RULES,
    rulesUrl: RULES_URL,
    root: '/srv/hub',
    texts: new Map(),
    ...other,
  }
}

/** A judged file. */
export function input(file: string): ReportedInput {
  return { file, kind: 'values', chartVersion: '4.4.0', chartVersionFrom: 'flag' }
}

/** A run with everything in it that is hard to write down. */
export const ODD: Report = reportOf(
  [
    finding({ fingerprint: '0000000000000001' }),
    finding({ fingerprint: '0000000000000002', message: 'the same path once more' }),
    finding({
      fingerprint: '0000000000000003',
      severity: 'warning',
      rule: 'loose-end',
      message: 'quotes " \' `x`, <tags> & ]]>, 100%, a|b, @everybody, _a_, ::error::x\nand a new line\u0007\ud800',
      path: ['singleuser', 'a.b/c', 0, '"'],
      location: { file: 'a b/#1 100%,x:y/ünï🙂.yaml', line: 1, column: 1, endLine: 4, endColumn: 1 },
    }),
    finding({
      fingerprint: '0000000000000004',
      severity: 'info',
      location: { file: '/srv/hub/sub/./../absolute.yaml', line: 2, column: 1, endLine: 2, endColumn: 1 },
      path: [],
    }),
    finding({
      fingerprint: '0000000000000005',
      location: { file: '../other/config.yaml', line: 2, column: 1, endLine: 2, endColumn: 2 },
    }),
    finding({ fingerprint: '0000000000000006', location: null, origin: 'flag', author: '--set' }),
  ],
  {
    inputs: [
      { file: 'compose.yaml', kind: 'unrecognised', chartVersion: null, chartVersionFrom: null },
      input('config.yaml'),
      input('sound.yaml'),
      input('config.yaml'),
    ],
    notJudged: [
      { location: { file: 'compose.yaml' }, reason: 'it holds <services>', kind: 'not ours' },
      { location: { file: 'broken.yaml', line: 2 }, reason: 'it is "cut off"', kind: 'unreadable' },
    ],
    notes: ['a note'],
  },
)

/** A run whose findings are all ones that somebody lives with, in each way there is; one of them stands in no file. */
export const SUPPRESSED: Report = reportOf([], {
  suppressed: [
    {
      ...finding({ fingerprint: '0000000000000001' }),
      by: {
        kind: 'comment',
        reason: 'until <the "fair">, 100% & more',
        location: { file: 'a b/#1 100%,x:y/ünï🙂.yaml', line: 2, column: 8, endLine: 2, endColumn: 60 },
      },
    },
    {
      ...finding({ fingerprint: '0000000000000002', location: null, origin: 'flag', author: '--set' }),
      by: {
        kind: 'exemption',
        reason: 'a course',
        location: { file: 'policy.yaml', line: 4, column: 5, endLine: 4, endColumn: 9 },
      },
    },
    { ...finding({ fingerprint: '0000000000000003' }), by: { kind: 'baseline', reason: 'known', location: null } },
  ],
})

/** A run that found nothing. */
export const EMPTY: Report = reportOf([])

/** A run that saw nothing. */
export const NOTHING: Report = reportOf([], { inputs: [] })

/** What a reporter made, as one text. */
export function printed(made: string | Iterable<string>): string {
  return typeof made === 'string' ? made : [...made].join('')
}
