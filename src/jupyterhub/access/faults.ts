import type { Hub } from '../../model/hub.ts'
import type { View } from '../../model/view.ts'
import { traitType } from '../authenticators/traits.ts'
import { describeType, fitsType } from '../authenticators/types.ts'
import { atLeast } from '../charts/versions.ts'
import { lookup } from '../lookup.ts'
import type { Reason } from './access.ts'
import { cilogonFault } from './cilogon-faults.ts'
import { reason } from './circle.ts'
import type { Traits } from './traits.ts'

/** What stops the hub while it makes its authenticator; null where nothing does. */
export function startupFault(traits: Traits, hub: Hub): Reason | null {
  return wrongType(traits) ?? wrongName(traits, hub) ?? wrongCombination(traits, hub)
}

function wrongType(traits: Traits): Reason | null {
  for (const name of traits.set()) {
    // under its own name, even where an old name replaces it later
    const found = traits.own(name)
    const type = traitType(traits.authenticator.sections, name, traits.chart)
    if (type === undefined || found.at.isOpaque || !found.at.exists || fitsType(type, found.at.raw, traits.chart))
      continue
    return reason(found, `must be ${describeType(type)}, so the hub does not start`)
  }
  return null
}

/** The hub makes a user of each name at its start. Source: jupyterhub@5.5.0:jupyterhub/app.py `init_users`, auth.py `validate_username`. */
function wrongName(traits: Traits, hub: Hub): Reason | null {
  const admins = hub.config.trait('JupyterHub', 'admin_users')
  const names = [...traits.names('allowed_users'), ...traits.names('admin_users'), ...admins.each()]
  const native = traits.authenticator.family === 'native'
  const wrong = names.find(name => !name.isOpaque && !isName(name, native))
  return wrong === undefined
    ? null
    : {
        sentence: `${JSON.stringify(wrong.raw ?? null)} cannot be the name of a user, so the hub does not start`,
        at: wrong,
      }
}

function isName(name: View, native: boolean): boolean {
  const text = name.text
  return text !== undefined && text !== '' && !text.includes('/') && !(native && /[ ,]/.test(text))
}

type Test = (traits: Traits, hub: Hub) => Reason | null

function wrongCombination(traits: Traits, hub: Hub): Reason | null {
  for (const [since, about, test] of COMBINATIONS) {
    const concerned = traits.authenticator.family === about || traits.authenticator.sections.includes(about)
    const found = concerned && atLeast(traits.chart, since) ? test(traits, hub) : null
    if (found !== null) return found
  }
  return null
}

/** Since which chart, of which family or class. Source: `raise ValueError` in the modules of each. */
const COMBINATIONS: readonly (readonly [since: string, about: string, test: Test])[] = [
  ['4.0.0', 'oauth', groupsNeedManaging],
  ['3.3.8', 'oauth', scopesNotRequested],
  ['3.3.0', 'oauth', twoSourcesOfUserData],
  ['2.0.0', 'CILogonOAuthenticator', cilogonFault],
  ['4.0.0', 'ldap', noWayToFindPeople],
  ['4.0.0', 'ldap', groupsCannotBeSearched],
  ['4.2.0', 'shared-password', passwordsTooShort],
  ['2.0.0', 'native', selfApprovalWithoutKey],
]

/** Source: oauthenticator@17.4.0:oauthenticator/oauth2.py `_requires_manage_groups`. */
function groupsNeedManaging(traits: Traits): Reason | null {
  if (traits.flag('manage_groups')) return null
  const names = ['allowed_groups', 'admin_groups', 'auth_state_groups_key', 'claim_groups_key']
  const given = names.find(name => traits.isGiven(name) && traits.knows(name))
  return given === undefined
    ? null
    : reason(traits.get(given), 'needs manage_groups to be true as well, so the hub does not start')
}

/** What classes ask for unless told otherwise. Source: oauthenticator@17.4.0, `scope` and `_scope_default` of each module. */
const DEFAULT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  CILogonOAuthenticator: ['openid', 'email', 'org.cilogon.userinfo', 'profile'],
  GlobusOAuthenticator: ['openid', 'profile', 'urn:globus:auth:scope:transfer.api.globus.org:all'],
  GoogleOAuthenticator: ['openid', 'email'],
  OpenShiftOAuthenticator: ['user:info'],
}

/** Source: oauthenticator@16.3.1:oauthenticator/oauth2.py `_allowed_scopes_validation`. */
function scopesNotRequested(traits: Traits): Reason | null {
  const requested = traits.get('scope').at
  if (requested.isOpaque) return null
  const scopes = requested.exists
    ? traits.names('scope').map(scope => scope.text)
    : (lookup(DEFAULT_SCOPES, traits.authenticator.kind) ?? [])
  const missing = traits.names('allowed_scopes').find(scope => scope.text !== undefined && !scopes.includes(scope.text))
  return missing === undefined
    ? null
    : reason(
        traits.get('allowed_scopes'),
        `names "${missing.text}", which scope does not ask for, so the hub does not start`,
      )
}

function twoSourcesOfUserData(traits: Traits): Reason | null {
  return traits.flag('userdata_from_id_token') && traits.isGiven('userdata_url')
    ? reason(traits.get('userdata_from_id_token'), 'and userdata_url exclude each other, so the hub does not start')
    : null
}

/** Source: ldapauthenticator@2.0.2:ldapauthenticator/ldapauthenticator.py `_require_either_lookup_dn_or_bind_dn_template`. */
function noWayToFindPeople(traits: Traits): Reason | null {
  const template = traits.get('bind_dn_template')
  return template.at.exists && !traits.isGiven('bind_dn_template') && !traits.flag('lookup_dn')
    ? reason(template, 'is empty and lookup_dn is not true, so the hub does not start')
    : null
}

function groupsCannotBeSearched(traits: Traits): Reason | null {
  if (traits.names('allowed_groups').length === 0) return null
  const empty = ['group_search_filter', 'group_attributes'].map(name => traits.get(name))
  const wrong = empty.find(
    ({ at }) => at.exists && (at.raw === '' || (at.isList && (at.raw as unknown[]).length === 0)),
  )
  return wrong === undefined ? null : reason(wrong, 'is empty, so the hub does not start')
}

/** Source: jupyterhub@5.5.0:jupyterhub/authenticators/shared.py `_validate_password`, `_validate_admin_password`. */
function passwordsTooShort(traits: Traits): Reason | null {
  const [user, admin] = [traits.get('user_password'), traits.get('admin_password')]
  const short = (
    [
      [user, 8],
      [admin, 32],
    ] as const
  ).find(([trait, least]) => {
    const length = trait.at.text?.length ?? 0
    return length > 0 && length < least
  })
  if (short !== undefined) return reason(short[0], `is shorter than ${short[1]} characters, so the hub does not start`)
  if (traits.isGiven('admin_password') && user.at.text === admin.at.text)
    return reason(admin, 'is the same as user_password, so the hub does not start')
  return traits.isGiven('password_groups') && !traits.flag('manage_groups')
    ? reason(traits.get('password_groups'), 'needs manage_groups to be true as well, so the hub does not start')
    : null
}

/** Source: nativeauthenticator@1.1.0 and @1.3.0:nativeauthenticator/nativeauthenticator.py `setup_self_approval`. */
function selfApprovalWithoutKey(traits: Traits): Reason | null {
  const key = traits.get('secret_key')
  return traits.isGiven('allow_self_approval_for') && !key.at.isOpaque && (key.at.text ?? '').length < 8
    ? reason(key, 'is shorter than 8 characters, which allow_self_approval_for needs, so the hub does not start')
    : null
}
