import type { Hub } from '../../model/hub.ts'
import { once } from '../../model/once.ts'
import { printPath } from '../../model/path.ts'
import { Opaque } from '../../model/traced.ts'
import type { View } from '../../model/view.ts'
import type { AuthenticatorClass, Family } from '../authenticators/classes.ts'
import { LocalFunction } from '../python/local-function.ts'
import { refusals } from '../refusals.ts'
import { resolveAuthenticator } from './authenticator.ts'
import { type Circle, reason, widest } from './circle.ts'
import { concernsLogin, configFault } from './config-faults.ts'
import { hmac, ldap, lti } from './directories.ts'
import { startupFault } from './faults.ts'
import { inertSettings } from './inert.ts'
import { oauth } from './oauth.ts'
import { dummy, firstUse, native, pam, sharedPassword, tmp, withSystemAccount } from './passwords.ts'
import { type Assumption, type Trait, Traits } from './traits.ts'

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
  /** All circles that get in, each by a setting of its own; none where that is not known. */
  readonly circles: readonly Circle[]
  /** The list of admins that counts; null where the class is not known, or nobody is named. */
  readonly admins: View | null
}

/** What hangs on traits that may be in doubt. */
type Outcome = Omit<Access, 'admins'>

/** Who gets into a hub: nobody, where the chart refuses the values. */
export function access(hub: Hub): Access {
  const refused = refusals(hub)
  const { configured } = accessOnceAccepted(hub)
  return refused.length === 0
    ? accessOnceAccepted(hub)
    : {
        verdict: 'fails',
        reach: 'none',
        class: null,
        configured,
        because: refused,
        inert: [],
        circles: [],
        admins: null,
      }
}

/**
 * Who gets in once what the chart refuses is mended, so that a misspelt key elsewhere hides nothing; fails where what it refuses is
 * about logging in itself.
 */
export const accessOnceAccepted = once((hub: Hub): Access => {
  const configured = hub.config.trait('JupyterHub', 'authenticator_class')
  const nobody = { class: null, configured, inert: [], circles: [], admins: null }
  const refused = refusals(hub).filter(concernsLogin)
  if (refused.length > 0) return { ...nobody, verdict: 'fails', reach: 'none', because: refused }
  const fault = configFault(hub)
  if (fault !== null) return { ...nobody, verdict: 'fails', reach: 'none', because: [fault] }
  const stopped = hub.config.unknown.filter(({ stops }) => stops === true)
  if (stopped.length > 0) return { ...nobody, verdict: 'fails', reach: 'none', because: stopped }
  const anything = [
    ...hub.config.unknown.filter(unknown => unknown.section === null),
    ...hiddenSections(hub, ['JupyterHub']),
  ]
  if (anything.length > 0) return { ...nobody, verdict: 'unknown', reach: 'unknown', because: anything }
  const resolved = resolveAuthenticator(hub, configured)
  if (resolved.kind !== 'known') {
    const reach = resolved.kind === 'fails' ? 'none' : 'unknown'
    return { ...nobody, verdict: resolved.kind, reach, because: [resolved.because] }
  }
  const hidden = hiddenSections(hub, resolved.class.sections)
  if (hidden.length > 0) return { ...nobody, verdict: 'unknown', reach: 'unknown', because: hidden }
  return {
    ...underAllAssumptions(hub, resolved.class, configured),
    admins: adminsOf(new Traits(resolved.class, hub.chart, hub.config, new Map()), hub),
  }
})

/** Whole parts of the values that cannot be known, such as encrypted ones, where the settings of these sections would stand. */
function hiddenSections(hub: Hub, sections: readonly string[]): Reason[] {
  const config = hub.values.at('hub').at('config')
  const places = [hub.values.at('auth'), ...(config.isOpaque ? [config] : sections.map(section => config.get(section)))]
  return places.filter(at => at.isOpaque).map(at => ({ sentence: `${printPath(at.path)} cannot be known`, at }))
}

/** More settings than this that cannot be known, and nobody need try out what each of them may say. */
const MOST_DOUBTS = 5

/**
 * What cannot be known is taken to say something, and to say nothing: where the verdict is the same each time, it does not
 * hang on it.
 */
