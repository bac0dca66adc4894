import type { Hub } from '../../model/hub.ts'
import { atLeast } from '../charts/versions.ts'
import { cilogonSource } from './cilogon.ts'
import { reason, type Source } from './circle.ts'
import { hasEnvironment } from './environment.ts'
import type { Traits } from './traits.ts'

const PROVIDER: Source = { reach: 'provider', limits: [] }
const INSTITUTION: Source = { reach: 'institution', limits: [] }
export const NONE: Source = { reach: 'none', limits: [] }

/** How far the identity source of each OAuth class reaches, before the hub's own rules. */
const SOURCES: Readonly<Record<string, (traits: Traits, hub: Hub) => Source>> = {
  Auth0OAuthenticator: auth0,
  AzureAdOAuthenticator: azure,
  BitbucketOAuthenticator: () => PROVIDER,
  CILogonOAuthenticator: cilogonSource,
  GenericOAuthenticator: generic,
  GitHubOAuthenticator: (traits, hub) => ownServer(traits, hub, 'github_url', 'GITHUB_URL', 'github.com'),
  GitLabOAuthenticator: (traits, hub) => ownServer(traits, hub, 'gitlab_url', 'GITLAB_URL', 'gitlab.com'),
  GlobusOAuthenticator: globus,
  GoogleOAuthenticator: google,
  MWOAuthenticator: (traits, hub) => ownServer(traits, hub, 'mw_index_url', 'MW_INDEX_URL', 'meta.wikimedia.org'),
  OAuthenticator: generic,
  OkpyOAuthenticator: () => PROVIDER,
  OpenShiftOAuthenticator: openshift,
}

/** The identity source of an OAuth class. */
export function sourceOf(traits: Traits, hub: Hub): Source {
  const name = traits.authenticator.kind
  return (SOURCES[name] ?? generic)(traits, hub)
}

/**
 * Without a domain every login is an error; up to oauthenticator 0.8 only the environment could name one.
 * Source: oauthenticator@0.8.0, @14.2.0 and @17.4.0:oauthenticator/auth0.py.
 */
function auth0(traits: Traits, hub: Hub): Source {
  const domain =
    !traits.knows('auth0_subdomain') ||
    isThere(traits, hub, 'auth0_domain', 'AUTH0_DOMAIN') ||
    isThere(traits, hub, 'auth0_subdomain', 'AUTH0_SUBDOMAIN')
  return domain ? PROVIDER : NONE
}

/** Tenants that stand for all of them. Source: learn.microsoft.com/entra/identity-platform/v2-protocols. */
const ALL_TENANTS = new Set(['common', 'organizations', 'consumers'])

/** Source: oauthenticator@17.4.0:oauthenticator/azuread.py. */
function azure(traits: Traits, hub: Hub): Source {
  const tenant = traits.get('tenant_id')
  if (tenant.at.isOpaque || hasEnvironment(hub, 'AAD_TENANT_ID'))
    return { reach: 'unknown', limits: [reason(tenant, 'cannot be known')] }
  const text = tenant.at.text ?? ''
  if (text === '')
    return { reach: 'provider', limits: [reason(tenant, 'is not set, so any Microsoft account will do')] }
  return ALL_TENANTS.has(text.toLowerCase())
    ? { reach: 'provider', limits: [reason(tenant, `is "${text}", which stands for every tenant`)] }
    : { reach: 'institution', limits: [reason(tenant, 'names one tenant')] }
}

/**
 * An OAuth server of one's own; without an address for people's data every login is an error.
 * Source: oauthenticator@15.1.0:oauthenticator/generic.py, @17.4.0:oauthenticator/oauth2.py `token_to_user`.
 */
function generic(traits: Traits, hub: Hub): Source {
  const hasToken = atLeast(traits.chart, '3.0.0') || isThere(traits, hub, 'token_url', 'OAUTH2_TOKEN_URL')
  const hasData = isThere(traits, hub, 'userdata_url', 'OAUTH2_USERDATA_URL') || traits.flag('userdata_from_id_token')
  return hasToken && hasData ? INSTITUTION : NONE
}

