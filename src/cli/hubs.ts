import { parentDefaults } from '../jupyterhub/charts/parents.ts'
import { isVersion, NEWEST } from '../jupyterhub/charts/versions.ts'
import { hubOf } from '../jupyterhub/hub.ts'
import { loadPython, needsPython } from '../jupyterhub/python/syntax/grammar.ts'
import type { NotJudged } from '../model/finding.ts'
import type { Completeness, Hub } from '../model/hub.ts'
import type { Path } from '../model/path.ts'
import { printPath } from '../model/path.ts'
import type { Source } from '../model/source.ts'
import { child, subtree, type Traced, traced } from '../model/traced.ts'
import type { HubValues } from '../model/values.ts'
import { View } from '../model/view.ts'
import { decrypted } from '../read/encrypted.ts'
import { effectiveValues } from '../read/helm/effective.ts'
import { umbrella } from '../read/helm/umbrella.ts'
import type { SetFlag } from '../read/set-flags.ts'
import { userValues } from '../read/values.ts'
import { withoutNulls } from '../read/without-nulls.ts'
import { assumedChart, type ChosenChart, chooseChart, type Neighbour, neighbourChart, openChart } from './charts.ts'
import { findFiles } from './files.ts'
import { hubKeys, type Input, notJudged, openInput, openLone } from './inputs.ts'
import type { ObjectStream, Watch } from './manifests.ts'
import { recoverHubs } from './recovered-hubs.ts'
import { reasonOfStream, streamNotes } from './stream-notes.ts'
import { UserError } from './user-error.ts'

/** What a call says about its inputs: the flags that `lint`, `inspect` and `blame` share. */
export interface Call {
  readonly files: readonly string[]
  /** `-f`, in order. */
  readonly values: readonly string[]
  readonly set: readonly SetFlag[]
  /** `--key`, as a path; null where it is to be found. */
  readonly key: Path | null
  readonly chartVersion: string | null
  /** The chart version that the policy file names. */
  readonly policyVersion: string | null
  /** `--chart`: a folder that holds a chart. */
  readonly chartFolder: string | null
  readonly helm: 3 | 4
  /** Whether a lone file counts as the whole hub, as `inspect` takes it. */
  readonly loneIsWhole: boolean
  /** The chart version on which the same values are looked at besides, as people write it. */
  readonly upgradeTo?: string
}

/** A hub with where it came from. */
export interface FoundHub {
  readonly hub: Hub
  readonly files: readonly string[]
  readonly key: Path
  readonly chosen: ChosenChart
  /** The values without the chart's defaults, at the hub's key. */
  readonly written: Traced
  /** Whether its values stand in Kubernetes objects, beside the chart's own workloads. */
  readonly rendered: boolean
  /** The same values on the chart version of `upgradeTo`; null where none was asked for, and for objects, which hold the old defaults. */
  readonly upgraded: { readonly hub: Hub; readonly chosen: ChosenChart } | null
}

/** Everything that a call's inputs came to. */
export interface Found {
  readonly hubs: readonly FoundHub[]
  readonly sources: readonly Source[]
  readonly notJudged: readonly NotJudged[]
  /** Text by file, for code frames. */
  readonly texts: ReadonlyMap<string, string>
  /** The streams of Kubernetes objects. */
  readonly streams: readonly ObjectStream[]
  /** What people should know: assumed and substituted chart versions. */
  readonly notes: readonly string[]
}

/**
 * Reads all inputs of a call and works out its hubs; `watch` is shown the workloads in manifests. Throws `UserError` where the call
 * itself is wrong.
 */
