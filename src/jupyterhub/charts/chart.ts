import type { Chart } from '../../model/hub.ts'
import type { ValuesSchema } from '../../model/schema.ts'
import { type Release, releaseOf } from './releases.ts'

/** Stands in the recorded defaults for the chart's own version, where its own images carry it as their tag. */
const OWN_VERSION = '"{chart}"'

/** The files that `chartOf` wants for a published version, by their names without endings. */
export function filesOf(version: string): Pick<Release, 'defaults' | 'schema' | 'templates'> {
  return published(version)
}

/** What `chartOf` makes a chart of: the texts of its files, and its schema. */
export interface ChartFiles {
  readonly defaults: string
  readonly templates: string
  readonly schema: ValuesSchema | null
}

/** A published chart. */
export function chartOf(version: string, files: ChartFiles): Chart {
  const { jupyterhub, oauthenticator, kubespawner } = published(version)
  const defaults: unknown = JSON.parse(files.defaults.replaceAll(OWN_VERSION, JSON.stringify(version)))
  const needs = JSON.parse(files.templates) as Chart['needs']
  return { version, jupyterhub, oauthenticator, kubespawner, defaults, schema: files.schema, needs }
}

function published(version: string): Release {
  const release = releaseOf(version)
  if (release === undefined)
    throw new Error(`no published chart has version ${version}; resolveVersion finds the nearest`)
  return release
}
