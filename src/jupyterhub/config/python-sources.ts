import type { Chart, ConfigUnknown } from '../../model/hub.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'

/** A piece of Python in the values, with the name that people know it by. */
export interface PythonSource {
  /** `hub.extraConfig "10-auth"`, `hub.extraFiles "auth"`. */
  readonly name: string
  readonly code: View
}

export interface PythonSources {
  /** Files under `jupyterhub_config.d`, in the order in which the hub reads them (charts from 1.0 on). */
  readonly files: readonly PythonSource[]
  /** `hub.extraConfig`, in the order in which the hub runs it. */
  readonly extraConfig: readonly PythonSource[]
  /** Configuration that is not in the values at all. */
  readonly unknown: readonly ConfigUnknown[]
}

const CONFIG_D = '/usr/local/etc/jupyterhub/jupyterhub_config.d/'

/** All Python that the hub of this chart will run. Source: z2jh, files/hub/jupyterhub_config.py, near the end, by tag. */
export function pythonSources(values: View<HubValues>, chart: Chart): PythonSources {
  const hub = values.at('hub')
  const files: (PythonSource & { path: string })[] = []
  const unread: ConfigUnknown[] = []
  for (const [key, file] of hub.at('extraFiles').entries()) {
    const path = file.at('mountPath').text
    if (!atLeast(chart, '1.0.0') || path === undefined || !path.startsWith(CONFIG_D) || !path.endsWith('.py')) continue
    const name = `hub.extraFiles "${key}"`
    if (file.at('stringData').isSet) files.push({ path, name, code: file.at('stringData') })
    else if (file.at('binaryData').isSet)
      unread.push({
        sentence: `${name} holds Python as base64, which is not read`,
        at: file.at('binaryData'),
        section: null,
        trait: null,
      })
  }

  const extra = hub.at('extraConfig')
  const extraConfig: PythonSource[] =
    extra.text === undefined
      ? [...extra.entries()]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, code]) => ({ name: `hub.extraConfig "${key}"`, code }))
      : [{ name: 'hub.extraConfig', code: extra }]

  return {
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    extraConfig,
    unknown: [...unread, ...elsewhere(values, chart)],
  }
}

/** Configuration that the hub reads from outside the values. */
function elsewhere(values: View<HubValues>, chart: Chart): ConfigUnknown[] {
  const hub = values.at('hub')
  const unknown: ConfigUnknown[] = []
  const existing = hub.at('existingSecret')
  if (atLeast(chart, '1.0.0') && existing.isSet && existing.text !== '')
    unknown.push({
      sentence: `the Secret "${existing.text}" may hold values that replace these`,
      at: existing,
      section: null,
      trait: null,
    })
  for (const mount of hub.get('extraVolumeMounts').each()) {
    const path = mount.get('mountPath')
    if (path.text !== undefined && `${path.text}/`.startsWith(CONFIG_D))
      unknown.push({
        sentence: `Python is mounted at "${path.text}" that is not in the values`,
        at: path,
        section: null,
        trait: null,
      })
  }
  for (const key of ['command', 'args'] as const) {
    const replaced = hub.at(key)
    if (replaced.isList && key === 'args' && [...replaced.each()].length > 0)
      unknown.push({
        sentence: "hub.args replaces how the hub is started, so the chart's configuration may not be read",
        at: replaced,
        section: null,
        trait: null,
      })
  }
  return unknown
}
