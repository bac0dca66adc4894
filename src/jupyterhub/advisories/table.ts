import type { Hub } from '../../model/hub.ts'
import { isWritten } from '../../model/origin.ts'
import { child } from '../../model/traced.ts'
import type { View } from '../../model/view.ts'
import { access } from '../access/access.ts'
import { rolesWith } from '../roles.ts'

/** When the advisories below were last looked through. */
export const ADVISORIES_DATE = '2026-09-19'

/** Software in the hub image; `chart` where only the chart's own version tells it. */
export type Component = 'jupyterhub' | 'oauthenticator' | 'kubespawner' | 'chart'

/** A published advisory about software that the chart brings. */
export interface Advisory {
  /** As it is best known: `CVE-2024-28233`. */
  readonly id: string
  readonly component: Component
  /** Version in which it came, version in which it is mended, once for each line of releases. */
  readonly affected: readonly (readonly [since: string, fixed: string])[]
  /** What may happen, as the end of a sentence. */
  readonly what: string
  /** The setting because of which it concerns a hub; undefined where it does not; without it, every hub is concerned. */
  concerns?(hub: Hub): View | undefined
}

/**
 * Source: github.com/advisories/<id>, the changelogs of jupyterhub/jupyterhub@6.0.0b2, jupyterhub/oauthenticator@17.4.0,
 * jupyterhub/zero-to-jupyterhub-k8s@4.4.0. Not here: CVE-2020-26250, of which `inert-access-setting` speaks;
 * GHSA-gprj-3p75-f996 and CVE-2023-25574, which concern versions that no chart has (together).
 */
export const ADVISORIES: readonly Advisory[] = [
  {
    id: 'CVE-2019-10255',
    component: 'jupyterhub',
    affected: [['0.0.0', '0.9.6']],
    what: 'a link to the login page can send people on to a site of somebody else',
    // "servers running on a base_url prefix are not affected"
    concerns: hub => {
      const base = hub.values.at('hub').get('baseUrl')
      return base.text === '/' ? base : undefined
    },
  },
  {
    id: 'CVE-2020-15110',
    component: 'chart',
    // the charts of 0.9.1 carry the remedy for their KubeSpawner 0.11.1
    affected: [['0.0.0', '0.9.1']],
    what: 'with named servers, some user names can be given a server of somebody else',
    concerns: hub => {
      const named = hub.config.trait('JupyterHub', 'allow_named_servers')
      return named.raw === true ? named : undefined
    },
  },
  {
    id: 'CVE-2020-36191',
    component: 'jupyterhub',
    affected: [['0.0.0', '1.2.0']],
    what: 'a page of somebody else can add and remove users in the name of an admin who visits it',
  },
  {
    id: 'CVE-2021-41194',
    component: 'chart',
    affected: [['0.0.0', '1.1.4']],
    what: 'whoever knows or guesses the name of a user can get into their account',
    concerns: hub => {
      const creates = hub.config.trait('FirstUseAuthenticator', 'create_users')
      return creates.raw === false ? undefined : classInForce(hub, ['FirstUseAuthenticator'])
    },
  },
  {
    id: 'CVE-2021-41247',
    component: 'jupyterhub',
    affected: [['1.0.0', '1.5.0']],
    what: 'logging out leaves user servers open in other tabs, until the user image has JupyterHub 1.5',
    // "it is jupyterhub in the user environment that needs patching"
    concerns: ownUserImage,
  },
  {
    id: 'CVE-2022-31027',
    component: 'oauthenticator',
    affected: [['0.0.0', '15.0.0']],
    what: 'the domains in allowed_idps are looked for in mail addresses, which other identity providers let people choose',
    concerns: hub =>
      classInForce(hub, ['CILogonOAuthenticator']) &&
      firstGiven(hub, 'CILogonOAuthenticator', ['allowed_idps', 'idp_whitelist']),
  },
  {
    id: 'CVE-2024-28233',
    component: 'jupyterhub',
    affected: [['0.0.0', '4.1.0']],
    what: 'a page on a neighbouring domain, or on the server of another user, can act in the name of whoever visits it',
    concerns: hub => {
      const host = hub.config.trait('JupyterHub', 'subdomain_host')
      return host.isSet ? undefined : image(hub)
    },
  },
  {
    id: 'CVE-2024-29033',
    component: 'oauthenticator',
    affected: [['0.0.0', '16.3.0']],
    what: 'hosted_domain looks at the mail address only, which people outside the organisation can have',
    concerns: hub =>
      access(hub).verdict === 'open' && classInForce(hub, ['GoogleOAuthenticator'])
        ? firstGiven(hub, 'GoogleOAuthenticator', ['hosted_domain'])
        : undefined,
  },
  {
    id: 'CVE-2024-41942',
    component: 'jupyterhub',
    affected: [
      ['2.0.0', '4.1.6'],
      ['5.0.0', '5.1.0'],
    ],
    what: 'whoever has the scope admin:users can become a full admin',
    concerns: hub =>
      rolesWith(hub, scope => scope.split('!')[0] === 'admin:users').find(
        ({ name, role }) =>
          name !== 'admin' && (name === 'user' || role.get('users').isSet || role.get('groups').isSet),
      )?.scope,
  },
  {
    id: 'CVE-2026-33175',
    component: 'oauthenticator',
    affected: [['0.0.0', '17.4.0']],
    what: 'people with a mail address at Auth0 that nobody verified get in under it',
    concerns: hub => classInForce(hub, ['Auth0OAuthenticator']),
  },
  {
    id: 'CVE-2026-33709',
    component: 'jupyterhub',
    // from when on the code that was mended is there
    affected: [['3.0.0', '5.4.4']],
    what: 'a link to the login page can send people on to a site of somebody else',
  },
  {
    id: 'CVE-2026-34052',
    component: 'chart',
    affected: [['0.0.0', '4.3.3']],
    what: 'whoever knows the consumer key can fill the memory of the hub',
    concerns: hub => classInForce(hub, ['LTIAuthenticator', 'LTI11Authenticator']),
  },
  {
    id: 'CVE-2026-40864',
    component: 'jupyterhub',
    affected: [['4.1.0', '5.4.5']],
    what: 'a page of somebody else can start servers, and accept shares, in the name of whoever visits it',
  },
  {
    id: 'CVE-2026-54338',
    component: 'jupyterhub',
    affected: [['0.0.0', '5.5.0']],
    what: 'failed logins with long names can fill the log of the hub',
    concerns: hub => classInForce(hub, WITH_FORM),
  },
  {
    id: 'GHSA-69wv-m5fw-2fhp',
    component: 'jupyterhub',
    affected: [['2.0.0', '5.5.1']],
    what: 'the filter of an admin scope does not hold everywhere',
    concerns: hub => rolesWith(hub, scope => /^admin:(users|groups)!group=/.test(scope))[0]?.scope,
  },
  {
    id: 'GHSA-c4gm-pwx9-9w8j',
    component: 'jupyterhub',
    affected: [['5.0.0', '5.5.1']],
    what: 'a share of a server can act in the name of whoever opens it',
    concerns: mayShare,
  },
  {
    id: 'GHSA-mj6q-mp44-53v8',
    component: 'jupyterhub',
    affected: [['5.0.0', '5.5.2']],
    what: 'the scopes of a share are not kept apart once a user is renamed',
    concerns: mayShare,
  },
]

