import { resolve } from 'node:path'
import type { ChosenChart } from '../jupyterhub/charts/chosen.ts'
import { isVersion, NEWEST } from '../jupyterhub/charts/versions.ts'
import { loadPython } from '../jupyterhub/python/syntax/grammar.ts'
import type { NotJudged } from '../model/finding.ts'
import type { Completeness, Hub } from '../model/hub.ts'
import type { Path } from '../model/path.ts'
import { printPath } from '../model/path.ts'
import type { Source } from '../model/source.ts'
import { child } from '../model/traced.ts'
import type { SetFlag } from '../read/set-flags.ts'
import type { ChooseChart } from '../subjects/carried-values.ts'
import { recoverHubs } from '../subjects/recovered-hubs.ts'
import { assumedChart, chooseChart, loadChart, type Neighbour, neighbourChart } from './charts.ts'
import { declaredIn, isHelmfile, reasonOfHelmfile } from './declared.ts'
import {
  type Draft,
  type Drafted,
  declaredDraft,
  draftAt,
  draftsOfChart,
  type HubKind,
  holdsPython,
  hubOfDraft,
  type Layers,
  renderedDraft,
  withLocked,
  withoutSchema,
} from './draft.ts'
import { findFiles } from './files.ts'
import { gunzip } from './gunzip.ts'
import { apart, hubKeys, type Input, isAllSealed, isSealed, notJudged, openInput, openLone } from './inputs.ts'
import type { ObjectStream, Watch } from './manifests.ts'
import { type OpenedChart, openChart } from './open-chart.ts'
import { releasedHubs } from './release-hubs.ts'
import type { Release } from './releases.ts'
import { reasonOfStream, streamNotes } from './stream-notes.ts'
import { UserError } from './user-error.ts'

/** What a call says about its inputs: the flags that `lint`, `inspect` and `blame` share. */
export interface Call {
  readonly files: readonly string[]
  /** `-f`, in order. */
  readonly values: readonly string[]
  /** The releases of the policy that are judged. */
  readonly releases: readonly Release[]
  /** The files of releases that are not judged, by their absolute names. */
  readonly elsewhere: ReadonlySet<string>
  readonly set: readonly SetFlag[]
  /** `--key`, as a path; null where it is to be found. */
  readonly key: Path | null
  readonly chartVersion: string | null
  /** The chart version that the policy file names. */
  readonly policyVersion: string | null
  /** `--chart`: a folder or an archive that holds a chart. */
  readonly chart: string | null
  readonly helm: 3 | 4
  /** As Helm's `--skip-schema-validation`: the values need not fit the chart's schema. */
  readonly skipSchema: boolean
  /** Whether a lone file counts as the whole hub, as `inspect` takes it. */
  readonly loneIsWhole: boolean
}

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
 * Reads all inputs of a call and works out its hubs; `watch` is shown the workloads in manifests. The hubs of releases, which may be
 * many, are given to `take` one by one, where there is one. Throws `UserError` where the call itself is wrong.
 */
export async function findHubs(call: Call, watch: Watch, take?: (hub: FoundHub) => void): Promise<Found> {
  if (call.chartVersion !== null && !isVersion(call.chartVersion))
    throw new UserError(`--chart-version ${call.chartVersion}: write a version such as ${NEWEST}`)
  const opened = call.chart === null ? null : await openChart(call.chart, call)
  const open = reader(call.helm)
  const names = await findFiles(call.files)
  const given = names.map(file => (opened === null ? openLone(file, call.helm, call.key, watch) : open(file)))
  const layers = call.values.map(open)
  const streams = given.flatMap(({ stream }) => stream ?? [])
  const choose: ChooseChart = (stated, label) => chartOfObjects(stated, label, call)
  const tools = { choose, chart: loadChart, gunzip }
  const recovery = recoverHubs(streams, tools)
  const helmfiles = opened === null && call.key === null ? given.filter(isHelmfile) : []
  const declared = declaredIn({ streams, helmfiles, helm: call.helm }, tools, open)
  // a file that an object names is judged as a part of what that object asks for
  const lone = given.filter(({ file }) => !declared.inputs.some(input => resolve(input.file) === resolve(file)))
  const inObjects = [...recovery.hubs, ...declared.hubs]
  const wrongInObjects = [...recovery.problems, ...declared.problems]
  const left: NotJudged[] = []
  const drafted: Drafted[] = []
  for (const input of lone) {
    if (input.stream !== null) {
      const unjudged = reasonOfStream(input.stream, inObjects, wrongInObjects)
      if (unjudged !== null) left.push(notJudged(input, unjudged.kind, unjudged.reason))
    } else if (helmfiles.includes(input)) {
      const unjudged = reasonOfHelmfile(input, declared)
      if (unjudged !== null) left.push(unjudged)
    } else if (input.unreadable === null) drafted.push(loneHubs(input, opened, call))
    else if (input.notYaml !== null) left.push(notJudged(input, 'not ours', input.notYaml))
    else left.push(notJudged(input, 'unreadable', input.unreadable.message))
  }
  const { clear, locked } = apart(layers)
  for (const input of locked) left.push(notJudged(input, 'not ours', input.notYaml ?? 'it is encrypted'))
  // Helm refuses a hub as soon as one of its layers cannot be read
  for (const input of clear)
    if (input.unreadable !== null) left.push(notJudged(input, 'unreadable', input.notYaml ?? input.unreadable.message))
  if ((clear.length > 0 || (opened !== null && lone.length === 0)) && clear.every(input => input.unreadable === null))
    drafted.push(withLocked(layeredHubs(clear, opened, call), locked))
  const drafts = [
    ...recovery.hubs.map(renderedDraft),
    ...declared.hubs.map(declaredDraft),
    ...drafted.flatMap(({ drafts }) => drafts),
  ].map(draft => (call.skipSchema ? withoutSchema(draft) : draft))
  if (drafts.some(holdsPython)) await loadPython()
  const kept: FoundHub[] = []
  const released = await releasedHubs(call, open, take ?? (hub => kept.push(hub)))

  const inputs = [...lone, ...layers, ...declared.inputs, ...released.inputs]
  const problems = [...wrongInObjects, ...drafted.flatMap(({ problems }) => problems), ...released.problems]
  return {
    hubs: [...drafts.map(foundHub), ...kept],
    sources: [
      ...new Set(
        [...lone.filter(input => input.notYaml === null), ...clear, ...declared.inputs, ...released.inputs].map(
          input => input.source,
        ),
      ),
      ...[...(opened === null ? [] : [opened]), ...released.charts].flatMap(({ sources }) => sources),
      ...problems.map(problem => ({ file: problem.origin.name, problems: [problem] })),
    ],
    notJudged: [...left, ...drafted.flatMap(({ notJudged }) => notJudged), ...released.notJudged],
    texts: new Map([
      ...(opened?.texts ?? []),
      ...released.charts.flatMap(({ texts }) => [...texts]),
      ...inputs.map(input => [input.file, input.text] as const),
    ]),
    streams,
    notes: [
      ...new Set([...(opened?.missing ?? []), ...drafts.flatMap(draft => draft.chosen.note ?? []), ...released.notes]),
      ...streamNotes(streams, declared.hubs, call.set.length > 0),
    ],
  }
}

