import type { Chart } from '../../model/hub.ts'
import { atLeast } from '../charts/versions.ts'
import { lookup } from '../lookup.ts'

/** What decides alike about who gets in. */
export type Family =
  | 'base'
  | 'pam'
  | 'dummy'
  | 'shared-password'
  | 'null'
  | 'tmp'
  | 'firstuse'
  | 'native'
  | 'ldap'
  | 'lti'
  | 'hmac'
  | 'oauth'

/** An authenticator class that the hub image of some chart holds. */
export interface AuthenticatorClass {
  /** Also the name of its own section of the configuration. */
  readonly name: string
  /** The class whose behaviour it has: itself, or what a `Local…` class or one of a person's own descends from. */
  readonly kind: string
  /** Dotted path of the class, of one's own the class that it descends from. */
  readonly path: string
  readonly family: Family
  /** Names of sections that configure it, its own first: Python's method resolution order. */
  readonly sections: readonly string[]
  /** Whether whoever logs in must have a system account in the hub. */
  readonly local: boolean
}

interface Row {
  readonly module: string
  readonly family: Family
  /** Between the class and `Authenticator`. */
  readonly parents?: readonly string[]
  /** First chart whose image holds it. */
  readonly since?: string
  /** First chart whose image no longer does. */
  readonly until?: string
  /** Another module that it can be imported from. */
  readonly also?: string
  /** A package with a class of that name and behaviour: its modules, the class's own last, and the first chart without it. */
  readonly package?: { readonly modules: readonly string[]; readonly until: string }
  /** Whether there is a `Local…` class beside it. */
  readonly local?: true
}

const OAUTH = ['OAuthenticator'] as const
const PROVIDER = { family: 'oauth', parents: OAUTH, local: true } as const

/**
 * Source: the class statements and `__init__` modules of jupyterhub, oauthenticator, and the other authenticators, in the versions
 * that jupyterhub/zero-to-jupyterhub-k8s@<chart>:images/hub/requirements.txt pins.
 */
const CLASSES: Readonly<Record<string, Row>> = {
  Authenticator: { module: 'jupyterhub.auth', family: 'base' },
  LocalAuthenticator: { module: 'jupyterhub.auth', family: 'base' },
  PAMAuthenticator: { module: 'jupyterhub.auth', family: 'pam', parents: ['LocalAuthenticator'] },
  DummyAuthenticator: {
    module: 'jupyterhub.auth',
    family: 'dummy',
    // the class of JupyterHub itself came with 1.0; until then, and beside it, there was a package
    package: { modules: ['dummyauthenticator', 'dummyauthenticator.dummyauthenticator'], until: '0.11.0' },
  },
  NullAuthenticator: {
    module: 'jupyterhub.auth',
    family: 'null',
    package: { modules: ['nullauthenticator'], until: '4.0.0' },
  },
  SharedPasswordAuthenticator: {
    module: 'jupyterhub.authenticators.shared',
    family: 'shared-password',
    since: '4.2.0',
  },
  TmpAuthenticator: { module: 'tmpauthenticator', family: 'tmp' },
  FirstUseAuthenticator: {
    module: 'firstuseauthenticator.firstuseauthenticator',
    family: 'firstuse',
    since: '0.9.0',
    also: 'firstuseauthenticator',
  },
  NativeAuthenticator: {
    module: 'nativeauthenticator.nativeauthenticator',
    family: 'native',
    since: '0.9.0',
    also: 'nativeauthenticator',
  },
  LDAPAuthenticator: { module: 'ldapauthenticator.ldapauthenticator', family: 'ldap', also: 'ldapauthenticator' },
  LTIAuthenticator: { module: 'ltiauthenticator', family: 'lti', until: '2.0.0' },
  LTI11Authenticator: { module: 'ltiauthenticator.lti11.auth', family: 'lti', since: '2.0.0' },
  LTI13Authenticator: { module: 'ltiauthenticator.lti13.auth', family: 'lti', since: '3.0.0' },
  HMACAuthenticator: { module: 'hmacauthenticator', family: 'hmac', since: '0.9.0' },
  OAuthenticator: { module: 'oauthenticator.oauth2', family: 'oauth', also: 'oauthenticator' },
  Auth0OAuthenticator: { module: 'oauthenticator.auth0', ...PROVIDER },
  AzureAdOAuthenticator: { module: 'oauthenticator.azuread', ...PROVIDER },
  BitbucketOAuthenticator: { module: 'oauthenticator.bitbucket', also: 'oauthenticator', ...PROVIDER },
  CILogonOAuthenticator: { module: 'oauthenticator.cilogon', also: 'oauthenticator', ...PROVIDER },
  GenericOAuthenticator: { module: 'oauthenticator.generic', ...PROVIDER },
  GitHubOAuthenticator: { module: 'oauthenticator.github', also: 'oauthenticator', ...PROVIDER },
  GitLabOAuthenticator: { module: 'oauthenticator.gitlab', ...PROVIDER },
  GlobusOAuthenticator: { module: 'oauthenticator.globus', ...PROVIDER },
  GoogleOAuthenticator: { module: 'oauthenticator.google', also: 'oauthenticator', ...PROVIDER },
  MWOAuthenticator: { module: 'oauthenticator.mediawiki', family: 'oauth', parents: OAUTH },
  OkpyOAuthenticator: { module: 'oauthenticator.okpy', until: '3.2.0', ...PROVIDER },
  OpenShiftOAuthenticator: { module: 'oauthenticator.openshift', ...PROVIDER },
}

