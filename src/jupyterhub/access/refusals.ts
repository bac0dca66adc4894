import type { Hub } from '../../model/hub.ts'
import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { legacyAuthFault, REWORKED } from '../config/legacy-auth.ts'
import type { Reason } from './access.ts'

/** Values that Helm or the chart's part of the hub's configuration refuses, as far as they concern authentication. */
export function refusal(hub: Hub): Reason | null {
  const { values, chart } = hub
  // of a hub that runs, with its values out of sight
  if (values.isOpaque) return null
  if (!isMapOrHidden(values.at('hub')))
    return { sentence: 'hub is empty, which the chart does not accept', at: values.at('hub') }
  const legacy = legacyAuthFault(values, chart)
  if (legacy !== null) return legacy
  for (const [since, until, test] of REFUSALS) {
    if (!atLeast(chart, since) || (until !== null && atLeast(chart, until))) continue
    const found = test(hub)
    if (found !== null) return found
  }
  return null
}

type Test = (hub: Hub) => Reason | null

/** Since which chart, until which. Source: zero-to-jupyterhub-k8s@<chart>:jupyterhub/templates/NOTES.txt, values.schema.yaml, files/hub/jupyterhub_config.py. */
const REFUSALS: readonly (readonly [since: string, until: string | null, test: Test])[] = [
  [REWORKED, '1.0.0', hub => auth(hub, truthy(hub.values.at('auth')))],
  ['1.0.0', null, hub => auth(hub, hub.values.at('auth').exists)],
  [REWORKED, '1.0.0', needsKeys],
  ['1.0.0', null, emptyConfig],
  ['1.0.0', null, strangers],
  ['4.0.0', null, emptyJupyterHub],
  [REWORKED, null, sections],
  ['1.0.0', '2.0.0', hub => unknownKey(hub.values.at('hub').get('loadRoles'), 'hub.loadRoles')],
]

function auth(hub: Hub, refused: boolean): Reason | null {
  const sentence = 'auth.* is not accepted since jupyterhub 0.11; authentication is set in hub.config'
  return refused ? { sentence, at: hub.values.at('auth') } : null
}

function isMapOrHidden(view: View): boolean {
  return view.isMap || view.isOpaque
}

function truthy(view: View): boolean {
  return view.isMap ? view.keys().length > 0 : view.isSet && view.raw !== false && view.raw !== ''
}

function needsKeys(hub: Hub): Reason | null {
  const config = hub.values.at('hub').at('config')
  const state = config.get('Authenticator').get('enable_auth_state')
  return truthy(state) && !truthy(config.get('CryptKeeper').get('keys'))
    ? { sentence: 'Authenticator.enable_auth_state needs CryptKeeper.keys in this chart', at: state }
    : null
}

function emptyConfig(hub: Hub): Reason | null {
  const config = hub.values.at('hub').at('config')
  return isMapOrHidden(config) ? null : { sentence: 'hub.config is empty, which the chart does not accept', at: config }
}

function emptyJupyterHub(hub: Hub): Reason | null {
  const section = hub.values.at('hub').at('config').get('JupyterHub')
  return isMapOrHidden(section)
    ? null
    : { sentence: 'hub.config.JupyterHub is empty, which the chart does not accept', at: section }
}

/** Settings of authenticators that people put beside `hub.config`; the chart's schema knows no such keys. */
const OUTSIDERS = [
  'allowed_users',
  'admin_users',
  'allow_all',
  'authenticator_class',
  'Authenticator',
  'JupyterHub',
] as const

function strangers(hub: Hub): Reason | null {
  const root = hub.values as View
  const found =
    unknownKey(root.get('extraConfig'), 'extraConfig') ??
    OUTSIDERS.map(key => unknownKey(root.get('hub').get(key), `hub.${key}`)).find(one => one !== null)
  return found ?? null
}

function unknownKey(view: View, name: string): Reason | null {
  return view.exists ? { sentence: `${name} is no setting of this chart`, at: view } : null
}

/** Each key of `hub.config` must be a section: the hub updates one from each, and from 4.3 on the schema wants capitals. */
function sections(hub: Hub): Reason | null {
  for (const [name, section] of hub.values.at('hub').at('config').entries()) {
    if (atLeast(hub.chart, '4.3.0') && !/^[A-Z]/.test(name))
      return { sentence: `hub.config.${name} is no section: those begin with a capital letter`, at: section }
    // an empty list updates nothing, and only the schema minds
    const isEmpty = section.isList && [...section.each()].length === 0 && !atLeast(hub.chart, '4.3.0')
    if (!isMapOrHidden(section) && !isEmpty)
      return { sentence: `hub.config.${name} is not a map of settings`, at: section }
  }
  return null
}
