import type { ChosenChart } from '../jupyterhub/charts/chosen.ts'
import type { Hub } from '../model/hub.ts'
import type { Path } from '../model/path.ts'
import type { Call } from './call.ts'
import { assumedChart, chooseChart, type Neighbour, neighbourChart } from './charts.ts'
import { type Draft, type Drafted, draftAt, draftsOfChart, type HubKind, hubOfDraft, type Layers } from './draft.ts'
import { hubKeys, type Input } from './inputs.ts'
import type { OpenedChart } from './open-chart.ts'
import { UserError } from './user-error.ts'

/** A hub with where it came from. */
export interface FoundHub {
  readonly hub: Hub
  readonly files: readonly string[]
  readonly key: Path
  readonly chosen: ChosenChart
  readonly kind: HubKind
  /** The namespace that it will be in, where that is known. */
  readonly namespace: string | null
  /** The release of the policy that it is. */
  readonly release?: string
}

/** The hub that a draft comes to, with where it came from. Its Python must be readable by now. */
export function foundHub(draft: Draft): FoundHub {
  const { files, key, chosen, kind, namespace } = draft
  return { hub: hubOfDraft(draft), files, key, chosen, kind, namespace }
}

/** The hub of these layers, in order. Throws `UserError`. */
export function layeredHubs(inputs: readonly Input[], opened: OpenedChart | null, call: Call, name?: string): Drafted {
  checkValues(inputs)
  const layers = layersOf(name ?? inputs.map(({ file }) => file).join(' + '), inputs, call)
  if (opened !== null) return hubsOfChart(opened, layers, call)
  const shortest = inputs.flatMap(hubKeys).sort((a, b) => a.length - b.length)[0]
  const neighbour = inputs.map(({ file }) => neighbourChart(file)).find(beside => beside !== null)
  return draftAt(call.key ?? shortest ?? [], layers, chartBeside(neighbour ?? null, call), 'whole')
}

/** The hubs of a chart with these layers over it. */
export function hubsOfChart(opened: OpenedChart, layers: Layers, { key, chartVersion }: Call): Drafted {
  return draftsOfChart(opened, layers.name === '' ? { ...layers, name: opened.place } : layers, key, chartVersion)
}

/** Files as the layers of a hub of this name. */
export function layersOf(name: string, inputs: readonly Input[], { set, helm }: Call): Layers {
  return { name, inputs, set, helm }
}

/** Throws `UserError` where one of the files is certainly something else. */
export function checkValues(inputs: readonly Input[]): void {
  const manifest = inputs.find(({ recognised }) => recognised.kind === 'manifests')
  if (manifest !== undefined)
    throw new UserError(
      `${manifest.file}: these are Kubernetes objects, not values; give manifests without -f and --chart`,
    )
}

/** The chart that the call names, else the one beside the file, else the newest. */
export function chartBeside(neighbour: Neighbour | null, call: Call): ChosenChart {
  if (call.chartVersion !== null) return chooseChart(call.chartVersion, 'flag')
  if (call.policyVersion !== null) return chooseChart(call.policyVersion, 'policy')
  return neighbour === null ? assumedChart() : chooseChart(neighbour.version, neighbour.from)
}