/** Dotted paths that import a class of another name. Source: jupyterhub/ltiauthenticator@1.2.0:ltiauthenticator/__init__.py. */
const RENAMED: Readonly<Record<string, { readonly name: string; readonly since: string }>> = {
  'ltiauthenticator.LTIAuthenticator': { name: 'LTI11Authenticator', since: '2.0.0' },
}

/** The class that a dotted path imports in the hub image of a chart. */
export function importClass(path: string, chart: Chart): AuthenticatorClass | undefined {
  const renamed = lookup(RENAMED, path)
  if (renamed !== undefined && atLeast(chart, renamed.since)) return classNamed(renamed.name)
  const dot = path.lastIndexOf('.')
  const [module, written] = [path.slice(0, dot), path.slice(dot + 1)]
  const found = classNamed(written)
  const row = lookup(CLASSES, plainName(written))
  if (found === undefined || row === undefined || !isThere(row, chart)) return undefined
  const { modules, until } = row.package ?? NO_PACKAGE
  if (modules.includes(module) && !atLeast(chart, until)) return { ...found, path: `${modules.at(-1)}.${written}` }
  const came = lookup(CAME_LATER, written)
  if (came !== undefined && !atLeast(chart, came)) return undefined
  return module === row.module || module === row.also ? found : undefined
}

const NO_PACKAGE = { modules: [] as readonly string[], until: '' }

/** Classes that a package had before JupyterHub did. Source: jupyterhub/jupyterhub@1.0.0 and @2.0.0:jupyterhub/auth.py. */
const CAME_LATER: Readonly<Record<string, string>> = { DummyAuthenticator: '0.9.0', NullAuthenticator: '2.0.0' }

/** The names of all classes of any chart, without the `Local…` ones. */
export function classNames(): string[] {
  return Object.keys(CLASSES)
}

/** A class of any chart by its name. */
export function classNamed(name: string): AuthenticatorClass | undefined {
  const plain = plainName(name)
  const row = lookup(CLASSES, plain)
  if (row === undefined) return undefined
  const local = plain !== name
  if (local && row.local !== true) return undefined
  const own = local ? [name, 'LocalAuthenticator', plain] : [name]
  const parents = row.parents ?? []
  const base = plain === 'Authenticator' ? [] : ['Authenticator']
  return {
    name,
    kind: plain,
    path: `${row.module}.${name}`,
    family: row.family,
    sections: [...own, ...parents, ...base, 'LoggingConfigurable', 'Configurable'],
    local,
  }
}

/** A class of a person's own that changes nothing of the one it descends from. */
export function descendantOf(base: AuthenticatorClass, names: readonly string[]): AuthenticatorClass {
  return { ...base, name: names[0] ?? base.name, sections: [...names, ...base.sections] }
}

function isThere(row: Row, chart: Chart): boolean {
  return (
    (row.since === undefined || atLeast(chart, row.since)) && (row.until === undefined || !atLeast(chart, row.until))
  )
}

/** `GitHubOAuthenticator` for `LocalGitHubOAuthenticator`; other names as they are. */
function plainName(name: string): string {
  return name.startsWith('Local') && name !== 'LocalAuthenticator' ? name.slice('Local'.length) : name
}
