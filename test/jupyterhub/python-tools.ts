import { pythonSources } from '../../src/jupyterhub/config/python-sources.ts'
import { Settings } from '../../src/jupyterhub/config/settings.ts'
import { runPython } from '../../src/jupyterhub/python/run.ts'
import { loadPython } from '../../src/jupyterhub/python/syntax/grammar.ts'
import type { ConfigUnknown } from '../../src/model/hub.ts'
import type { Part } from '../../src/model/span.ts'
import { Opaque, traced } from '../../src/model/traced.ts'
import type { HubValues } from '../../src/model/values.ts'
import { View } from '../../src/model/view.ts'

await loadPython()

export const CHART = {
  version: '4.4.0',
  jupyterhub: '5.5.0',
  oauthenticator: '17.4.0',
  kubespawner: '7.0.0',
  defaults: {},
  schema: null,
  needs: {},
}

/** Values whose places are offsets: column and end column of a part are its start and end. */
export function valuesOf(data: unknown): View<HubValues> {
  return View.of<HubValues>(
    traced(data, (path, part?: Part) => ({
      by: 'file',
      name: 'v.yaml',
      path,
      span: { file: 'v.yaml', line: 1, column: part?.start ?? 0, endLine: 1, endColumn: part?.end ?? 0 },
    })),
  )
}

export interface Outcome {
  readonly settings: Settings
  readonly unknown: readonly ConfigUnknown[]
}

/** What Python in `hub.extraConfig` makes of the configuration. */
export function run(
  code: string | Record<string, unknown>,
  given: Record<string, Record<string, unknown>> = {},
  values: { readonly hub?: object } = {},
): Outcome {
  const extraConfig = typeof code === 'string' ? { '10-site': code } : code
  const view = valuesOf({ ...values, hub: { ...values.hub, config: given, extraConfig } })
  const settings = new Settings()
  for (const [section, traits] of view.at('hub').at('config').entries())
    for (const [trait, value] of traits.entries()) settings.set(section, trait, value.traced)
  return { settings, unknown: runPython(pythonSources(view, CHART).extraConfig, settings, view, CHART) }
}

/** The configuration as plain data; what cannot be known as `? why`. */
export function shown({ settings }: Outcome): Record<string, Record<string, unknown>> {
  const sections = settings.sections().filter(section => settings.traits(section).length > 0)
  return Object.fromEntries(
    sections.map(section => [
      section,
      Object.fromEntries(settings.traits(section).map(trait => [trait, plain(settings.get(section, trait)?.data)])),
    ]),
  )
}

function plain(data: unknown): unknown {
  if (data instanceof Opaque) return `? ${data.why}`
  if (Array.isArray(data)) return data.map(plain)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, plain(value)]))
}
