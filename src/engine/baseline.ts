import type { Finding, Suppressed } from '../model/finding.ts'
import { child } from '../model/traced.ts'

/** A finding that was there when a baseline was written. */
export interface Known {
  readonly fingerprint: string
  readonly rule: string
  /** Null for what has no file. */
  readonly file: string | null
  readonly message: string
}

/** What a baseline leaves of the findings of a run. */
export interface SinceBaseline {
  readonly fresh: readonly Finding[]
  readonly suppressed: readonly Suppressed[]
  /** Those of which nothing is left in the files of this run. */
  readonly mended: readonly Known[]
}

/** These say that something was not judged, which is no debt to be paid off later. */
const NEVER_KNOWN: ReadonlySet<string> = new Set(['unreadable-yaml', 'nothing-judged'])

/** Sorts out what is new. `silenced` are the findings that something else silences; `judged` are the files of this run. */
export function sinceBaseline(
  findings: readonly Finding[],
  silenced: readonly Finding[],
  baseline: readonly Known[],
  judged: ReadonlySet<string>,
): SinceBaseline {
  const known = new Set(baseline.map(({ fingerprint }) => fingerprint))
  const isKnown = ({ rule, fingerprint }: Finding) => known.has(fingerprint) && !NEVER_KNOWN.has(rule)
  const found = new Set([...findings, ...silenced].map(({ fingerprint }) => fingerprint))
  return {
    fresh: findings.filter(finding => !isKnown(finding)),
    suppressed: findings
      .filter(isKnown)
      .map(finding => ({ ...finding, by: { kind: 'baseline', reason: 'it is in the baseline', location: null } })),
    mended: baseline.filter(({ fingerprint, file }) => !found.has(fingerprint) && file !== null && judged.has(file)),
  }
}

/** The findings as a baseline keeps them. */
export function knownOf(findings: readonly Finding[]): Known[] {
  return findings
    .filter(({ rule }) => !NEVER_KNOWN.has(rule))
    .map(({ fingerprint, rule, location, message }) => ({ fingerprint, rule, file: location?.file ?? null, message }))
}

/** The text of a baseline, a line for each finding. */
export function baselineText(known: readonly Known[]): string {
  const lines = known.map(one => `    ${JSON.stringify(one)}`)
  return `{\n  "version": 1,\n  "findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`
}

/** What a baseline holds; null where the text is none. */
export function readBaseline(text: string): readonly Known[] | null {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return null
  }
  const findings = child(data, 'findings')
  return child(data, 'version') === 1 && Array.isArray(findings) && findings.every(isKnown) ? findings : null
}

function isKnown(entry: unknown): entry is Known {
  const file = child(entry, 'file')
  return (
    ['fingerprint', 'rule', 'message'].every(key => typeof child(entry, key) === 'string') &&
    (file === null || typeof file === 'string')
  )
}
