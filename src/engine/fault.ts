import type { Finding, Severity } from '../model/finding.ts'
import type { Origin } from '../model/origin.ts'
import { printPath } from '../model/path.ts'
import type { AnyRule, Problem } from '../model/rule.ts'
import type { Span } from '../model/span.ts'
import type { Exemption } from './exemptions.ts'
import { fingerprint } from './fingerprint.ts'

/** What is wrong with some subjects, before it is numbered. */
export interface Fault {
  readonly rule: AnyRule
  /** The rule's page. */
  readonly url: string
  readonly severity: Severity
  readonly message: string
  readonly origin: Origin
  readonly fix: Problem['fix']
  readonly subjects: ReadonlySet<string>
  /** The releases of the policy that it is in. */
  readonly releases: ReadonlySet<string>
  /** The exemption that silences it. */
  readonly by: Exemption | null
}

/** A fault whose subjects are still being gathered. */
export type Draft = Fault & { readonly subjects: Set<string>; readonly releases: Set<string> }

/** The text that a finding shows: its own, or of a flag the nearest in the files. */
function placeOf(origin: Origin): Span | null {
  return origin.span ?? origin.near ?? null
}

/** What tells two places apart. */
export function placeKey(origin: Origin): string {
  const span = placeOf(origin)
  if (span !== null) return [span.file, span.line, span.column, span.endLine, span.endColumn].join(':')
  return origin.by === 'object' ? `${origin.name}\0${printPath(origin.path)}` : origin.name
}

/** A fault as a finding; `seen` counts those of one rule in one place, and is added to. */
export function finding(draft: Fault, seen: Map<string, number>): Finding {
  const { rule, severity, message, origin } = draft
  const { object } = origin
  const place = object === undefined ? printPath(origin.path) : `${object.name}\0${printPath(origin.path)}`
  const identity = [rule.id, placeOf(origin)?.file ?? origin.name, place].join('\0')
  const alike = fingerprint(identity)
  const count = seen.get(alike) ?? 0
  seen.set(alike, count + 1)
  const found: { -readonly [K in keyof Finding]: Finding[K] } = {
    rule: rule.id,
    severity,
    message,
    path: origin.path,
    location: placeOf(origin),
    origin: origin.by,
    author: origin.name,
    subjects: [...draft.subjects],
    fingerprint: fingerprint(`${identity}\0${count}`),
    fix: draft.fix ?? null,
    url: draft.url,
  }
  if (object?.template) found.template = object.template
  if (draft.releases.size > 0) found.releases = [...draft.releases]
  return found
}

/** The order of a report, for the findings of several groups. */
export function compareFindings(a: Finding, b: Finding): number {
  return comparePlaces(a.location, b.location) || compareText(a.rule, b.rule) || compareText(a.message, b.message)
}

/** The order of `compareFindings`, before they are findings. */
export function compareFaults(a: Fault, b: Fault): number {
  return (
    comparePlaces(placeOf(a.origin), placeOf(b.origin)) ||
    compareText(a.rule.id, b.rule.id) ||
    compareText(a.message, b.message)
  )
}

function comparePlaces(left: Span | null, right: Span | null): number {
  return (
    compareText(left?.file ?? '', right?.file ?? '') ||
    (left?.line ?? 0) - (right?.line ?? 0) ||
    (left?.column ?? 0) - (right?.column ?? 0)
  )
}

/** Plain code-unit order: the same on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
