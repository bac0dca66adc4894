import type { Chart } from '../../model/hub.ts'
import { releaseOf } from './releases.ts'

/** Stands in the recorded defaults for the chart's own version, where its own images carry it as their tag. */
const OWN_VERSION = '"{chart}"'

/** The file in `defaults/` that `chartOf` wants for a published version. */
export function defaultsFile(version: string): string {
  return `${published(version).defaults}.json`
}

/** A published chart, from the text of its `defaultsFile`. */
export function chartOf(version: string, defaultsJson: string): Chart {
  const { jupyterhub, oauthenticator, kubespawner } = published(version)
  const defaults: unknown = JSON.parse(defaultsJson.replaceAll(OWN_VERSION, JSON.stringify(version)))
  return { version, jupyterhub, oauthenticator, kubespawner, defaults }
}

function published(version: string) {
  const release = releaseOf(version)
  if (release === undefined)
    throw new Error(`no published chart has version ${version}; resolveVersion finds the nearest`)
  return release
}
