import type { Chart, Config, ConfigUnknown } from '../../model/hub.ts'
import { printPath } from '../../model/path.ts'
import { Opaque, traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import type { AuthenticatorClass } from '../authenticators/classes.ts'
import { traitType } from '../authenticators/traits.ts'
import { atLeast } from '../charts/versions.ts'
import { REWORKED } from '../config/legacy-auth.ts'
import { lookup } from '../lookup.ts'

/** A trait as the authenticator will have it. */
export interface Trait {
  /** What a person would write: `Authenticator.allowed_users`. */
  readonly name: string
  /** The trait alone: `allowed_users`. */
  readonly trait: string
  /** Its value; an empty view where nobody set it. */
  readonly at: View
}

/** Old names that traits still go by, the newest first. Source: `_deprecated_aliases` in jupyterhub@1.2.0:jupyterhub/auth.py, `_deprecated_oauth_aliases` in oauthenticator@0.12.0 to @17.4.0. */
export const OLD_NAMES: Readonly<Record<string, string>> = {
  allowed_users: 'whitelist',
  allowed_organizations: 'github_organization_whitelist',
  allowed_teams: 'team_whitelist',
  allowed_gitlab_groups: 'gitlab_group_whitelist',
  allowed_project_ids: 'gitlab_project_id_whitelist',
  allowed_google_groups: 'google_group_whitelist',
  idps: 'allowed_idps',
  allowed_idps: 'idp_whitelist',
}

/** What decides when a value that matters cannot be known: for each such trait, whether it is taken to say something. */
export type Assumption = ReadonlyMap<string, boolean>

/**
 * The traits of one authenticator: a section of a more derived class wins, whatever it holds, and sections below `JupyterHub` win over
 * those at the root. Source: ipython/traitlets@v5.14.3:traitlets/config/configurable.py `_find_my_config`.
 */
export class Traits {
  readonly authenticator: AuthenticatorClass
  readonly chart: Chart
  /** Traits that were asked for and cannot be known. */
  readonly doubted = new Map<string, Trait>()
  private readonly config: Config
  private readonly assumption: Assumption

  constructor(authenticator: AuthenticatorClass, chart: Chart, config: Config, assumption: Assumption) {
    this.authenticator = authenticator
    this.chart = chart
    this.config = config
    this.assumption = assumption
  }

  /** Whether the class has such a trait in this chart. */
  knows(trait: string): boolean {
    return traitType(this.authenticator.sections, trait, this.chart) !== undefined
  }

  /** What is set for a trait under its own name. */
  own(trait: string): Trait {
    return this.knows(trait) ? this.find(trait) : this.nothing(trait)
  }

  /**
   * What a trait comes to. What an old name says is copied to the new one last, and replaces it, even by an empty list.
   * Source: jupyterhub@5.5.0:jupyterhub/auth.py `_deprecated_trait`, oauthenticator@17.4.0:oauthenticator/oauth2.py
   * `_deprecated_oauth_trait`.
   */
  get(trait: string): Trait {
    const own = this.own(trait)
    const old = lookup(OLD_NAMES, trait)
    if (old === undefined || this.ignores(old)) return own
    const older = this.get(old)
    return older.at.exists ? older : own
  }

  /** The names a list or set holds; a lone string is a list of one. */
  names(trait: string): readonly View[] {
    const { at } = this.settle(trait)
    if (at.isOpaque) return this.assumption.get(trait) === true ? [at] : []
    if (at.text !== undefined) return [at]
    return at.isMap ? [...at.entries()].map(([, view]) => view) : [...at.each()]
  }

  /** True or false, or what it is when nobody says. */
  flag(trait: string, absent = false): boolean {
    const { at } = this.settle(trait)
    if (at.isOpaque) return this.assumption.get(trait) === true
    return at.exists ? at.raw === true || at.raw === 1 : absent
  }

  /** Whether something other than nothing is set; a computed value is something. */
  isGiven(trait: string): boolean {
    return isSomething(this.get(trait).at)
  }

  /** Whether the value hides what matters; the text itself is `get(trait).at.text`. */
  isHidden(trait: string): boolean {
    return this.get(trait).at.isOpaque
  }

  /** Names of all traits that any section sets and the class has. */
  set(): string[] {
    const names = this.authenticator.sections.flatMap(section => [
      ...this.config.traits(section),
      ...this.config.trait('JupyterHub', section).keys(),
    ])
    return [...new Set(names)].filter(name => this.knows(name))
  }

  private settle(trait: string): Trait {
    const found = this.get(trait)
    if (found.at.isOpaque) this.doubted.set(trait, { ...found, trait })
    return found
  }

  private find(trait: string): Trait {
    const { sections } = this.authenticator
    for (const section of sections) {
      const nested = this.config.trait('JupyterHub', section)
      if (nested.isMap && nested.get(trait).exists)
        return { name: `JupyterHub.${section}.${trait}`, trait, at: nested.get(trait) }
    }
    for (const section of sections) {
      const doubt = lostSight(this.config, section, trait)
      const at = doubt === undefined ? this.config.trait(section, trait) : opaque(doubt)
      if (at.exists) return { name: nameOf(section, trait, at, this.chart), trait, at }
    }
    return this.nothing(trait)
  }

  private nothing(trait: string): Trait {
    const section = this.authenticator.name
    const place = this.config.trait(section, trait)
    const at = View.of(traced(undefined, () => ({ ...place.origin(), by: 'nobody', name: 'nobody' })))
    return { name: `${section}.${trait}`, trait, at }
  }

  /**
   * OAuth classes of the 0.10 charts read the new name before the old one has been copied.
   * Source: GHSA-384w-5v3f-q499, oauthenticator@0.12.1:oauthenticator/oauth2.py.
   */
  ignores(old: string): boolean {
    return (
      old === 'whitelist' &&
      this.authenticator.family === 'oauth' &&
      atLeast(this.chart, '0.10.0') &&
      !atLeast(this.chart, '0.11.0')
    )
  }
}

/** What a person would write; up to 0.10 that is a key below `auth`. */
function nameOf(section: string, trait: string, at: View, chart: Chart): string {
  const { by, path } = atLeast(chart, REWORKED) ? { by: 'nobody', path: [] } : at.origin()
  return path[0] === 'auth' && by !== 'python' ? printPath(path) : `${section}.${trait}`
}

/** Whether a setting says anything: not null, false, zero or empty. */
export function isSomething(view: View): boolean {
  const raw = view.raw
  if (raw instanceof Opaque) return true
  if (view.isMap) return view.keys().length > 0
  return Array.isArray(raw)
    ? raw.length > 0
    : raw !== undefined && raw !== null && raw !== '' && raw !== false && raw !== 0
}

/**
 * What hides a trait: something that may have set any of its section. A trait that is lost by its own name is opaque itself,
 * as far as it is lost.
 */
export function lostSight(config: Config, section: string, trait: string): ConfigUnknown | undefined {
  return config.unknown.find(
    unknown =>
      unknown.section === section &&
      (unknown.trait === null || (unknown.trait === trait && !config.trait(section, trait).exists)),
  )
}

function opaque(unknown: ConfigUnknown): View {
  return View.of(traced(new Opaque(unknown.sentence), unknown.at.origin()))
}