export async function findHubs(call: Call, watch: Watch): Promise<Found> {
  const lone = (await findFiles(call.files)).map(file => openLone(file, call.helm, call.key, watch))
  const layers = call.values.map(file => openInput(file, call.helm))
  const drafts: Draft[] = []
  const left: NotJudged[] = []
  const streams = lone.flatMap(({ stream }) => stream ?? [])
  const recovery = recoverHubs(streams, (stated, label) => chartOfObjects(stated, label, call))
  drafts.push(...recovery.hubs.map(({ name, file, chosen, effective }) => wholeDraft(name, file, chosen, effective)))
  for (const input of lone) {
    if (input.stream !== null) {
      const unjudged = reasonOfStream(input.stream, recovery)
      if (unjudged !== null) left.push(notJudged(input, unjudged.kind, unjudged.reason))
    } else if (input.unreadable === null) drafts.push(...loneDrafts(input, call, left))
    else if (input.notYaml !== null) left.push(notJudged(input, 'not ours', input.notYaml))
    else left.push(notJudged(input, 'unreadable', input.unreadable.message))
  }
  // Helm refuses a hub as soon as one of its layers cannot be read
  for (const input of layers)
    if (input.unreadable !== null) left.push(notJudged(input, 'unreadable', input.unreadable.message))
  if ((layers.length > 0 || call.chartFolder !== null) && layers.every(input => input.unreadable === null))
    drafts.push(...layeredDrafts(layers, call))
  if (drafts.flatMap(versionsOf).some(({ values, chosen }) => needsPython(values, chosen.chart))) await loadPython()

  const inputs = [...lone, ...layers]
  return {
    hubs: drafts.map(build),
    sources: [
      ...[...lone.filter(input => input.notYaml === null), ...layers].map(input => input.source),
      ...recovery.problems.map(problem => ({ file: problem.origin.name, problems: [problem] })),
    ],
    notJudged: left,
    texts: new Map(inputs.map(input => [input.file, input.text])),
    streams,
    notes: [
      ...new Set(drafts.flatMap(versionsOf).flatMap(({ chosen }) => chosen.note ?? [])),
      ...streamNotes(streams, call.set.length > 0),
    ],
  }
}

/** A hub before its Python is read. */
interface Draft extends OnChart {
  readonly name: string
  readonly files: readonly string[]
  readonly key: Path
  readonly completeness: Completeness
  readonly written: Traced
  readonly rendered: boolean
  readonly upgraded: OnChart | null
}

/** The values of a hub on one version of the chart. */
interface OnChart {
  readonly chosen: ChosenChart
  readonly effective: Traced
  readonly values: View<HubValues>
}

function versionsOf(draft: Draft): OnChart[] {
  return draft.upgraded === null ? [draft] : [draft, draft.upgraded]
}

function build(draft: Draft): FoundHub {
  const { name, files, key, chosen, completeness, written, rendered, upgraded } = draft
  const on = ({ effective, chosen: { chart } }: OnChart) => hubOf(name, effective, chart, completeness)
  return {
    ...{ hub: on(draft), files, key, chosen, written, rendered },
    upgraded: upgraded === null ? null : { hub: on(upgraded), chosen: upgraded.chosen },
  }
}

/** A hub whose values are known as a whole. */
function wholeDraft(name: string, file: string, chosen: ChosenChart, effective: Traced): Draft {
  const values = View.of<HubValues>(effective)
  return {
    ...{ name, files: [file], key: [], chosen, effective, values },
    ...{ completeness: 'whole', written: effective, rendered: true, upgraded: null },
  }
}

/** What values state of themselves is a fact; a label is less than what the policy says. */
function chartOfObjects(stated: string | null, label: string | null, call: Call): ChosenChart {
  if (call.chartVersion === null && stated !== null) return chooseChart(stated, 'object')
  const beside = label === null ? null : ({ key: [], version: label, from: 'label' } as const)
  return chartBeside(beside, call)
}

function loneDrafts(input: Input, call: Call, left: NotJudged[]): Draft[] {
  const keys = call.key !== null ? [call.key] : hubKeys(input)
  if (keys.length === 0) {
    left.push(notJudged(input, 'not ours', reasonOf(input)))
    return []
  }
  const chosen = chartBeside(call.chartVersion === null ? neighbourChart(input.file) : null, call)
  const declared = call.loneIsWhole || call.key !== null || call.chartVersion !== null
  return keys.map(key => {
    const name = keys.length > 1 ? `${input.file} (${printPath(key)})` : input.file
    return draft(name, [input], key, chosen, declared ? 'whole' : completenessOf(input, key), call)
  })
}

