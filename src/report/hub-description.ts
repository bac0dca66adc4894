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
  readonly unknown: readonly { readonly sentence: string; readonly location: Span | null }[]
  readonly objects: readonly string[]
}

/** A sentence with the place of the setting it speaks of. */
export interface Described {
  readonly sentence: string
  readonly path: Path
  readonly location: Span | null
}