/** Up to oauthenticator 0.8 only the environment could name the cluster. Source: oauthenticator@0.8.0 and @17.4.0:oauthenticator/openshift.py. */
function openshift(traits: Traits, hub: Hub): Source {
  const hasUrl = !traits.knows('openshift_url') || isThere(traits, hub, 'openshift_url', 'OPENSHIFT_URL')
  return hasUrl ? INSTITUTION : NONE
}

/** A service that is public at its own address, and one's own elsewhere. */
function ownServer(traits: Traits, hub: Hub, trait: string, variable: string, publicHost: string): Source {
  const url = traits.get(trait)
  if (url.at.isOpaque || (!traits.isGiven(trait) && hasEnvironment(hub, variable)))
    return { reach: 'unknown', limits: [reason(url, 'cannot be known')] }
  if (url.at.text === undefined || url.at.text === '' || hostOf(url.at.text) === publicHost) return PROVIDER
  return { reach: 'institution', limits: [reason(url, 'is a server of your own')] }
}

function hostOf(url: string): string {
  return url
    .toLowerCase()
    .replace(/^\w+:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[:/].*$/, '')
}

/**
 * Up to oauthenticator 0.11 only globusid.org, unless something else is named.
 * Source: oauthenticator@0.11.0 and @0.12.0:oauthenticator/globus.py `_identity_provider_default`.
 */
function globus(traits: Traits): Source {
  const provider = traits.get('identity_provider')
  if (provider.at.isOpaque) return { reach: 'unknown', limits: [reason(provider, 'cannot be known')] }
  const text = provider.at.text ?? ''
  if (text === '' || text === 'globusid.org') return PROVIDER
  return { reach: 'institution', limits: [reason(provider, `admits only people of ${text}`)] }
}

/** From oauthenticator 16.3 on the domain is Google's own word (`hd`), which consumer accounts do not have. */
const BY_HD_CLAIM = '3.3.0'
const CONSUMER_DOMAINS = new Set(['gmail.com', 'googlemail.com'])

/** Source: oauthenticator@0.8.0, @15.1.0, @16.0.7, @17.4.0:oauthenticator/google.py. */
function google(traits: Traits, hub: Hub): Source {
  const trait = traits.get('hosted_domain')
  if (trait.at.isOpaque || (!traits.isGiven('hosted_domain') && hasEnvironment(hub, 'HOSTED_DOMAIN')))
    return { reach: 'unknown', limits: [reason(trait, 'cannot be known')] }
  const written = hostedDomains(traits)
  if (written.length === 0) return PROVIDER
  const limits = [reason(trait, `admits only accounts of ${written.map(domain => `"${domain}"`).join(', ')}`)]
  if (!atLeast(traits.chart, BY_HD_CLAIM)) {
    const domains = written.map(domain => domain.toLowerCase())
    if (domains.some(domain => CONSUMER_DOMAINS.has(domain))) return { reach: 'provider', limits }
    return { reach: domains.some(domain => domain !== '') ? 'institution' : 'none', limits }
  }
  // the empty domain equals the missing claim of a consumer account
  if (written.includes('')) return { reach: 'provider', limits }
  // the hub puts what is written in lower case, as Google's claim is
  const possible = written.some(domain => !CONSUMER_DOMAINS.has(domain.toLowerCase()))
  return { reach: possible ? 'institution' : 'none', limits }
}

/** The domains that Google accounts must be of; none for all. */
export function hostedDomains(traits: Traits): string[] {
  const domains = traits.names('hosted_domain').map(domain => domain.text ?? '')
  // up to 0.8 the trait was a string, of which an empty one meant nothing
  return domains.length === 1 && domains[0] === '' && !atLeast(traits.chart, '2.0.0') ? [] : domains
}

/** Whether an address is set, or comes from the environment of the hub. */
function isThere(traits: Traits, hub: Hub, trait: string, variable: string): boolean {
  return traits.isGiven(trait) || hasEnvironment(hub, variable)
}
