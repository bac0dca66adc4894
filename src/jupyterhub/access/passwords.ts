import { atLeast } from '../charts/versions.ts'
import { baseCircles, DENIES_BY_DEFAULT, existing } from './base.ts'
import { type Circle, reason, type Source } from './circle.ts'
import type { Traits } from './traits.ts'

/** Anybody may type any name. */
const WORLD: Source = { reach: 'world', limits: [] }
const NOBODY: Source = { reach: 'none', limits: [] }

/** Source: jupyterhub@5.5.0:jupyterhub/auth.py `DummyAuthenticator`, `_allow_all_default`. */
export function dummy(traits: Traits): Circle[] {
  const password = traits.get('password')
  const source: Source = traits.isGiven('password')
    ? { reach: 'shared-password', limits: [reason(password, 'is the one password for every name')] }
    : { reach: 'world', limits: [reason(password, 'is not set, so any name gets in without a password')] }
  return lacksGroups(traits) ? [] : baseCircles(traits, source, true)
}

/** Source: jupyterhub@5.5.0:jupyterhub/authenticators/shared.py. */
export function sharedPassword(traits: Traits): Circle[] {
  const [user, admin] = [traits.get('user_password'), traits.get('admin_password')]
  const source: Source =
    traits.isGiven('user_password') || traits.isGiven('password_groups')
      ? { reach: 'shared-password', limits: [reason(user, 'is the one password for every name that is no admin')] }
      : NOBODY
  const circles = baseCircles(traits, source)
  // admins log in with their own password, and only where the base rules let them in
  if (traits.isGiven('admin_password') && traits.names('admin_users').length > 0) {
    const admins: Source = { reach: 'shared-password', limits: [reason(admin, 'is the one password of all admins')] }
    circles.push(...baseCircles(traits, admins).map(circle => ({ ...circle, who: 'names' as const })))
  }
  return circles
}

/** Source: jupyterhub/tmpauthenticator@0.6 and @1.0.0:tmpauthenticator/__init__.py. */
export function tmp(traits: Traits): Circle[] {
  if (!atLeast(traits.chart, '3.0.0'))
    return [
      {
        who: 'everyone',
        reach: 'world',
        because: [
          {
            sentence: 'TmpAuthenticator gives everybody a server, whatever else is set',
            at: traits.get('allowed_users').at,
          },
        ],
      },
    ]
  // names are random, so no list of names fits anybody
  return lacksGroups(traits) ? [] : baseCircles(traits, WORLD).filter(circle => circle.who === 'everyone')
}

/** Source: jupyterhub/firstuseauthenticator@1.0.0 and @1.1.1:firstuseauthenticator/firstuseauthenticator.py. */
export function firstUse(traits: Traits): Circle[] {
  if (lacksGroups(traits)) return []
  const circles = baseCircles(traits, WORLD, true)
  const create = traits.get('create_users')
  if (traits.flag('create_users', true))
    return circles.map(circle => (circle.who === 'everyone' ? circle : { ...circle, reach: 'list' }))
  return circles.length === 0
    ? []
    : [{ who: 'names', reach: 'list', because: [reason(create, 'is false, so only names that the hub knows get in')] }]
}

/**
 * People sign up, and an admin approves them. Source: jupyterhub/nativeauthenticator@0.0.7 and
 * @1.3.0:nativeauthenticator/nativeauthenticator.py `create_user`, `authenticate`.
 */
export function native(traits: Traits): Circle[] {
  if (lacksGroups(traits)) return []
  const open = traits.flag('enable_signup', true) && traits.flag('open_signup')
  return baseCircles(traits, WORLD).map(circle =>
    circle.who === 'everyone' && open
      ? {
          ...circle,
          because: [...circle.because, reason(traits.get('open_signup'), 'lets anybody register without approval')],
        }
      : {
          who: 'names',
          reach: 'list',
          because: [
            ...circle.because,
            reason(traits.get('open_signup'), 'is false, so an admin approves each account'),
          ],
        },
  )
}

/** System accounts of the hub's own container; the chart's image has none with a password. */
export function pam(): Circle[] {
  return []
}

/** A known user of a class with system accounts passes; for anybody else the account is missing. */
export function withSystemAccount(traits: Traits, circles: readonly Circle[]): Circle[] {
  if (traits.flag('create_system_users')) return [...circles]
  const open = circles.some(circle => circle.who === 'everyone')
  const names = circles.filter(circle => circle.who === 'names')
  return open ? [existing(traits.get('create_system_users'), { reach: 'list', limits: [] })] : names
}

/**
 * With `manage_groups`, JupyterHub 5 refuses every login for which the class gives no groups.
 * Source: jupyterhub@5.5.0:jupyterhub/handlers/base.py `auth_to_user`.
 */
export function lacksGroups(traits: Traits): boolean {
  return atLeast(traits.chart, DENIES_BY_DEFAULT) && traits.flag('manage_groups')
}
