import { atLeast } from '../charts/versions.ts'
import { baseCircles, DENIES_BY_DEFAULT, named } from './base.ts'
import { type Circle, grouped, reason, type Source } from './circle.ts'
import { lacksGroups } from './passwords.ts'
import type { Traits } from './traits.ts'

/** Source: jupyterhub/ldapauthenticator@1.3.2 and @2.0.2:ldapauthenticator/ldapauthenticator.py. */
export function ldap(traits: Traits): Circle[] {
  const reachable = traits.isGiven('server_address') && (traits.isGiven('bind_dn_template') || traits.flag('lookup_dn'))
  if (!reachable || lacksGroups(traits)) return []
  const source: Source = { reach: 'institution', limits: [] }
  const groups = traits.names('allowed_groups')
  const members: Circle = {
    who: 'members',
    reach: grouped(source),
    because: [reason(traits.get('allowed_groups'), 'lets in the members of these groups')],
    by: traits.get('allowed_groups'),
  }
  if (groups.length === 0) return baseCircles(traits, source)
  if (atLeast(traits.chart, DENIES_BY_DEFAULT)) return [members, ...baseCircles(traits, source)]
  // whoever is listed must be a member as well
  const allowed = traits.names('allowed_users')
  return allowed.length > 0 ? [named(traits.get('allowed_users'), allowed.length, source)] : [members]
}

/**
 * Learning management systems: LTI 1.1 wants the secret of each, LTI 1.3 asks the system itself.
 * Source: ltiauthenticator@1.6.3:ltiauthenticator/lti11/auth.py, lti13/auth.py.
 */
export function lti(traits: Traits): Circle[] {
  const consumers = traits.get('consumers')
  const reachable = !traits.knows('consumers') || traits.isGiven('consumers')
  const limits = traits.knows('consumers') ? [reason(consumers, 'names the systems from which people come')] : []
  return lacksGroups(traits) ? [] : baseCircles(traits, { reach: reachable ? 'institution' : 'none', limits })
}

/** Links signed with a key. Source: yuvipanda/hmacauthenticator@1.0:hmacauthenticator/__init__.py. */
export function hmac(traits: Traits): Circle[] {
  const source: Source = { reach: traits.isGiven('secret_key') ? 'institution' : 'none', limits: [] }
  return lacksGroups(traits) ? [] : baseCircles(traits, source)
}
