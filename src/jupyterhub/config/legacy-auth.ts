import type { Chart } from '../../model/hub.ts'
import { Opaque, traced } from '../../model/traced.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { lookup } from '../lookup.ts'
import type { Settings } from './settings.ts'

/** From this chart on, authentication is set in `hub.config`. */
export const REWORKED = '0.11.0'

/** Where the value of a trait stands below `auth.<type>`. */
type Rows = readonly (readonly [trait: string, key: string, since?: string, until?: string])[]

interface AuthType {
  /** The class, as the chart writes it. */
  readonly path: string
  readonly rows: Rows
  readonly since?: string
}

const CLIENT: Rows = [
  ['client_id', 'clientId'],
  ['client_secret', 'clientSecret'],
  ['oauth_callback_url', 'callbackUrl'],
]

/** Source: zero-to-jupyterhub-k8s@0.8.2:images/hub/jupyterhub_config.py, @0.9.1, @0.10.5 and @0.10.6:jupyterhub/files/hub/jupyterhub_config.py. */
const AUTH_TYPES: Readonly<Record<string, AuthType>> = {
  google: {
    path: 'oauthenticator.GoogleOAuthenticator',
    rows: [...CLIENT, ['hosted_domain', 'hostedDomain'], ['login_service', 'loginService']],
  },
  github: {
    path: 'oauthenticator.github.GitHubOAuthenticator',
    rows: [
      ...CLIENT,
      ['github_organization_whitelist', 'orgWhitelist', '0.8.0', '0.10.6'],
      ['allowed_organizations', 'orgWhitelist', '0.10.6'],
      ['allowed_organizations', 'allowedOrganizations', '0.10.6'],
    ],
  },
  cilogon: { path: 'oauthenticator.CILogonOAuthenticator', rows: CLIENT },
  gitlab: {
    path: 'oauthenticator.gitlab.GitLabOAuthenticator',
    rows: [
      ...CLIENT,
      ['gitlab_group_whitelist', 'gitlabGroupWhitelist', '0.9.0'],
      ['allowed_gitlab_groups', 'allowedGitlabGroups', '0.10.6'],
      ['gitlab_project_id_whitelist', 'gitlabProjectIdWhitelist', '0.9.0'],
      ['allowed_project_ids', 'allowedProjectIds', '0.10.6'],
      ['gitlab_url', 'gitlabUrl', '0.9.0'],
    ],
  },
  azuread: {
    path: 'oauthenticator.azuread.AzureAdOAuthenticator',
    rows: [...CLIENT, ['tenant_id', 'tenantId'], ['username_claim', 'usernameClaim']],
    since: '0.9.0',
  },
  mediawiki: { path: 'oauthenticator.mediawiki.MWOAuthenticator', rows: [...CLIENT, ['index_url', 'indexUrl']] },
  globus: {
    path: 'oauthenticator.globus.GlobusOAuthenticator',
    rows: [...CLIENT, ['identity_provider', 'identityProvider']],
  },
  hmac: { path: 'hmacauthenticator.HMACAuthenticator', rows: [] },
  dummy: { path: 'dummyauthenticator.DummyAuthenticator', rows: [['password', 'password']] },
  tmp: { path: 'tmpauthenticator.TmpAuthenticator', rows: [] },
  lti: { path: 'ltiauthenticator.LTIAuthenticator', rows: [['consumers', 'consumers']] },
  ldap: {
    path: 'ldapauthenticator.LDAPAuthenticator',
    rows: [
      ['server_port', 'server.port'],
      ['use_ssl', 'server.ssl'],
      ['allowed_groups', 'allowedGroups'],
      ['bind_dn_template', 'dn.templates'],
      ['lookup_dn', 'dn.lookup'],
      ['lookup_dn_search_filter', 'dn.search.filter'],
      ['lookup_dn_search_user', 'dn.search.user'],
      ['lookup_dn_search_password', 'dn.search.password'],
      ['lookup_dn_user_dn_attribute', 'dn.user.dnAttribute'],
      ['escape_userdn', 'dn.user.escape'],
      ['valid_username_regex', 'dn.user.validRegex'],
      ['user_search_base', 'dn.user.searchBase'],
      ['user_attribute', 'dn.user.attribute'],
      ['use_lookup_dn_username', 'dn.user.useLookupName', '0.10.0'],
    ],
  },
}

/** Types whose settings the 0.8 charts cannot read: the hub ends with a TypeError. */
const BROKEN_BEFORE_0_9 = new Set(['cilogon', 'gitlab', 'mediawiki', 'globus'])

