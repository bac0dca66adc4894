import { resolve } from 'node:path'
import type { ChosenChart } from '../jupyterhub/charts/chosen.ts'
import { isVersion, NEWEST } from '../jupyterhub/charts/versions.ts'
import { loadPython } from '../jupyterhub/python/syntax/grammar.ts'
import type { NotJudged } from '../model/finding.ts'
import type { Completeness } from '../model/hub.ts'
import type { Path } from '../model/path.ts'
import { printPath } from '../model/path.ts'
import type { Source } from '../model/source.ts'
import { child } from '../model/traced.ts'
import type { ChooseChart } from '../subjects/carried-values.ts'
import { recoverHubs } from '../subjects/recovered-hubs.ts'
import type { Call } from './call.ts'
import { chooseChart, loadChart, neighbourChart } from './charts.ts'
import { declaredIn, isHelmfile, reasonOfAway, reasonOfHelmfile } from './declared.ts'
import { type Drafted, declaredDraft, draftAt, holdsPython, renderedDraft, withLocked, withoutSchema } from './draft.ts'
import { findFiles } from './files.ts'
import { gunzip } from './gunzip.ts'
import { apart, hubKeys, type Input, isAllSealed, isSealed, notJudged, openInput, openLone } from './inputs.ts'
import {
  chartBeside,
  checkValues,
  type FoundHub,
  foundHub,
  hubsOfChart,
  layeredHubs,
  layersOf,
} from './layered-hubs.ts'
import type { ObjectStream, Watch } from './manifests.ts'
import { type OpenedChart, openChart } from './open-chart.ts'
import { releasedHubs } from './release-hubs.ts'
import { reasonOfStream, streamNotes } from './stream-notes.ts'
import { UserError } from './user-error.ts'

/** Everything that a call's inputs came to. */
export interface Found {
  /** Those that nobody took. */
  readonly hubs: readonly FoundHub[]
  readonly sources: readonly Source[]
  readonly notJudged: readonly NotJudged[]
  /** Text by file, for code frames. */
  readonly texts: ReadonlyMap<string, string>
  /** The values files of the call, as opposed to those of charts, that hold one document. */
  readonly editable: ReadonlySet<string>
  /** The streams of Kubernetes objects. */
  readonly streams: readonly ObjectStream[]
  /** What people should know: assumed and substituted chart versions. */
  readonly notes: readonly string[]
}

/** Who is told, while the inputs are being read. */
export interface Follower {
  /** Is shown the workloads in manifests. */
  readonly watch: Watch
  /** Is given the hubs, which may be many, one by one; without it they are kept. */
  readonly take?: (hub: FoundHub) => void
  readonly progress?: (what: string, done: number, all: number) => void
}

/** Reads all inputs of a call and works out its hubs. Throws `UserError` where the call itself is wrong. */
export async function findHubs(call: Call, { watch, take, progress }: Follower): Promise<Found> {
  if (call.chartVersion !== null && !isVersion(call.chartVersion))
    throw new UserError(`--chart-version ${call.chartVersion}: write a version such as ${NEWEST}`)
  const opened = call.chart === null ? null : await openChart(call.chart, call)
  const open = reader(call.helm)
  const names = await findFiles(call.files)
  const given = names.map((file, i) => {
    progress?.('reading files', i, names.length)
    return opened === null ? openLone(file, call.helm, call.key, watch) : open(file)
  })
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
  // of thousands of files, one hub at a time is worked out
  const pending: (() => Drafted)[] = [
    () => ({
      drafts: [...recovery.hubs.map(renderedDraft), ...declared.hubs.map(declaredDraft)],
      ...{ notJudged: [], problems: [] },
    }),
  ]
  for (const input of lone) {
    if (input.stream !== null) {
      const unjudged = reasonOfStream(
        input.stream,
        inObjects,
        wrongInObjects,
        reasonOfAway(declared.away.get(input.file)),
      )
      if (unjudged !== null) left.push(notJudged(input, unjudged.kind, unjudged.reason))
    } else if (helmfiles.includes(input)) {
      const unjudged = reasonOfHelmfile(input, declared)
      if (unjudged !== null) left.push(unjudged)
    } else if (input.unreadable === null) pending.push(() => loneHubs(input, opened, call))
    else if (input.notYaml !== null) left.push(notJudged(input, 'not ours', input.notYaml))
    else left.push(notJudged(input, 'unreadable', input.unreadable.message))
  }
  const { clear, locked } = apart(layers)
  for (const input of locked) left.push(notJudged(input, 'not ours', input.notYaml ?? 'it is encrypted'))
  // Helm refuses a hub as soon as one of its layers cannot be read
  for (const input of clear)
    if (input.unreadable !== null) left.push(notJudged(input, 'unreadable', input.notYaml ?? input.unreadable.message))
  if ((clear.length > 0 || (opened !== null && lone.length === 0)) && clear.every(input => input.unreadable === null))
    pending.push(() => withLocked(layeredHubs(clear, opened, call), locked))
  const problems = [...wrongInObjects]
  const notes = new Set(opened?.missing)
  const kept: FoundHub[] = []
  const takeOne = take ?? (hub => kept.push(hub))
  for (const [i, make] of pending.entries()) {
    progress?.('judging hubs', i, pending.length)
    const drafted = make()
    left.push(...drafted.notJudged)
    problems.push(...drafted.problems)
    for (const draft of drafted.drafts) {
      if (draft.chosen.note !== null) notes.add(draft.chosen.note)
      if (holdsPython(draft)) await loadPython()
      takeOne(foundHub(call.skipSchema ? withoutSchema(draft) : draft))
    }
  }
  const released = await releasedHubs(call, open, takeOne, done =>
    progress?.('judging releases', done, call.releases.length),
  )
  const inputs = [...lone, ...layers, ...declared.inputs, ...released.inputs]
  problems.push(...released.problems)
  for (const note of released.notes) notes.add(note)
  return {
    hubs: kept,
    sources: [
      ...new Set(
        [...lone.filter(input => input.notYaml === null), ...clear, ...declared.inputs, ...released.inputs].map(
          input => input.source,
        ),
      ),
      ...[...(opened === null ? [] : [opened]), ...released.charts].flatMap(({ sources }) => sources),
      ...problems.map(problem => ({ file: problem.origin.name, problems: [problem] })),
    ],
    notJudged: [...left, ...released.notJudged],
    texts: new Map([
      ...(opened?.texts ?? []),
      ...released.charts.flatMap(({ texts }) => [...texts]),
      ...inputs.map(input => [input.file, input.text] as const),
    ]),
    editable: new Set(
      inputs.filter(input => input.stream === null && input.layers.length === 1).map(({ file }) => file),
    ),
    streams,
    notes: [...notes, ...streamNotes(streams, declared.hubs, call.set.length > 0)],
  }
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
