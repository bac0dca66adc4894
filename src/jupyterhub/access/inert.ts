import type { Hub } from '../../model/hub.ts'
import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { lookup } from '../lookup.ts'
import type { InertSetting } from './access.ts'
import { hasOwnSoftware } from './environment.ts'
import { legacyInert } from './legacy-inert.ts'
import { isSomething, OLD_NAMES, type Traits } from './traits.ts'

/** Traits that people set to restrict access or to let somebody in. */
const ABOUT_ACCESS =
  /^(allow|admin_(users|groups|\w+_groups)$|blocked_users|whitelist|blacklist|hosted_domain|identity_provider|idps?$|\w+_whitelist|username_pattern$|(admin|allow)[A-Z])/

/** Names that still work and have a better one. Source: `_deprecated_aliases`, `_deprecated_oauth_aliases` of jupyterhub and oauthenticator. */
const RENAMED: Readonly<Record<string, readonly [instead: string, since: string]>> = {
  whitelist: ['allowed_users', '0.10.6'],
  blacklist: ['blocked_users', '0.10.0'],
  github_organization_whitelist: ['allowed_organizations', '0.10.0'],
  team_whitelist: ['allowed_teams', '0.10.0'],
  gitlab_group_whitelist: ['allowed_gitlab_groups', '0.10.0'],
  gitlab_project_id_whitelist: ['allowed_project_ids', '0.10.0'],
  google_group_whitelist: ['allowed_google_groups', '0.10.0'],
  allowed_idps: ['idps', '4.3.3'],
}

/** Settings that look as if they decided who gets in, and do nothing. */
export function inertSettings(traits: Traits, hub: Hub): InertSetting[] {
  const found = legacyInert(traits, hub)
  for (const section of hub.config.sections()) {
    for (const trait of hub.config.traits(section)) {
      if (!ABOUT_ACCESS.test(trait)) continue
      const inert = judge(section, trait, hub.config.trait(section, trait), traits, hub)
      if (inert !== null) found.push(inert)
    }
  }
  return found
}

function judge(section: string, trait: string, at: View, traits: Traits, hub: Hub): InertSetting | null {
  const name = `${section}.${trait}`
  if (section === 'JupyterHub') return inJupyterHub(trait, name, at, traits)
  const { sections, name: own } = traits.authenticator
  if (!sections.includes(section)) {
    if (!section.endsWith('Authenticator')) return null
    const sentence = `${name} does nothing, because ${own} is in force and does not read ${section}`
    return { sentence, at, situation: 'inert', instead: traits.knows(trait) ? `${own}.${trait}` : null }
  }
  if (!traits.knows(trait)) {
    const sentence = `${name} does nothing: ${own} has no such setting in this version`
    return { sentence, at, situation: hasOwnSoftware(hub) ? 'unsure' : 'inert', instead: meant(trait, traits) }
  }
  const renamed = lookup(RENAMED, trait)
  const isOld = renamed !== undefined && atLeast(traits.chart, renamed[1])
  const winner = traits.get(isOld ? renamed[0] : trait)
  if (winner.at.isOpaque) return null
  if (winner.at.raw !== at.raw)
    return isSomething(at)
      ? { sentence: `${name} does nothing: ${winner.name} counts`, at, situation: 'inert', instead: null }
      : null
  // up to 0.10 the chart itself uses old names
  if (!isOld || winner.name.startsWith('auth.')) return null
  const instead = `${section}.${renamed[0]}`
  return { sentence: `${name} is an old name of ${renamed[0]}`, at, situation: 'deprecated', instead }
}

/** Source: jupyterhub@5.5.0:jupyterhub/app.py: of these, `JupyterHub` itself has only admin_users, and admin_access until 2.0. */
function inJupyterHub(trait: string, name: string, at: View, traits: Traits): InertSetting | null {
  if (trait === 'admin_users') {
    if (traits.names('admin_users').length === 0)
      return {
        sentence: `${name} is an old place for Authenticator.admin_users`,
        at,
        situation: 'deprecated',
        instead: 'Authenticator.admin_users',
      }
    const winner = traits.get('admin_users').name
    return { sentence: `${name} does nothing, because ${winner} is set`, at, situation: 'inert', instead: winner }
  }
  if (at.isMap) return null
  return traits.knows(trait)
    ? {
        sentence: `${name} does nothing: JupyterHub has no such setting`,
        at,
        situation: 'inert',
        instead: `Authenticator.${trait}`,
      }
    : null
}

/** Names that people write for others. */
const MISTAKEN: Readonly<Record<string, string>> = {
  allow_users: 'allowed_users',
  username_whitelist: 'allowed_users',
  user_whitelist: 'allowed_users',
  allowed_orgs: 'allowed_organizations',
  allowed_organisations: 'allowed_organizations',
  org_whitelist: 'allowed_organizations',
  bitbucket_team_whitelist: 'allowed_teams',
  allowed_domains: 'hosted_domain',
  group_whitelist: 'allowed_groups',
}

/** The setting of the authenticator that the author will have meant. */
function meant(trait: string, traits: Traits): string | null {
  const snake = trait.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
  const guesses = [
    lookup(RENAMED, trait)?.[0],
    lookup(OLD_NAMES, trait),
    lookup(MISTAKEN, snake),
    snake,
    `${snake}s`,
    snake.replace(/^allow_/, 'allowed_'),
  ]
  return guesses.find(guess => guess !== undefined && guess !== trait && traits.knows(guess)) ?? null
}
