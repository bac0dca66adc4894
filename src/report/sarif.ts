import type {
  ArtifactLocation,
  Location,
  Log,
  Notification,
  Region,
  ReportingDescriptor,
  Result,
  Fix as SarifFix,
  Suppression,
} from 'sarif'
import { type Finding, type Fix, SEVERITIES, type Severity, type Suppressed } from '../model/finding.ts'
import { eachLevel, levelsIn } from '../model/levels.ts'
import { printPath } from '../model/path.ts'
import { type AnyRule, PROFILES } from '../model/rule.ts'
import type { Span } from '../model/span.ts'
import { unwrapped, wellFormed } from './characters.ts'
import { isAbsolute, placeOf, portablePath, sentence } from './place.ts'
import type { Report, Reporter } from './report.ts'
import { section } from './rule-docs.ts'
import { rulePage } from './rule-pages.ts'

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/** GitHub refuses a run with more: docs.github.com, "SARIF results exceed one or more limits". */
const MOST_RESULTS = 25_000

const LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const

/** SARIF 2.1.0 within what GitHub's code scanning takes: one run, with all rules. */
export const sarif: Reporter = report => {
  const kept = gravest(report.findings)
  const silent = report.suppressed.slice(0, MOST_RESULTS - kept.length)
  const index = new Map(report.rules.map(({ id }, i) => [id, i]))
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            semanticVersion: report.tool.version,
            informationUri: report.rulesUrl,
            rules: report.rules.map(rule => descriptor(rule, report)),
          },
        },
        originalUriBaseIds: { [ROOT]: { description: { text: 'The working directory of the run.' } } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(report, kept.length) }],
        results: [...kept, ...silent].map(finding => result(finding, index.get(finding.rule), report)),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

/** The findings in their order; of too many, the least grave are left out. */
function gravest(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MOST_RESULTS) return findings
  const kept = new Set(
    SEVERITIES.flatMap(level => findings.filter(({ severity }) => severity === level)).slice(0, MOST_RESULTS),
  )
  return findings.filter(finding => kept.has(finding))
}

function descriptor(rule: AnyRule, report: Report): ReportingDescriptor {
  const level = severest(rule)
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: unwrapped(rule.why) },
    help: { text: rulePage(rule), markdown: section(rule) },
    helpUri: `${report.rulesUrl}#${rule.id}`,
    defaultConfiguration: level === null ? { enabled: false } : { level: LEVEL[level] },
    properties: { tags: ['jupyterhub', rule.about] },
  }
}

/** The gravest level that a rule has in the default profile; null where it is off. */
function severest(rule: AnyRule): Severity | null {
  const levels = eachLevel(levelsIn(rule, [PROFILES[0]]))
  return SEVERITIES.find(severity => levels.includes(severity)) ?? null
}

function result(finding: Finding | Suppressed, ruleIndex: number | undefined, report: Report): Result {
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVEL[finding.severity],
    message: { text: sentence(finding) },
    locations: [location(finding, report)],
    // the second is the one that GitHub reads; without it GitHub hashes the lines around, which change
    partialFingerprints: {
      'jhubLint/v1': finding.fingerprint,
      primaryLocationLineHash: `${finding.fingerprint}:1`,
    },
    suppressions: 'by' in finding ? [suppression(finding, report)] : [],
    ...(finding.fix === null ? {} : { fixes: [replacements(finding.fix, report)] }),
    properties: { origin: finding.origin, author: finding.author, subjects: [...finding.subjects] },
  }
}

function replacements({ description, edits }: Fix, report: Report): SarifFix {
  return {
    description: { text: description },
    artifactChanges: edits.map(({ location, text }) => ({
      ...artifact(portablePath(location.file, report.root)),
      replacements: [{ deletedRegion: region(location), insertedContent: { text } }],
    })),
  }
}

function region({ line, column, endLine, endColumn }: Omit<Span, 'file'>): Region {
  return { startLine: line, startColumn: column, endLine, endColumn }
}

/** Who decided to live with a result: a comment in the file, or something outside. */
function suppression({ by }: Suppressed, report: Report): Suppression {
  const { kind, reason, location: place } = by
  return {
    kind: kind === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    justification: reason,
    ...(place === null
      ? {}
      : {
          location: {
            physicalLocation: {
              ...artifact(portablePath(place.file, report.root)),
              region: region(place),
            },
          },
        }),
  }
}

/** GitHub refuses the whole file for one result without a file in it. */
function location(finding: Finding, report: Report): Location {
  const { file, line, column, endLine, endColumn } = placeOf(finding, report)
  const name = printPath(finding.path)
  return {
    physicalLocation: {
      ...artifact(file),
      region: region({ line, column, endLine, endColumn }),
    },
    ...(name === '' ? {} : { logicalLocations: [{ fullyQualifiedName: name, kind: 'member' }] }),
  }
}

const ROOT = '%SRCROOT%'

/** Where a file is, as a URI: below the working directory relative to it. */
function artifact(path: string): { artifactLocation: ArtifactLocation } {
  const encoded = wellFormed(path).split('/').map(encodeURIComponent).join('/')
  if (!isAbsolute(path)) return { artifactLocation: { uri: encoded, uriBaseId: ROOT } }
  return { artifactLocation: { uri: `file:///${encoded.replace(/^\//, '').replace(/^([A-Za-z])%3A/, '$1:')}` } }
}

/** What the run did not look at, and what this report leaves out. */
function notifications(report: Report, kept: number): Notification[] {
  const left = report.notJudged.map(
    ({ location, reason, kind }): Notification => ({
      level: kind === 'not ours' ? 'note' : 'warning',
      message: { text: `not judged: ${reason}` },
      locations: [{ physicalLocation: artifact(portablePath(location.file, report.root)) }],
    }),
  )
  const missing = report.findings.length - kept
  if (missing > 0)
    left.push({
      level: 'warning',
      message: { text: `${missing} less grave results are left out: GitHub takes ${MOST_RESULTS}` },
    })
  return left
}
