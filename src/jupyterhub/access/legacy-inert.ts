import type { Hub } from '../../model/hub.ts'
import type { Path } from '../../model/path.ts'
import { printPath } from '../../model/path.ts'
import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { REWORKED } from '../config/legacy-auth.ts'
import type { InertSetting } from './access.ts'
import type { Traits } from './traits.ts'

/** Keys below `auth` that charts up to 0.10 do not read, the chart from which on they do, and what is read instead. */
const UNREAD: readonly (readonly [path: Path, readSince: string | null, instead: string])[] = [
  [['auth', 'allowedUsers'], '0.10.6', 'auth.whitelist.users'],
  [['auth', 'allowed_users'], null, 'auth.whitelist.users'],
  [['auth', 'users'], null, 'auth.whitelist.users'],
  [['auth', 'whitelistUsers'], null, 'auth.whitelist.users'],
  [['auth', 'blacklist'], null, 'Authenticator.blacklist in hub.extraConfig'],
  [['auth', 'github', 'allowedOrganizations'], '0.10.6', 'auth.github.orgWhitelist'],
  [['auth', 'github', 'org_whitelist'], null, 'auth.github.orgWhitelist'],
  [
    ['auth', 'gitlab', 'gitlabGroupWhitelist'],
    '0.9.0',
    'GitLabOAuthenticator.gitlab_group_whitelist in hub.extraConfig',
  ],
  [['auth', 'gitlab', 'allowedGitlabGroups'], '0.10.6', 'auth.gitlab.gitlabGroupWhitelist'],
  [['auth', 'gitlab', 'allowedProjectIds'], '0.10.6', 'auth.gitlab.gitlabProjectIdWhitelist'],
]

/** What charts up to 0.10 ignore although it looks as if it restricted access. Source: zero-to-jupyterhub-k8s@0.10.5 and @0.10.6:jupyterhub/files/hub/jupyterhub_config.py. */
export function legacyInert(traits: Traits, hub: Hub): InertSetting[] {
  if (atLeast(hub.chart, REWORKED)) return []
  const found: InertSetting[] = []
  const add = (at: View, name: string, why: string, instead: string | null) =>
    found.push({ sentence: `${name} does nothing: ${why}`, at, situation: 'inert', instead })
  for (const [path, since, instead] of UNREAD) {
    const at = hub.values.down(path)
    if (at.isSet && (since === null || !atLeast(hub.chart, since)))
      add(at, printPath(path), 'this chart does not read it', instead)
  }
  const whitelist = hub.values.down(['auth', 'whitelist'])
  if (whitelist.isSet && !whitelist.isMap)
    add(whitelist, 'auth.whitelist', 'it must be a map with users', 'auth.whitelist.users')
  const config = hub.values.at('hub').at('config')
  if (config.isSet) add(config, 'hub.config', 'it is read from jupyterhub 0.11 on', 'auth.*')
  const users = hub.config.trait('Authenticator', 'whitelist')
  if (users.isSet && traits.ignores('whitelist'))
    add(
      users,
      'Authenticator.whitelist',
      `${traits.authenticator.name} does not read it in this version (GHSA-384w-5v3f-q499)`,
      // values reach the new name from 0.10.6 on only; Python does in every 0.10
      'c.Authenticator.allowed_users in hub.extraConfig, or take jupyterhub 0.10.6 or later',
    )
  return found
}
