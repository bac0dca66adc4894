import type { TemplateNeeds, ValuesSchema } from './schema.ts'
import type { HubValues } from './values.ts'
import type { View } from './view.ts'

/** A release of the jupyterhub chart, with what it brings. */
export interface Chart {
  /** As published: `3.3.8`. */
  readonly version: string
  readonly jupyterhub: string
  readonly oauthenticator: string
  readonly kubespawner: string
  /** The chart's values.yaml as Helm reads it. */
  readonly defaults: unknown
  /** The JSON schema that Helm holds the values against before it renders anything; null where the chart ships none. */
  readonly schema: ValuesSchema | null
  /** What its templates cannot be rendered with: always, and where a part of the chart is in use. */
  readonly needs: { readonly [part: string]: TemplateNeeds }
  /** Nobody stated a version, so the newest known is taken: the values may be meant for another. */
  readonly isAssumed?: boolean
}

/** Something that cannot be known, and where. */
export interface Unknown {
  /** A whole sentence without full stop: `hub.extraConfig "10-auth" computes c.Authenticator.allowed_users`. */
  readonly sentence: string
  readonly at: View
  /** The trait that cannot be known, where it is one of a spawner. */
  readonly about?: string
}

/**
 * What JupyterHub will be configured with (its traitlets configuration) once the chart's own settings, `hub.config` and the
 * Python in the values have been applied, in the order of this chart version.
 */
export interface Config {
  /** Section names that hold anything: `JupyterHub`, `Authenticator`, `KubeSpawner`, … */
  sections(): string[]
  /** The traits set in a section. */
  traits(section: string): string[]
  /** What is set for a trait in a section; an empty view where nothing is; opaque where it is computed. */
  trait(section: string, trait: string): View
  /** What could not be read; each may concern any trait only if its `scope` says so. */
  readonly unknown: readonly ConfigUnknown[]
}

export interface ConfigUnknown extends Unknown {
  /** The section and trait concerned; a null trait means any trait of the section, a null section anything at all. */
  readonly section: string | null
  readonly trait: string | null
  /** Whether the hub does not start because of it: Python that certainly raises, or is none. */
  readonly stops?: boolean
  /** Whether it is Python that does not parse. */
  readonly syntaxError?: boolean
}

/**
 * Whether the files at hand are the whole hub. `perhaps`: a lone file that might be one layer of several. `layer`: a lone
 * file of which others certainly exist. What nobody wrote counts less there: another file may say it.
 */
export type Completeness = 'whole' | 'perhaps' | 'layer'

/** One hub: what its values amount to. */
export interface Hub {
  readonly name: string
  readonly completeness: Completeness
  /** What may say more about it and is not at hand: `Secret hub-values`, `secrets/prod.yaml`. */
  readonly elsewhere: readonly string[]
  /** The effective values, chart defaults included, as the jupyterhub chart sees them. */
  readonly values: View<HubValues>
  readonly chart: Chart
  readonly config: Config
  /** The values stand in Kubernetes objects: the chart has taken them, and left out what it keeps elsewhere. */
  readonly isRendered: boolean
}
