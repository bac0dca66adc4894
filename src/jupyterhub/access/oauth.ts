import type { Hub } from '../../model/hub.ts'
import { atLeast } from '../charts/versions.ts'
import { baseCircles, byAllowAll, existing, named, unblocked } from './base.ts'
import { canBeCILogonName, cilogonCircles } from './cilogon.ts'
import { type Circle, grouped, reason, type Source } from './circle.ts'
import { hostedDomains, sourceOf } from './sources.ts'
import type { Trait, Traits } from './traits.ts'

/** From oauthenticator 16 on nobody gets in unless a setting says so, and each setting lets in by itself. */
const DENIES_BY_DEFAULT = '3.0.0'
/** From oauthenticator 17 on, groups are JupyterHub's, for all providers. */
const MANAGED_GROUPS = '4.0.0'

/**
 * Traits that let in, or before oauthenticator 16 keep out, by membership; `admin` ones from 16 on only.
 * Source: oauthenticator@15.1.0, @16.3.1, @17.4.0, the module of each provider.
 */
const GROUPS: Readonly<Record<string, { readonly members: readonly string[]; readonly admins?: readonly string[] }>> = {
  BitbucketOAuthenticator: { members: ['allowed_teams'] },
  GenericOAuthenticator: { members: ['allowed_groups'], admins: ['admin_groups'] },
  GitHubOAuthenticator: { members: ['allowed_organizations'] },
  GitLabOAuthenticator: { members: ['allowed_gitlab_groups', 'allowed_project_ids'] },
  GlobusOAuthenticator: { members: ['allowed_globus_groups', 'admin_globus_groups'] },
  GoogleOAuthenticator: { members: ['allowed_google_groups'], admins: ['admin_google_groups'] },
  OpenShiftOAuthenticator: { members: ['allowed_groups'], admins: ['admin_groups'] },
}

/** Who gets in with an account elsewhere. */
export function oauth(traits: Traits, hub: Hub): Circle[] {
  const source = sourceOf(traits, hub)
  if (source.reach === 'none') return []
  return atLeast(traits.chart, DENIES_BY_DEFAULT) ? either(traits, hub, source) : all(traits, source)
}

/** Up to 15: everybody, less what any setting excludes. */
function all(traits: Traits, source: Source): Circle[] {
  const filters = groupTraits(traits, 'members')
  const members = filters.map(trait => membersOf(trait, source))
  const circles = baseCircles(traits, source)
  return circles.some(circle => circle.who === 'everyone') && members.length > 0 ? members : circles
}

/** From 16 on: whoever any setting lets in. Source: oauthenticator@16.3.1 and @17.4.0:oauthenticator/oauth2.py `check_allowed`. */
function either(traits: Traits, hub: Hub, source: Source): Circle[] {
  if (traits.flag('allow_all')) return [byAllowAll(traits, source)]
  const circles = cilogonCircles(traits).concat(byScopes(traits, source))
  const groups = [...groupTraits(traits, 'members'), ...groupTraits(traits, 'admins'), ...managedGroups(traits)]
  circles.push(...groups.map(trait => membersOf(trait, source)))
  const allowed = possible(traits, 'allowed_users')
  if (allowed > 0) circles.push(named(traits.get('allowed_users'), allowed, source))
  const admins = adminsOf(traits, hub)
  if (admins !== null) circles.push(named(admins.trait, admins.count, source))
  if (traits.flag('allow_existing_users')) circles.push(existing(traits.get('allow_existing_users'), source))
  return circles
}

/** Classes that find people's groups without being told where. Source: `_auth_state_groups_key_default` in oauthenticator@17.4.0. */
const FIND_GROUPS = new Set(['AzureAdOAuthenticator', 'GenericOAuthenticator', 'OpenShiftOAuthenticator'])

/** Groups of JupyterHub's own, which an OAuth class fills from what the provider says of a person. */
function managedGroups(traits: Traits): Trait[] {
  if (!atLeast(traits.chart, MANAGED_GROUPS) || !traits.flag('manage_groups')) return []
  if (!FIND_GROUPS.has(traits.authenticator.kind) && !traits.isGiven('auth_state_groups_key')) return []
  return ['allowed_groups', 'admin_groups']
    .filter(trait => traits.names(trait).length > 0)
    .map(trait => traits.get(trait))
}

function byScopes(traits: Traits, source: Source): Circle[] {
  if (traits.names('allowed_scopes').length === 0) return []
  const because = [reason(traits.get('allowed_scopes'), 'lets in whoever has these scopes'), ...source.limits]
  return [{ who: 'members', reach: grouped(source), because }]
}

function membersOf(trait: Trait, source: Source): Circle {
  return {
    who: 'members',
    reach: grouped(source),
    because: [reason(trait, 'lets in the members of these'), ...source.limits],
    by: trait,
  }
}

function groupTraits(traits: Traits, kind: 'members' | 'admins'): Trait[] {
  const rows = GROUPS[traits.authenticator.kind]
  // what oauthenticator 17 keeps in the base class counts as managed groups
  const own = (rows?.[kind] ?? []).filter(
    trait => !(atLeast(traits.chart, MANAGED_GROUPS) && /^(allowed|admin)_groups$/.test(trait)),
  )
  // of Google, a list for each domain
  return own
    .filter(trait => traits.names(trait).some(name => !name.isList || name.each().length > 0))
    .map(trait => traits.get(trait))
}

/**
 * Admins are let in. `JupyterHub.admin_users` counts while the authenticator's own is empty.
 * Source: jupyterhub@5.5.0:jupyterhub/app.py `init_users`.
 */
function adminsOf(traits: Traits, hub: Hub): { readonly trait: Trait; readonly count: number } | null {
  if (traits.names('admin_users').length > 0) {
    const count = possible(traits, 'admin_users')
    return count > 0 ? { trait: traits.get('admin_users'), count } : null
  }
  const at = hub.config.trait('JupyterHub', 'admin_users')
  const count = unblocked(traits, [...at.each()]).filter(name => canBe(traits, name.text)).length
  return count > 0 ? { trait: { name: 'JupyterHub.admin_users', trait: 'admin_users', at }, count } : null
}

/** How many of the names in a list anybody can have. */
function possible(traits: Traits, trait: string): number {
  return unblocked(traits, traits.names(trait)).filter(name => canBe(traits, name.text)).length
}

/** Whether an account can have this name, as the class makes names of accounts. */
function canBe(traits: Traits, name: string | undefined): boolean {
  if (name === undefined) return true
  const claim = traits.get('username_claim').at
  switch (traits.authenticator.kind) {
    case 'CILogonOAuthenticator':
      return canBeCILogonName(traits, name)
    case 'Auth0OAuthenticator':
    case 'OkpyOAuthenticator':
      return claim.exists || traits.isGiven('username_key') || name.includes('@')
    case 'GoogleOAuthenticator': {
      if (claim.exists && claim.text !== 'email') return true
      const stripped = hostedDomains(traits).length === 1 && traits.flag('strip_domain', true)
      return name.includes('@') !== stripped
    }
    default:
      return true
  }
}
