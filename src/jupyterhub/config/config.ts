import type { Chart, Config, ConfigUnknown } from '../../model/hub.ts'
import { child, traced } from '../../model/traced.ts'
import type { HubValues } from '../../model/values.ts'
import { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { runPython } from '../python/run.ts'
import { chartSettings } from './chart-settings.ts'
import { legacyAuth } from './legacy-auth.ts'
import { pythonSources } from './python-sources.ts'
import { Settings } from './settings.ts'

/**
 * What the hub is configured with, in the order in which this chart version applies its parts (later wins).
 * Source: jupyterhub/zero-to-jupyterhub-k8s, jupyterhub/files/hub/jupyterhub_config.py of each tag.
 * `isWhole`: no other file says more of the hub.
 */
export function configOf(values: View<HubValues>, chart: Chart, isWhole = true): Config {
  const settings = new Settings()
  const unknown: ConfigUnknown[] = []
  const python = pythonSources(values, chart)

  chartSettings(values, chart, settings)
  legacyAuth(values, chart, settings)
  // 1.x runs jupyterhub_config.d before hub.config, 2.0 and later after it
  const filesFirst = !atLeast(chart, '2.0.0')
  const isAlone = isWhole && python.unknown.length === 0 && !hasOwnImage(values, chart)
  // names that the files give are not followed into hub.extraConfig where hub.config comes between
  const isRestAlone = isAlone && !(filesFirst && python.files.length > 0)
  if (filesFirst) unknown.push(...runPython(python.files, settings, values, chart, isAlone))
  if (atLeast(chart, '0.11.0')) applyHubConfig(values, settings)
  const rest = filesFirst ? python.extraConfig : [...python.files, ...python.extraConfig]
  unknown.push(...runPython(rest, settings, values, chart, isRestAlone), ...python.unknown)

  return {
    sections: () => settings.sections(),
    traits: section => settings.traits(section),
    trait(section, trait) {
      const value = settings.get(section, trait)
      return value === undefined ? notSet(values, section, trait) : View.of(value)
    },
    unknown,
  }
}

/** Whether somebody chose the image of the hub, which may bring files in jupyterhub_config.d. */
function hasOwnImage(values: View<HubValues>, { defaults }: Chart): boolean {
  const path = ['hub', 'image', 'name']
  const { raw } = values.down(path)
  return raw !== undefined && raw !== path.reduce(child, defaults)
}

/** Traits that the chart takes from elsewhere and ignores here. Source: Z@4.4.0:jupyterhub/files/hub/jupyterhub_config.py. */
const IGNORED_IN_HUB_CONFIG = new Set([
  'JupyterHub.services',
  'JupyterHub.proxy_auth_token',
  'JupyterHub.cookie_secret',
  'ConfigurableHTTPProxy.auth_token',
  'CryptKeeper.keys',
])

function applyHubConfig(values: View<HubValues>, settings: Settings): void {
  for (const [section, traits] of values.at('hub').at('config').entries()) {
    for (const [trait, value] of traits.entries()) {
      if (!IGNORED_IN_HUB_CONFIG.has(`${section}.${trait}`)) settings.set(section, trait, value.traced)
    }
  }
}

/** Nobody set the trait; it would stand in `hub.config`. */
function notSet(values: View<HubValues>, section: string, trait: string): View {
  const place = () => values.down(['hub', 'config', section, trait])
  return View.of(traced(undefined, () => ({ ...place().origin(), by: 'nobody', name: 'nobody' })))
}
