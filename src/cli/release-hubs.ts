import { existsSync } from 'node:fs'
import { loadPython } from '../jupyterhub/python/syntax/grammar.ts'
import type { NotJudged } from '../model/finding.ts'
import type { TextProblem } from '../model/source.ts'
import { type Call, keyPath } from './call.ts'
import { type Draft, type Drafted, holdsPython, withoutSchema } from './draft.ts'
import { type Input, notJudged } from './inputs.ts'
import { type FoundHub, foundHub, layeredHubs } from './layered-hubs.ts'
import { type OpenedChart, openChart } from './open-chart.ts'
import type { Release } from './releases.ts'

/** What a call's releases came to beside their hubs. */
export interface Released {
  /** Each file once, however many releases it belongs to. */
  readonly inputs: readonly Input[]
  readonly charts: readonly OpenedChart[]
  readonly notJudged: readonly NotJudged[]
  readonly problems: readonly TextProblem[]
  readonly notes: readonly string[]
}

/** Works out the hub of each release in turn, and keeps none. Throws `UserError`. */
export async function releasedHubs(
  call: Call,
  open: (file: string) => Input,
  take: (hub: FoundHub) => void,
  progress: (done: number) => void,
): Promise<Released> {
  const inputs = new Set<Input>()
  const charts = new Map<string, OpenedChart>()
  const left = new Map<string, NotJudged>()
  const problems: TextProblem[] = []
  const notes = new Set<string>()
  for (const [done, release] of call.releases.entries()) {
    progress(done)
    const own = callFor(release, call)
    const { layers, sealed } = layersOf(release, open)
    for (const input of layers) inputs.add(input)
    for (const file of sealed)
      notes.add(
        `${file} cannot be read here: what it may set is left out, and of defaults it may replace nothing is said`,
      )
    const broken = layers.filter(input => input.unreadable !== null)
    for (const input of broken) left.set(input.file, notJudged(input, 'unreadable', reasonOf(input)))
    const chart = own.chart === null ? null : (charts.get(own.chart) ?? (await openChart(own.chart, own)))
    if (own.chart !== null && chart !== null) charts.set(own.chart, chart)
    if (broken.length > 0) continue
    const drafted = layeredHubs(layers, chart, own, release.name)
    for (const one of drafted.notJudged) left.set(JSON.stringify(one), one)
    problems.push(...drafted.problems)
    for (const found of draftsFor(drafted, own, sealed)) {
      if (holdsPython(found)) await loadPython()
      if (found.chosen.note !== null) notes.add(found.chosen.note)
      take({ ...foundHub(found), release: release.name })
    }
  }
  for (const { missing } of charts.values()) for (const sentence of missing) notes.add(sentence)
  return {
    inputs: [...inputs],
    charts: [...charts.values()],
    notJudged: [...left.values()],
    problems,
    notes: [...notes],
  }
}

/** The call as it is for one release: what it says of itself counts less than a flag, and more than the rest of the policy. */
function callFor(release: Release, call: Call): Call {
  return {
    ...call,
    set: [...release.set, ...call.set],
    key: call.key ?? (release.key === null ? null : keyPath(release.key)),
    policyVersion: release.chartVersion ?? call.policyVersion,
    chart: call.chart ?? release.chart,
  }
}

/** The layers that can be read, and the encrypted ones of which not even the keys can. */
function layersOf(release: Release, open: (file: string) => Input): { layers: Input[]; sealed: string[] } {
  const layers: Input[] = []
  const sealed: string[] = []
  for (const { file, encrypted } of release.layers) {
    if (encrypted && !existsSync(file)) {
      sealed.push(file)
      continue
    }
    const input = open(file)
    const isSealed = input.unreadable !== null && (encrypted || input.notYaml?.startsWith('it is encrypted') === true)
    if (isSealed) sealed.push(file)
    else layers.push(input)
  }
  return { layers, sealed }
}

/** Of what nobody wrote, an encrypted layer may say otherwise. */
function draftsFor({ drafts }: Drafted, { skipSchema }: Call, sealed: readonly string[]): Draft[] {
  return drafts
    .map(draft => (skipSchema ? withoutSchema(draft) : draft))
    .map(draft => (sealed.length > 0 ? { ...draft, completeness: 'layer', elsewhere: sealed } : draft))
}

function reasonOf({ notYaml, unreadable }: Input): string {
  return notYaml ?? unreadable?.message ?? 'it cannot be read'
}
