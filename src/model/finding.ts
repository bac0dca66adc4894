import type { Author } from './origin.ts'
import type { Path } from './path.ts'
import type { Span } from './span.ts'

/** How grave a finding is, the gravest first. */
export const SEVERITIES = ['error', 'warning', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What to write instead, as edits a program can make. */
export interface Fix {
  readonly description: string
  readonly edits: readonly { readonly location: Span; readonly text: string }[]
}

/** An object of a cluster. Source: kubernetes/api@v0.36.1:core/v1/types.go (`ObjectReference`). */
export interface ObjectReference {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly uid?: string
}

/** `Pod jhub/jupyter-alice`. */
export function printObject({ kind, namespace, name }: ObjectReference): string {
  return `${kind} ${namespace}/${name}`
}

/** What is wrong, where, and with whom. Plain data: it survives JSON unchanged. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  /** One sentence that says what is wrong with this very hub. */
  readonly message: string
  /** Keys and list indices in the author's own terms. */
  readonly path: Path
  /** Null only for what has no file. */
  readonly location: Span | null
  readonly origin: Author
  /** The author as people call it, for texts such as "is the default of jupyterhub 4.4.0". */
  readonly author: string
  /** Who is concerned: `hub`, `user pod (profile "GPU")`, `Deployment jhub/hub`. */
  readonly subjects: readonly string[]
  /** The releases of the policy file that have it; absent where the input is of none. */
  readonly releases?: readonly string[]
  /** The template that Helm printed the object from, where a stream of manifests says so. */
  readonly template?: string
  /** The objects of a cluster that it was found in. */
  readonly objects?: readonly ObjectReference[]
  /** Stable when lines move. */
  readonly fingerprint: string
  readonly fix: Fix | null
  /** The rule's page. */
  readonly url: string
}

/** A finding that somebody decided to live with, and who. */
export interface Suppressed extends Finding {
  readonly by: {
    /** A comment where the finding stands, an exemption of the policy, or a baseline. */
    readonly kind: 'comment' | 'exemption' | 'baseline'
    readonly reason: string
    /** Where that is said. */
    readonly location: Span | null
  }
}

/** A whole input that no rule judged, and why. */
export interface NotJudged {
  readonly location: { readonly file: string; readonly line?: number; readonly column?: number }
  readonly reason: string
  /** What kind of answer this is: recognised as not ours, something that should have been readable, or what nobody lets us read. */
  readonly kind: 'not ours' | 'unreadable' | 'forbidden'
}
