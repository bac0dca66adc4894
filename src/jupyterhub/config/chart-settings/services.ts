import type { Chart } from '../../../model/hub.ts'
import { type Blueprint, compose, type Traced } from '../../../model/traced.ts'
import type { HubValues } from '../../../model/values.ts'
import type { View } from '../../../model/view.ts'
import { atLeast } from '../../charts/versions.ts'
import { becauseOf, truthy } from '../../derived.ts'
import { keysInOrder } from '../../key-order.ts'
import type { Settings } from '../settings.ts'

/**
 * The services of the hub and their roles: the idle culler, then those of the values.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/files/hub/jupyterhub_config.py, 0.8.2 to 4.4.0.
 */
export function serviceSettings(values: View<HubValues>, chart: Chart, settings: Settings): void {
  const [services, roles] = [values.at('hub').at('services'), values.at('hub').at('loadRoles')]
  const culls = truthy(values.at('cull').at('enabled').raw)
  const withRoles = atLeast(chart, '2.0.0')
  settings.set(
    'JupyterHub',
    'services',
    compose([...(culls ? [culler(values, chart)] : []), ...named(services)], services.origin()),
  )
  if (!withRoles) return
  settings.set(
    'JupyterHub',
    'load_roles',
    compose([...(culls ? [cullerRole(values)] : []), ...named(roles)], roles.origin()),
  )
}

/** The flags of the culler's command, and the setting that each carries. */
const FLAGS = [
  ['timeout', '--timeout'],
  ['every', '--cull-every'],
  ['concurrency', '--concurrency'],
  ['maxAge', '--max-age'],
] as const
const SWITCHES = [
  ['users', '--cull-users', undefined],
  ['removeNamedServers', '--remove-named-servers', '0.9.0'],
] as const

function culler(values: View<HubValues>, chart: Chart): Traced {
  const cull = values.at('cull')
  const word = (text: unknown) => becauseOf(text, cull.at('enabled'))
  const program: readonly string[] = atLeast(chart, '0.10.0')
    ? ['python3', '-m', 'jupyterhub_idle_culler']
    : atLeast(chart, '0.9.0')
      ? ['python3', '/etc/jupyterhub/cull_idle_servers.py']
      : ['/usr/local/bin/cull_idle_servers.py']
  const command: Traced[] = program.map(word)
  for (const [key, flag] of FLAGS) {
    const value = cull.at(key)
    if (truthy(value.raw)) command.push(becauseOf(`${flag}=${String(value.raw)}`, value))
  }
  for (const [key, flag, since] of SWITCHES)
    if (truthy(cull.at(key).raw) && (since === undefined || atLeast(chart, since)))
      command.push(becauseOf(flag, cull.at(key)))
  const withRoles = atLeast(chart, '2.0.0')
  if (withRoles && !truthy(cull.at('adminUsers').raw))
    command.push(becauseOf('--cull-admin-users=false', cull.at('adminUsers')))
  const service: Blueprint = withRoles
    ? { name: word('jupyterhub-idle-culler'), command }
    : { name: word('cull-idle'), admin: word(true), command }
  return compose(service, cull.at('enabled').origin())
}

function cullerRole(values: View<HubValues>): Traced {
  const cull = values.at('cull')
  const word = (text: unknown) => becauseOf(text, cull.at('enabled'))
  const scopes = ['list:users', 'read:users:activity', 'read:servers', 'delete:servers'].map(word)
  if (truthy(cull.at('users').raw)) scopes.push(becauseOf('admin:users', cull.at('users')))
  const role = { name: word('jupyterhub-idle-culler'), scopes, services: word(['jupyterhub-idle-culler']) }
  return compose(role, cull.at('enabled').origin())
}

/** The entries of a map as a list, each with its key for a name unless it has one. */
function named(map: View): Traced[] {
  return keysInOrder(map).map(key => {
    const item = map.get(key)
    const parts: Record<string, Traced> = { name: becauseOf(key, item) }
    for (const [field, value] of item.entries()) parts[field] = value.traced
    return item.isMap ? compose(parts, item.origin()) : item.traced
  })
}