function layeredDrafts(layers: readonly Input[], call: Call): Draft[] {
  const manifest = layers.find(layer => layer.recognised.kind === 'manifests')
  if (manifest !== undefined)
    throw new UserError(`${manifest.file}: these are Kubernetes objects, not values; give manifests without -f`)
  const name = layers.map(layer => layer.file).join(' + ')
  if (call.chartFolder !== null) {
    const { key, chosen, parentValues } = openChart(call.chartFolder)
    const parent = parentValues === null ? [] : [openInput(parentValues, call.helm)]
    return [draft(name || call.chartFolder, [...parent, ...layers], call.key ?? key, chosen, 'whole', call)]
  }
  const shortest = layers.flatMap(hubKeys).sort((a, b) => a.length - b.length)[0]
  const neighbour = layers.map(layer => neighbourChart(layer.file)).find(beside => beside !== null)
  return [draft(name, layers, call.key ?? shortest ?? [], chartBeside(neighbour ?? null, call), 'whole', call)]
}

/** The chart that the call names, else the one beside the file, else the newest. */
function chartBeside(neighbour: Neighbour | null, call: Call): ChosenChart {
  if (call.chartVersion !== null) {
    if (!isVersion(call.chartVersion))
      throw new UserError(`--chart-version ${call.chartVersion}: write a version such as ${NEWEST}`)
    return chooseChart(call.chartVersion, 'flag')
  }
  if (call.policyVersion !== null) return chooseChart(call.policyVersion, 'policy')
  return neighbour === null ? assumedChart() : chooseChart(neighbour.version, neighbour.from)
}

function draft(
  name: string,
  inputs: readonly Input[],
  key: Path,
  chosen: ChosenChart,
  completeness: Completeness,
  call: Call,
): Draft {
  const read = inputs.flatMap(input => input.layers.map(decrypted))
  const user = userValues(read, call.set, call.helm)
  if ('error' in user) throw new UserError(user.error)
  const written = subtree(user.traced, key)
  const parent = parentDefaults(user.traced.data, key)
  const on = (chart: ChosenChart): OnChart => {
    const result = effectiveValues(umbrella(key, chartDefaults(chart), parent), user.traced, call.helm, read)
    if ('error' in result) throw new UserError(result.error)
    const laid = subtree(result.values, key)
    // in one layer of several, a null takes away what another layer says
    const effective = completeness === 'layer' ? withoutNulls(laid) : laid
    return { chosen: chart, effective, values: View.of<HubValues>(effective) }
  }
  const upgraded = call.upgradeTo === undefined ? null : on(chooseChart(call.upgradeTo, 'flag'))
  return {
    ...on(chosen),
    ...{ name, files: inputs.map(input => input.file), key, completeness, written, rendered: false, upgraded },
  }
}

/** The chart's own values.yaml as the lowest layer. */
function chartDefaults({ chart }: ChosenChart): Traced {
  return traced(chart.defaults, path => ({ by: 'chart', name: `jupyterhub ${chart.version}`, path, span: null }))
}

/** A lone file below a key is one layer of an umbrella chart; one at the root is a whole hub if it says what a hub must say. */
function completenessOf(input: Input, key: Path): Completeness {
  if (key.length > 0) return 'layer'
  const says = (path: Path) => input.layers.some(layer => path.reduce(child, layer.data) !== undefined)
  return says(['hub', 'config']) || says(['hub', 'extraConfig']) || says(['auth']) || says(['proxy'])
    ? 'whole'
    : 'perhaps'
}

function reasonOf(input: Input): string {
  return input.recognised.kind === 'unrecognised' ? input.recognised.reason : 'it holds nothing to judge'
}
