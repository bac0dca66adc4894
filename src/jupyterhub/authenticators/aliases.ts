import { distance } from 'fastest-levenshtein'
import type { Chart } from '../../model/hub.ts'
import { atLeast } from '../charts/versions.ts'
import { lookup } from '../lookup.ts'

/**
 * Short names for `JupyterHub.authenticator_class`: class, first chart, first chart without it. They are looked up in lower case.
 * Source: the entry points "jupyterhub.authenticators" in setup.py or pyproject.toml of jupyterhub, oauthenticator and the other
 * authenticators, in the versions that jupyterhub/zero-to-jupyterhub-k8s@<chart>:images/hub/requirements.txt pins.
 */
const ALIASES: Readonly<Record<string, readonly [path: string, since?: string, until?: string]>> = {
  default: ['jupyterhub.auth.PAMAuthenticator'],
  pam: ['jupyterhub.auth.PAMAuthenticator'],
  dummy: ['jupyterhub.auth.DummyAuthenticator'],
  null: ['jupyterhub.auth.NullAuthenticator', '2.0.0'],
  'shared-password': ['jupyterhub.authenticators.shared.SharedPasswordAuthenticator', '4.2.0'],
  tmp: ['tmpauthenticator.TmpAuthenticator', '3.0.0'],
  native: ['nativeauthenticator.nativeauthenticator.NativeAuthenticator', '3.0.0'],
  firstuse: ['firstuseauthenticator.firstuseauthenticator.FirstUseAuthenticator', '4.0.0'],
  firstuseauthenticator: ['firstuseauthenticator.firstuseauthenticator.FirstUseAuthenticator', '4.0.0'],
  ldap: ['ldapauthenticator.ldapauthenticator.LDAPAuthenticator', '4.0.0'],
  ldapauthenticator: ['ldapauthenticator.ldapauthenticator.LDAPAuthenticator', '4.0.0'],
  auth0: ['oauthenticator.auth0.Auth0OAuthenticator'],
  azuread: ['oauthenticator.azuread.AzureAdOAuthenticator'],
  bitbucket: ['oauthenticator.bitbucket.BitbucketOAuthenticator'],
  cilogon: ['oauthenticator.cilogon.CILogonOAuthenticator'],
  'generic-oauth': ['oauthenticator.generic.GenericOAuthenticator'],
  github: ['oauthenticator.github.GitHubOAuthenticator'],
  gitlab: ['oauthenticator.gitlab.GitLabOAuthenticator'],
  globus: ['oauthenticator.globus.GlobusOAuthenticator'],
  google: ['oauthenticator.google.GoogleOAuthenticator'],
  mediawiki: ['oauthenticator.mediawiki.MWOAuthenticator'],
  okpy: ['oauthenticator.okpy.OkpyOAuthenticator', '0.9.0', '3.2.0'],
  openshift: ['oauthenticator.openshift.OpenShiftOAuthenticator'],
}

/** Entry points came with JupyterHub 1.0. */
const FIRST_CHART = '0.9.0'
const WITHOUT_LOCAL = new Set(['mediawiki'])

/** The dotted path that a short name stands for in a chart. */
export function pathOfAlias(written: string, chart: Chart): string | undefined {
  const alias = written.toLowerCase()
  const local = alias.startsWith('local-')
  const plain = local ? alias.slice('local-'.length) : alias
  const row = lookup(ALIASES, plain)
  if (row === undefined) return undefined
  const [path, since = FIRST_CHART, until] = row
  if (!atLeast(chart, since) || (until !== undefined && atLeast(chart, until))) return undefined
  if (!local) return path
  if (!path.startsWith('oauthenticator.') || WITHOUT_LOCAL.has(plain)) return undefined
  return path.replace(/(\w+)$/, 'Local$1')
}

/** The short name, known to this chart, that somebody who wrote another name or path most likely meant. */
export function nearAlias(written: string, chart: Chart): string | undefined {
  const last = written.toLowerCase().split('.').at(-1) ?? ''
  const word = last.replace(/(?:oauth2?)?_?authenticator$/, '')
  const [best] = Object.keys(ALIASES)
    .filter(alias => pathOfAlias(alias, chart) !== undefined)
    .map(alias => ({ alias, far: distance(word, alias), shares: word.length > 2 && alias.includes(word) }))
    .filter(({ far, shares }) => shares || far <= 2)
    .sort((a, b) => Number(b.shares) - Number(a.shares) || a.far - b.far)
  return best?.alias
}
