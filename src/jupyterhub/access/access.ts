import type { Hub } from '../../model/hub.ts'
import type { View } from '../../model/view.ts'

export type AccessVerdict = 'open' | 'restricted' | 'nobody' | 'fails' | 'unknown'

/** The widest circle that gets in. */
export type Reach = 'world' | 'shared-password' | 'provider' | 'institution' | 'group' | 'list' | 'none' | 'unknown'

/** A setting that decided, and what it did, as an admin would say it. */
export interface Reason {
  /** Whole sentence without full stop. */
  readonly sentence: string
  /** The setting; an empty view where its absence decided. */
  readonly at: View
}

/** A setting that looks as if it restricted access and does nothing. */
export interface InertSetting extends Reason {
  /** `deprecated`: the name still works; `unsure`: a hub image of one's own may know it; `inert`: it does nothing. */
  readonly situation: 'inert' | 'unsure' | 'deprecated'
  /** What to write instead, where there is something. */
  readonly instead: string | null
}

export interface Access {
  readonly verdict: AccessVerdict
  readonly reach: Reach
  /** Dotted path of the class in force: `oauthenticator.github.GitHubOAuthenticator`; null when unknown. */
  readonly class: string | null
  /** The setting that chose the class; of the chart's default, that default; empty where nobody chose. */
  readonly configured: View
  /** What decided, the decisive setting first. */
  readonly because: readonly Reason[]
  readonly inert: readonly InertSetting[]
}

const known = new WeakMap<Hub, Access>()

/** Who gets into a hub. */
export function access(hub: Hub): Access {
  const before = known.get(hub)
  if (before !== undefined) return before
  const now = judge(hub)
  known.set(hub, now)
  return now
}

function judge(hub: Hub): Access {
  const configured = hub.config.trait('JupyterHub', 'authenticator_class')
  return { verdict: 'unknown', reach: 'unknown', class: null, configured, because: [], inert: [] }
}
