import type { Path } from '../model/path.ts'
import type { Span } from '../model/span.ts'

/** What `inspect` says of one hub: plain data, the shape of its JSON. */
export interface HubDescription {
  readonly name: string
  readonly files: readonly string[]
  readonly key: Path
  readonly chartVersion: string
  readonly chartVersionFrom: string
  readonly authenticator: {
    readonly class: string | null
    readonly configured: unknown
    readonly location: Span | null
  }
  readonly access: { readonly verdict: string; readonly reach: string; readonly because: readonly Described[] }
  /** The list of admins that counts; null where nobody is named. */
  readonly admins: { readonly names: readonly string[]; readonly location: Span | null } | null
  readonly culling: {
    readonly verdict: string
    readonly idleSeconds: number | null
    readonly everySeconds: number | null
    readonly maxAgeSeconds: number | null
    readonly because: readonly Described[]
  }
  readonly pods: readonly {
    readonly subject: string
    readonly profile: string | null
    readonly options: Readonly<Record<string, string>>
    readonly default: boolean
    readonly spawns: boolean
    readonly pod: unknown
  }[]
  /** What users may type where they choose: for which option, what it must match, and what it sets. */
  readonly freeText: readonly {
    readonly subject: string
    readonly pattern: string | null
    readonly sets: readonly string[]
    readonly location: Span | null
  }[]
  readonly unknown: readonly { readonly sentence: string; readonly location: Span | null }[]
  readonly objects: readonly string[]
  /** What another chart version makes of the same values, where that was asked. */
  readonly upgrade?: Upgrade
}

/** Two values, on the chart version in use and on the other. */
export interface Both<T> {
  readonly before: T
  readonly after: T
}

/** What changes when a hub with its values moves to another version of the chart. */
export interface Upgrade {
  readonly from: string
  readonly to: string
  /** What the charts bring: `jupyterhub`, `oauthenticator`, `kubespawner`. */
  readonly components: Readonly<Record<string, Both<string>>>
  readonly authenticator: Both<string | null>
  readonly access: Both<HubDescription['access']>
  readonly culling: Both<HubDescription['culling']>
  readonly pods: readonly PodUpgrade[]
  /** Settings that the other version refuses, or no longer heeds. */
  readonly keys: readonly KeyUpgrade[]
  /** What cannot be known on the other version, and was known before. */
  readonly unknown: HubDescription['unknown']
}

/** Pods that change in the same way. */
export interface PodUpgrade {
  readonly subjects: readonly string[]
  readonly what: 'changed' | 'added' | 'removed' | 'no longer made' | 'made now'
  readonly changes: readonly {
    readonly path: Path
    /** Null where there is nothing. */
    readonly before: unknown
    readonly after: unknown
    readonly origin: string
    readonly location: Span | null
  }[]
}

export interface KeyUpgrade {
  readonly path: Path
  readonly location: Span | null
  readonly what: 'refused' | 'stops the hub' | 'renamed' | 'unknown' | 'without effect'
  /** The rule that says so. */
  readonly rule: string
  readonly sentence: string
}

/** A sentence with the place of the setting it speaks of. */
export interface Described {
  readonly sentence: string
  /** The names that the setting lists, where it is a list: organisations, users, domains. */
  readonly names?: readonly string[]
  readonly path: Path
  readonly location: Span | null
}