function underAllAssumptions(hub: Hub, authenticator: AuthenticatorClass, configured: View): Outcome {
  const outcomes: Outcome[] = []
  const doubts = new Map<string, Trait>()
  const pending: Assumption[] = [new Map()]
  for (let assumption = pending.pop(); assumption !== undefined; assumption = pending.pop()) {
    const traits = new Traits(authenticator, hub.chart, hub.config, assumption)
    const outcome = decide(traits, hub, configured)
    const open = [...traits.doubted.values()].filter(({ trait }) => !assumption.has(trait))
    const [first] = open
    if (first === undefined) outcomes.push(outcome)
    else if (assumption.size >= MOST_DOUBTS) return unknown(outcome, open)
    else {
      doubts.set(first.trait, first)
      pending.push(new Map(assumption).set(first.trait, true), new Map(assumption).set(first.trait, false))
    }
  }
  const [any] = outcomes
  if (any === undefined) throw new Error('no assumption led to a verdict')
  if (outcomes.some(outcome => outcome.verdict !== any.verdict)) return unknown(any, [...doubts.values()])
  return outcomes.some(outcome => outcome.reach !== any.reach) ? { ...any, reach: 'unknown' } : any
}

function unknown(outcome: Outcome, doubts: readonly Trait[]): Outcome {
  const because = doubts.map(doubt => reason(doubt, 'cannot be known, and who gets in hangs on it'))
  return { ...outcome, verdict: 'unknown', reach: 'unknown', because, circles: [] }
}

function decide(traits: Traits, hub: Hub, configured: View): Outcome {
  const { name, path } = traits.authenticator
  const common = { class: path, configured, inert: inertSettings(traits, hub), circles: [] }
  const fault = startupFault(traits, hub)
  if (fault !== null) return { ...common, verdict: 'fails', reach: 'none', because: [fault] }
  const chosen: Reason = { sentence: `JupyterHub.authenticator_class chooses ${name}`, at: configured }
  const circles = circlesOf(traits, hub)
  const farthest = widest(circles)
  if (farthest === undefined)
    return {
      ...common,
      verdict: 'nobody',
      reach: 'none',
      because: [{ sentence: 'no setting lets anybody in', at: traits.get('allowed_users').at }, chosen],
    }
  const hook = traits.get('post_auth_hook')
  if (farthest.who === 'everyone' && mayTurnAway(hook.at))
    return {
      ...common,
      verdict: 'unknown',
      reach: 'unknown',
      because: [reason(hook, 'may turn people away who would get in otherwise'), ...farthest.because, chosen],
    }
  const verdict = farthest.who === 'everyone' ? 'open' : 'restricted'
  return { ...common, verdict, reach: farthest.reach, because: [...farthest.because, chosen], circles }
}

/**
 * Whether a hook may say no to somebody: it is handed the login as its third argument, and what it returns takes its place.
 * Source: jupyterhub@5.5.0:jupyterhub/auth.py `run_post_auth_hook`.
 */
function mayTurnAway({ raw }: View): boolean {
  return raw instanceof LocalFunction ? !raw.passesOn(2) : raw instanceof Opaque
}

/** `JupyterHub.admin_users` counts while the authenticator's own is empty. Source: jupyterhub@5.5.0:jupyterhub/app.py `init_users`. */
function adminsOf(traits: Traits, hub: Hub): View | null {
  const own = traits.get('admin_users').at
  if (traits.names('admin_users').length > 0 || own.isOpaque) return own
  const common = hub.config.trait('JupyterHub', 'admin_users')
  return common.each().length > 0 || common.isOpaque ? common : null
}

const RULES: Readonly<Record<Family, (traits: Traits, hub: Hub) => Circle[]>> = {
  base: () => [],
  dummy,
  firstuse: firstUse,
  hmac,
  ldap,
  lti,
  native,
  null: () => [],
  oauth,
  pam,
  'shared-password': sharedPassword,
  tmp,
}

function circlesOf(traits: Traits, hub: Hub): Circle[] {
  const circles = RULES[traits.authenticator.family](traits, hub)
  return traits.authenticator.local ? withSystemAccount(traits, circles) : circles
}
