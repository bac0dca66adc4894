import type { Chart } from '../../model/hub.ts'
import { atLeast } from '../charts/versions.ts'

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
  /** Dotted path of its module. */
  readonly module: string
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
  /** Other modules that it can be imported from, and until which chart. */
  readonly also?: readonly (string | readonly [module: string, until: string])[]
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
    also: [
      ['dummyauthenticator', '0.11.0'],
      ['dummyauthenticator.dummyauthenticator', '0.11.0'],
    ],
  },
  NullAuthenticator: { module: 'jupyterhub.auth', family: 'null', also: [['nullauthenticator', '4.0.0']] },
  SharedPasswordAuthenticator: { module: 'jupyterhub.authenticators.shared', family: 'shared-password', since: '4.2.0' },
  TmpAuthenticator: { module: 'tmpauthenticator', family: 'tmp' },
  FirstUseAuthenticator: {
    module: 'firstuseauthenticator.firstuseauthenticator',
    family: 'firstuse',
    since: '0.9.0',
    also: ['firstuseauthenticator'],
  },
  NativeAuthenticator: {
    module: 'nativeauthenticator.nativeauthenticator',
    family: 'native',
    since: '0.9.0',
    also: ['nativeauthenticator'],
  },
  LDAPAuthenticator: { module: 'ldapauthenticator.ldapauthenticator', family: 'ldap', also: ['ldapauthenticator'] },
  LTIAuthenticator: { module: 'ltiauthenticator', family: 'lti', until: '2.0.0' },
  LTI11Authenticator: { module: 'ltiauthenticator.lti11.auth', family: 'lti', since: '2.0.0' },
  LTI13Authenticator: { module: 'ltiauthenticator.lti13.auth', family: 'lti', since: '3.0.0' },
  HMACAuthenticator: { module: 'hmacauthenticator', family: 'hmac', since: '0.9.0' },
  OAuthenticator: { module: 'oauthenticator.oauth2', family: 'oauth', also: ['oauthenticator'] },
  Auth0OAuthenticator: { module: 'oauthenticator.auth0', ...PROVIDER },
  AzureAdOAuthenticator: { module: 'oauthenticator.azuread', ...PROVIDER },
  BitbucketOAuthenticator: { module: 'oauthenticator.bitbucket', also: ['oauthenticator'], ...PROVIDER },
  CILogonOAuthenticator: { module: 'oauthenticator.cilogon', also: ['oauthenticator'], ...PROVIDER },
  GenericOAuthenticator: { module: 'oauthenticator.generic', ...PROVIDER },
  GitHubOAuthenticator: { module: 'oauthenticator.github', also: ['oauthenticator'], ...PROVIDER },
  GitLabOAuthenticator: { module: 'oauthenticator.gitlab', ...PROVIDER },
  GlobusOAuthenticator: { module: 'oauthenticator.globus', ...PROVIDER },
  GoogleOAuthenticator: { module: 'oauthenticator.google', also: ['oauthenticator'], ...PROVIDER },
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
  const renamed = RENAMED[path]
  if (renamed !== undefined && atLeast(chart, renamed.since)) return classNamed(renamed.name)
  const dot = path.lastIndexOf('.')
  const [module, written] = [path.slice(0, dot), path.slice(dot + 1)]
  const found = classNamed(written)
  const row = CLASSES[plainName(written)]
  if (found === undefined || row === undefined || !isThere(row, chart)) return undefined
  const from = MOVED.find(([name, of]) => name === written && of === module)
  if (from !== undefined) return atLeast(chart, from[2]) ? found : undefined
  const isHome = module === row.module
  const isAlso = row.also?.some(other =>
    typeof other === 'string' ? other === module : other[0] === module && !atLeast(chart, other[1]),
  )
  return isHome || isAlso ? found : undefined
}

/** Classes that came to their module later than to the image. Source: jupyterhub/jupyterhub@1.0.0 and @2.0.0:jupyterhub/auth.py. */
const MOVED: readonly (readonly [name: string, module: string, since: string])[] = [
  ['DummyAuthenticator', 'jupyterhub.auth', '0.9.0'],
  ['NullAuthenticator', 'jupyterhub.auth', '2.0.0'],
]

/** A class of any chart by its name. */
export function classNamed(name: string): AuthenticatorClass | undefined {
  const plain = plainName(name)
  const row = CLASSES[plain]
  if (row === undefined) return undefined
  const local = plain !== name
  if (local && row.local !== true) return undefined
  const own = local ? [name, 'LocalAuthenticator', plain] : [name]
  const parents = row.parents ?? []
  const base = plain === 'Authenticator' ? [] : ['Authenticator']
  return {
    name,
    module: row.module,
    family: row.family,
    sections: [...own, ...parents, ...base, 'LoggingConfigurable', 'Configurable'],
    local,
  }
}

/** The names of all classes of a chart's image, without the local ones. */
export function classNames(chart: Chart): string[] {
  return Object.entries(CLASSES).flatMap(([name, row]) => (isThere(row, chart) ? [name] : []))
}

function isThere(row: Row, chart: Chart): boolean {
  return (row.since === undefined || atLeast(chart, row.since)) && (row.until === undefined || !atLeast(chart, row.until))
}

/** `GitHubOAuthenticator` for `LocalGitHubOAuthenticator`; other names as they are. */
function plainName(name: string): string {
  return name.startsWith('Local') && name !== 'LocalAuthenticator' ? name.slice('Local'.length) : name
}