/** For every type: trait, key below `auth`. */
const COMMON: readonly (readonly [section: string, trait: string, key: string, since?: string, until?: string])[] = [
  ['OAuthenticator', 'scope', 'scopes'],
  ['Authenticator', 'enable_auth_state', 'state.enabled'],
  ['JupyterHub', 'admin_access', 'admin.access'],
  ['Authenticator', 'admin_users', 'admin.users'],
  ['Authenticator', 'whitelist', 'whitelist.users', '0.8.0', '0.10.6'],
  ['Authenticator', 'allowed_users', 'whitelist.users', '0.10.6'],
  ['Authenticator', 'allowed_users', 'allowedUsers', '0.10.6'],
]

/** What charts up to 0.10 make of `auth.*`. */
export function legacyAuth(values: View<HubValues>, chart: Chart, settings: Settings): void {
  if (atLeast(chart, REWORKED)) return
  const auth = values.at('auth') as View
  const setIfSet = (section: string, trait: string, view: View) => {
    if (view.isSet) settings.set(section, trait, view.traced)
  }
  const type = auth.get('type')
  const known = type.text === undefined ? undefined : lookup(AUTH_TYPES, type.text)
  if (type.text === 'custom') customAuth(auth.get('custom'), settings)
  else if (known !== undefined && type.text !== undefined) {
    const section = lastPart(known.path)
    const own = auth.get(type.text)
    settings.set(
      'JupyterHub',
      'authenticator_class',
      traced(known.path, (_, part) => type.origin(part)),
    )
    if (type.text === 'ldap') settings.set(section, 'server_address', orNull(own.down(['server', 'address'])))
    if (type.text === 'hmac') settings.set(section, 'secret_key', hidden(own.get('secretKey')))
    for (const [trait, key, since, until] of known.rows)
      if (holds(chart, since, until)) setIfSet(section, trait, own.down(key.split('.')))
  }
  for (const [section, trait, key, since, until] of COMMON)
    if (holds(chart, since, until)) setIfSet(section, trait, auth.down(key.split('.')))
}

/** What stops the hub in `auth.*`; null where nothing does. */
export function legacyAuthFault(
  values: View<HubValues>,
  chart: Chart,
): { readonly sentence: string; readonly at: View } | null {
  if (atLeast(chart, REWORKED)) return null
  const auth = values.at('auth') as View
  if (auth.isOpaque || auth.get('type').isOpaque) return null
  if (!auth.isMap) return { sentence: 'auth holds no settings, which the chart cannot be rendered without', at: auth }
  const type = auth.get('type')
  const name = type.text ?? ''
  if (name === 'custom') {
    const [className, config] = [auth.down(['custom', 'className']), auth.down(['custom', 'config'])]
    if (className.text === undefined) return { sentence: 'auth.custom.className names no class', at: className }
    return config.isSet && !config.isMap ? { sentence: 'auth.custom.config is not a map', at: config } : null
  }
  const known = lookup(AUTH_TYPES, name)
  if (known === undefined || !holds(chart, known.since, undefined))
    return { sentence: `auth.type is ${JSON.stringify(type.value ?? null)}, which this chart does not know`, at: type }
  if (BROKEN_BEFORE_0_9.has(name) && !atLeast(chart, '0.9.0'))
    return { sentence: `auth.type "${name}" stops the hub with a TypeError in this chart`, at: type }
  const key = auth.down(['hmac', 'secretKey'])
  if (name === 'hmac' && !/^([0-9a-f]{2})+$/i.test(key.text ?? ''))
    return { sentence: 'auth.hmac.secretKey is not a hexadecimal string', at: key }
  return null
}

/** `auth.custom.config` is written into the section named after the class. */
function customAuth(custom: View, settings: Settings): void {
  const path = custom.get('className')
  if (path.text === undefined) return
  settings.set('JupyterHub', 'authenticator_class', path.traced)
  for (const [trait, value] of custom.get('config').entries()) settings.set(lastPart(path.text), trait, value.traced)
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

/** The chart sets this trait even where nobody wrote anything. */
function orNull(view: View) {
  return view.isSet ? view.traced : traced(null, () => view.origin())
}

/** The chart turns the text into bytes, which no value of a person's can be. */
function hidden(view: View) {
  return traced(new Opaque('it is turned into bytes when the hub starts'), (_, part) => view.origin(part))
}

function holds(chart: Chart, since: string | undefined, until: string | undefined): boolean {
  return (since === undefined || atLeast(chart, since)) && (until === undefined || !atLeast(chart, until))
}