/** Classes that ask for name and password on the hub's own page. Source: jupyterhub@5.5.0:jupyterhub/auth.py `authenticate`, and the packages. */
const WITH_FORM = [
  'DummyAuthenticator',
  'FirstUseAuthenticator',
  'LDAPAuthenticator',
  'NativeAuthenticator',
  'PAMAuthenticator',
  'SharedPasswordAuthenticator',
]

/** A role that lets people share their servers. */
function mayShare(hub: Hub): View | undefined {
  return rolesWith(hub, scope => scope.split('!')[0] === 'shares')[0]?.scope
}

/** What chose the class in force, if it is one of these. */
function classInForce(hub: Hub, names: readonly string[]): View | undefined {
  const { class: path, configured } = access(hub)
  return path !== null && names.includes(path.slice(path.lastIndexOf('.') + 1)) ? configured : undefined
}

function firstGiven(hub: Hub, section: string, traits: readonly string[]): View | undefined {
  return traits.map(trait => hub.config.trait(section, trait)).find(({ isSet }) => isSet)
}

/** What chooses the software of the hub: the tag of its image if somebody wrote it. */
export function image(hub: Hub): View {
  const own = hub.values.at('hub').at('image')
  return (isWritten(own.at('tag').origin()) ? own.at('tag') : own) as View
}

/** The user image, if it is the one that the chart brings. */
function ownUserImage(hub: Hub): View | undefined {
  const name = hub.values.at('singleuser').at('image').at('name')
  const own = child(child(child(hub.chart.defaults, 'singleuser'), 'image'), 'name')
  return name.text !== undefined && name.text === own && !hub.config.trait('KubeSpawner', 'profile_list').isSet
    ? name
    : undefined
}
