import type { Hub } from '../../model/hub.ts'
import { child } from '../../model/traced.ts'
import type { View } from '../../model/view.ts'
import { hasOwnImage } from '../access/environment.ts'
import { compareVersions } from '../charts/compare.ts'
import { type Release, releaseOf, versions } from '../charts/releases.ts'
import { ADVISORIES, type Advisory, type Component, image } from './table.ts'

/** An advisory that concerns a hub. */
export interface Vulnerability {
  readonly advisory: Advisory
  /** The software and its version, as people call it: `JupyterHub 4.0.2`. */
  readonly software: string
  /** The version of it that is mended. */
  readonly fixed: string
  /** The first chart that is not affected; undefined where none is known. */
  readonly fixedChart: string | undefined
  readonly at: View
}

/**
 * What is published about the software that a hub runs. Nothing where its versions are not known: where nobody stated the
 * chart's version, and where the hub runs another image than the chart's.
 */
export function vulnerabilities(hub: Hub): Vulnerability[] {
  if (hub.chart.isAssumed === true || hasOwnImage(hub)) return []
  const release = imageRelease(hub)
  if (release === undefined) return []
  return ADVISORIES.flatMap(advisory => {
    const fixed = fixedIn(advisory, release)
    if (fixed === undefined) return []
    const at = advisory.concerns === undefined ? image(hub) : advisory.concerns(hub)
    if (at === undefined) return []
    const { component } = advisory
    const software = `${NAMES[component]} ${versionOf(release, component)}`
    return [{ advisory, software, fixed, fixedChart: firstMended(advisory, release), at }]
  })
}

const NAMES: Readonly<Record<Component, string>> = {
  jupyterhub: 'JupyterHub',
  oauthenticator: 'oauthenticator',
  kubespawner: 'KubeSpawner',
  chart: 'the hub image',
}

/** The release whose hub image runs: the chart's own, unless the tag of another one is set. */
function imageRelease(hub: Hub): Release | undefined {
  const tag = hub.values.at('hub').at('image').at('tag')
  const own = child(child(child(hub.chart.defaults, 'hub'), 'image'), 'tag')
  if (tag.raw !== own) return tag.text === undefined ? undefined : releaseOf(tag.text)
  return releaseOf(hub.chart.version)
}

function versionOf(release: Release, component: Component): string {
  return component === 'chart' ? release.version : release[component]
}

function fixedIn({ affected, component }: Advisory, release: Release): string | undefined {
  const version = versionOf(release, component)
  return affected.find(
    ([since, fixed]) => compareVersions(version, since) >= 0 && compareVersions(version, fixed) < 0,
  )?.[1]
}

function firstMended(advisory: Advisory, from: Release): string | undefined {
  return versions().find(version => {
    const release = releaseOf(version)
    return (
      release !== undefined && compareVersions(version, from.version) > 0 && fixedIn(advisory, release) === undefined
    )
  })
}