/** The hub that a draft comes to, with where it came from. Its Python must be readable by now. */
export function foundHub(draft: Draft): FoundHub {
  const { files, key, chosen, kind, namespace } = draft
  return { hub: hubOfDraft(draft), files, key, chosen, kind, namespace }
}

/** Opens each file of values once, however many hubs it belongs to. */
function reader(helm: 3 | 4): (file: string) => Input {
  const before = new Map<string, Input>()
  return file => {
    const input = before.get(file) ?? openInput(file, helm)
    before.set(file, input)
    return input
  }
}

/** What values state of themselves is a fact; a label is less than what the policy says. */
function chartOfObjects(stated: string | null, label: string | null, call: Call): ChosenChart {
  if (call.chartVersion === null && stated !== null) return chooseChart(stated, 'object')
  const beside = label === null ? null : ({ key: [], version: label, from: 'label' } as const)
  return chartBeside(beside, call)
}

function loneHubs(input: Input, opened: OpenedChart | null, call: Call): Drafted {
  if (opened !== null) {
    checkValues([input])
    return hubsOfChart(opened, layersOf(input.file, [input], call), call)
  }
  const keys = call.key !== null ? [call.key] : hubKeys(input)
  if (keys.length === 0) return { drafts: [], notJudged: [notJudged(input, 'not ours', reasonOf(input))], problems: [] }
  const chosen = chartBeside(call.chartVersion === null ? neighbourChart(input.file) : null, call)
  const declared = call.loneIsWhole || call.key !== null || call.chartVersion !== null
  const drafted = keys.map(key => {
    const name = keys.length > 1 ? `${input.file} (${printPath(key)})` : input.file
    return draftAt(key, layersOf(name, [input], call), chosen, declared ? 'whole' : completenessOf(input, key))
  })
  return {
    drafts: drafted.flatMap(({ drafts }) => drafts),
    notJudged: drafted.flatMap(({ notJudged }) => notJudged),
    problems: drafted.flatMap(({ problems }) => problems),
  }
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

function hubsOfChart(opened: OpenedChart, layers: Layers, { key, chartVersion }: Call): Drafted {
  return draftsOfChart(opened, layers.name === '' ? { ...layers, name: opened.place } : layers, key, chartVersion)
}

function layersOf(name: string, inputs: readonly Input[], { set, helm }: Call): Layers {
  return { name, inputs, set, helm }
}

/** Throws `UserError` where one of the files is certainly something else. */
function checkValues(inputs: readonly Input[]): void {
  const manifest = inputs.find(({ recognised }) => recognised.kind === 'manifests')
  if (manifest !== undefined)
    throw new UserError(
      `${manifest.file}: these are Kubernetes objects, not values; give manifests without -f and --chart`,
    )
}

/** The chart that the call names, else the one beside the file, else the newest. */
function chartBeside(neighbour: Neighbour | null, call: Call): ChosenChart {
  if (call.chartVersion !== null) return chooseChart(call.chartVersion, 'flag')
  if (call.policyVersion !== null) return chooseChart(call.policyVersion, 'policy')
  return neighbour === null ? assumedChart() : chooseChart(neighbour.version, neighbour.from)
}

/**
 * A lone file below a key is one layer of an umbrella chart; one at the root is a whole hub if it says what a hub must say. One that
 * is encrypted as a whole is hardly all there is.
 */
function completenessOf(input: Input, key: Path): Completeness {
  if (key.length > 0 || isAllSealed(input)) return 'layer'
  if (isSealed(input)) return 'perhaps'
  const says = (path: Path) => input.layers.some(layer => path.reduce(child, layer.data) !== undefined)
  return says(['hub', 'config']) || says(['hub', 'extraConfig']) || says(['auth']) || says(['proxy'])
    ? 'whole'
    : 'perhaps'
}

function reasonOf(input: Input): string {
  return input.recognised.kind === 'unrecognised' ? input.recognised.reason : 'it holds nothing to judge'
}
