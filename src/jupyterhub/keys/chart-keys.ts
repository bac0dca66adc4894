import type { Chart, Hub } from '../../model/hub.ts'
import { nearestOf } from '../../model/nearest.ts'
import { isWritten } from '../../model/origin.ts'
import { type Path, printPath } from '../../model/path.ts'
import { child } from '../../model/traced.ts'
import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { copiedTraits } from '../config/chart-settings/traits.ts'
import { keysOfOtherEras, WITH_SCHEMA } from './eras.ts'
import { saysAnything, type UnknownKey } from './unknown-key.ts'

/** Maps in the defaults below which people write names of their own, or what Kubernetes knows. */
const OPEN = new Set([
  'auth',
  'annotations',
  'config',
  'containerSecurityContext',
  'custom',
  'deploymentStrategy',
  'extraConfig',
  'extraEnv',
  'extraLabels',
  'global',
  'labels',
  'livenessProbe',
  'nodeSelector',
  'plugins',
  'policy',
  'readinessProbe',
  'resources',
  'templateVars',
])

/**
 * What templates read and the defaults lack, in some chart before 1.0, as the last step of a path.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@0.8.2, @0.9.1, @0.10.6 and @0.11.1: jupyterhub/templates, schema.yaml.
 */
const BESIDES = new Set([
  'hub.existingSecret',
  'hub.service.loadBalancerSourceRanges',
  'hub.uid',
  'proxy.annotations',
  'proxy.traefik.labels',
  'scheduling.userPlaceholder.resources',
  'scheduling.userScheduler.name',
  'scheduling.userScheduler.policy',
  'scheduling.userScheduler.tag',
  'singleuser.cloudMetadata.enabled',
  'singleuser.profileList',
  'singleuser.schedulerStrategy',
])

/** Parts of every image and pod that charts read wherever they have one. */
const EVERYWHERE = new Set(['pullPolicy', 'pullSecrets', 'tolerations', 'imagePullSecret'])

/** The keys of the values that a chart without a schema passes over in silence. */
export function unknownChartKeys(hub: Hub): UnknownKey[] {
  const { chart } = hub
  if (atLeast(chart, WITH_SCHEMA)) return []
  const known = new Set([
    ...BESIDES,
    ...copiedTraits(chart).map(({ path }) => path.join('.')),
    // of these another rule speaks
    ...keysOfOtherEras(chart).map(({ path }) => path.join('.')),
  ])
  const found: UnknownKey[] = []
  const look = (values: View, defaults: object, path: Path): void => {
    for (const [key, value] of values.entries()) {
      const here = [...path, key]
      const inside = child(defaults, key)
      if (inside === undefined) {
        if (isKnown(here, known) || !saysAnything(value as View) || !isWritten(value.origin())) continue
        const meant = whatWasMeant(key, here, defaults, chart)
        // at the root people keep anchors, and values of charts around this one
        if (path.length > 0 || meant !== undefined) found.push(unknownKey(value, here, meant, chart))
      } else if (isClosed(key, inside)) look(value, inside, here)
    }
  }
  look(hub.values as View, chart.defaults as object, [])
  return found
}

function isKnown(path: Path, known: ReadonlySet<string>): boolean {
  if (EVERYWHERE.has(String(path.at(-1)))) return true
  // what leads to a known key is known
  const written = path.join('.')
  return known.has(written) || [...known].some(key => key.startsWith(`${written}.`))
}

function isClosed(key: string, defaults: unknown): defaults is object {
  return (
    typeof defaults === 'object' &&
    defaults !== null &&
    !Array.isArray(defaults) &&
    !OPEN.has(key) &&
    Object.keys(defaults).length > 0
  )
}

function unknownKey(at: View, path: Path, meant: string | undefined, chart: Chart): UnknownKey {
  const sentence = `jupyterhub ${chart.version} has no ${printPath(path)}, and ignores it`
  return { at, sentence, meant, mayBeRead: false }
}

/** The same key in the only other section that has it, or else a sibling of nearly that name. */
function whatWasMeant(key: string, path: Path, siblings: object, chart: Chart): string | undefined {
  const sections = Object.entries(chart.defaults as object).filter(([, section]) => child(section, key) !== undefined)
  if (path.length === 2 && sections.length === 1 && sections[0] !== undefined) return printPath([sections[0][0], key])
  const near = nearestOf(key, Object.keys(siblings))
  return near === undefined ? undefined : printPath([...path.slice(0, -1), near])
}
