import type { Finding, NotJudged, Severity, Suppressed } from '../model/finding.ts'
import type { AnyRule } from '../model/rule.ts'

/** One judged or unjudged input, as reports list it. */
export interface ReportedInput {
  readonly file: string
  readonly kind: 'values' | 'manifests' | 'helmrelease' | 'application' | 'helmfile' | 'unrecognised'
  readonly chartVersion: string | null
  readonly chartVersionFrom: string | null
}

/** Everything that one run of `lint` came to. Plain data but for the rules and texts that reporters quote. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string }
  readonly findings: readonly Finding[]
  /** Findings that somebody decided to live with. */
  readonly suppressed: readonly Suppressed[]
  readonly notJudged: readonly NotJudged[]
  readonly inputs: readonly ReportedInput[]
  readonly summary: Readonly<Record<Severity, number>> & { readonly judged: number; readonly notJudged: number }
  /** What people should know beside the findings. */
  readonly notes: readonly string[]
  readonly rules: readonly AnyRule[]
  /** The page of all rules; the id of a rule is its anchor there. */
  readonly rulesUrl: string
  /** The working directory as the platform writes it, absolute: what files are relative to. */
  readonly root: string
  /** The text of each file, for code frames. */
  readonly texts: ReadonlyMap<string, string>
  /** Of streams, which are not held whole, the lines that findings stand on. */
  readonly lines?: ReadonlyMap<string, ReadonlyMap<number, string>>
  /** What is counted as judged. Default: `file`. */
  readonly unit?: 'file' | 'object'
}

/** How a reporter may mark its words; without colour, each is the identity. */
export interface Paint {
  error(text: string): string
  warning(text: string): string
  info(text: string): string
  faint(text: string): string
  strong(text: string): string
}

/** Makes a report's text. Pure: the same report gives the same bytes. */
export type Reporter = (report: Report, paint: Paint) => string

/** As `Reporter`, for formats that long runs are printed in: piece by piece, so that the whole is never held. */
export type PieceReporter = (report: Report, paint: Paint) => Generator<string>
