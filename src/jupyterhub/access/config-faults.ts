import type { Hub } from '../../model/hub.ts'
import { atLeast } from '../charts/versions.ts'
import { legacyAuthFault, REWORKED } from '../config/legacy-auth.ts'
import type { Refusal } from '../refusals.ts'
import type { Reason } from './access.ts'

/** Keys that people put beside `hub.config` and mean for it. */
const OUTSIDERS: ReadonlySet<unknown> = new Set([
  'allowed_users',
  'admin_users',
  'allow_all',
  'authenticator_class',
  'Authenticator',
  'JupyterHub',
  'extraConfig',
])

/** Whether what the chart refuses may decide who gets in. */
export function concernsLogin({ at }: Refusal): boolean {
  const { path } = at
  const [first, second] = path
  return (
    first === 'auth' || (first === 'hub' && (path.length === 1 || second === 'config')) || OUTSIDERS.has(path.at(-1))
  )
}

/** What stops the hub while the chart's own Python puts its configuration together; null where nothing does. */
export function configFault(hub: Hub): Reason | null {
  return legacyAuthFault(hub.values, hub.chart) ?? sections(hub)
}

/**
 * Each key of `hub.config` must be a section, which the hub updates with what is in it.
 * Source: zero-to-jupyterhub-k8s@0.11.1 and @4.2.0:jupyterhub/files/hub/jupyterhub_config.py; later charts have it in their schema.
 */
function sections(hub: Hub): Reason | null {
  if (!atLeast(hub.chart, REWORKED)) return null
  for (const [name, section] of hub.values.at('hub').at('config').entries()) {
    // an empty list updates nothing
    const isEmpty = section.isList && section.each().length === 0
    if (!section.isMap && !section.isOpaque && !isEmpty)
      return { sentence: `hub.config.${name} is not a map of settings, so the hub does not start`, at: section }
  }
  return null
}
