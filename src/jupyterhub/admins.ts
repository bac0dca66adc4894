import type { Hub } from '../model/hub.ts'
import type { View } from '../model/view.ts'
import { access } from './access/access.ts'
import { atLeast } from './charts/versions.ts'
import { rolesWith } from './roles.ts'

/** Something that makes admins of too many, and where. */
export interface BroadAdmin {
  readonly at: View
  /** Whole sentence without full stop. */
  readonly message: string
}

/** Names of groups that everybody is in, as providers and admins call them. */
const EVERYBODY =
  /^(?:\/?(?:all|all[-_ ]?users|everybody|everyone|users|authenticated(?:[-_ ]users)?)|domain users|\*)$/i

/** Names that people try first. */
const GUESSABLE =
  /^(?:admin\w*|demo|guest|hub|instructor|jovyan|jupyter\w*|me|professor|root|super\w*|teacher|test\w*|user\d*)$/i

/** What somebody has to do to be an admin of that name, for classes that let people choose the name they come under. */
const CHOOSE_NAMES: Readonly<Record<string, string>> = {
  DummyAuthenticator: 'whoever types it is an admin',
  FirstUseAuthenticator: 'whoever comes first under it chooses its password, and is an admin',
  NativeAuthenticator: 'whoever signs up first under it needs no approval, and is an admin',
}

/** Admins under names that others can guess, where names are not verified. */
export function guessableAdmins(hub: Hub): BroadAdmin[] {
  const { verdict, class: path } = access(hub)
  if (path === null || (verdict !== 'open' && verdict !== 'restricted')) return []
  const name = path.slice(path.lastIndexOf('.') + 1)
  const happens = Object.hasOwn(CHOOSE_NAMES, name) ? CHOOSE_NAMES[name] : undefined
  if (happens === undefined || hub.config.trait(name, 'enable_signup').raw === false) return []
  const lists = [name, 'Authenticator', 'JupyterHub'].map(section => hub.config.trait(section, 'admin_users'))
  const admins = lists.find(list => list.each().length > 0)?.each() ?? []
  return admins
    .filter(admin => GUESSABLE.test((admin as View).text ?? ''))
    .map(admin => ({
      at: admin as View,
      message: `"${(admin as View).text}" is a name that others try, and ${happens}`,
    }))
}

/** Traits that make admins of the members of groups, and those that let members in. */
const GROUPS: readonly (readonly [admins: string, members: string])[] = [
  ['admin_groups', 'allowed_groups'],
  ['admin_globus_groups', 'allowed_globus_groups'],
]

/** Groups of admins in which everybody is. */
export function everybodysAdminGroups(hub: Hub): BroadAdmin[] {
  const { circles, inert } = access(hub)
  const found: BroadAdmin[] = []
  for (const section of hub.config.sections()) {
    for (const [admins, members] of GROUPS) {
      const list = hub.config.trait(section, admins)
      if (!section.endsWith('Authenticator') || !list.isList || inert.some(({ at }) => at.raw === list.raw)) continue
      const groups = list.each() as View[]
      const broad = groups.find(group => EVERYBODY.test(group.text ?? ''))
      if (broad !== undefined)
        found.push({ at: broad, message: `everybody is in the group "${broad.text}", so everybody is an admin` })
      else if (circles.length > 0 && circles.every(({ by }) => by?.trait === members || by?.trait === admins)) {
        const allowed = circles.flatMap(({ by }) => (by?.trait === members ? (by.at.each() as View[]) : []))
        if (allowed.length > 0 && allowed.every(group => groups.some(admin => admin.raw === group.raw)))
          found.push({ at: list, message: `${admins} holds every group of ${members}, so whoever gets in is an admin` })
      }
    }
  }
  return found
}

/** The chart's own service, which deletes users where it is told to. */
const CULLER = 'jupyterhub-idle-culler'

/** Roles that every user or every server has. Source: jupyterhub@5.5.0:jupyterhub/roles.py `get_default_roles`. */
const OF_EVERYBODY: Readonly<Record<string, string>> = { user: 'every user', server: 'every user server' }

/** Admin scopes without a filter, in roles that everybody has and in those of services. */
export function adminScopes(hub: Hub): BroadAdmin[] {
  return rolesWith(hub, scope => /^admin:[a-z_]+$/.test(scope)).flatMap(({ name, role, scope }) => {
    const holder = holderOf(name, role)
    return holder === undefined ? [] : [{ at: scope, message: `${holder} has ${scope.text}, for all users of the hub` }]
  })
}

function holderOf(name: string, role: View): string | undefined {
  if (Object.hasOwn(OF_EVERYBODY, name)) return `the role "${name}" is that of ${OF_EVERYBODY[name]}, which`
  const group = (role.get('groups').each() as View[]).find(({ text }) => EVERYBODY.test(text ?? ''))
  if (group !== undefined) return `everybody is in the group "${group.text}", which by the role "${name}"`
  const service = (role.get('services').each() as View[]).find(({ text }) => text !== undefined && text !== CULLER)
  return service === undefined ? undefined : `the service "${service.text}"`
}

/** From this chart on, services can do with less than an admin's rights. */
const WITH_SCOPES = '2.0.0'

/** Services that are admins altogether. */
export function adminServices(hub: Hub): BroadAdmin[] {
  if (!atLeast(hub.chart, WITH_SCOPES)) return []
  return (hub.config.trait('JupyterHub', 'services').each() as View[])
    .filter(service => service.get('admin').raw === true)
    .map(service => ({
      at: service.get('admin'),
      message: `the service "${service.get('name').text ?? ''}" has all rights of an admin`,
    }))
}
