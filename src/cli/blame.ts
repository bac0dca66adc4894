import { schemaRefusals } from '../jupyterhub/refusals/schema.ts'
import type { NotJudged } from '../model/finding.ts'
import { type Path, printPath } from '../model/path.ts'
import { Opaque } from '../model/traced.ts'
import type { View } from '../model/view.ts'
import { authorOf, blameText } from '../report/blame-text.ts'
import { type Difference, differences, differencesText } from '../report/differences.ts'
import { type Leaf, leaves } from '../report/leaves.ts'
import { type Call, callOf, type Manner } from './call.ts'
import { Exit } from './exit.ts'
import { type Found, findHubs } from './hubs.ts'
import type { FoundHub } from './layered-hubs.ts'
import { paint } from './paint.ts'
import { policyManner } from './policy-file.ts'
import type { BlameFlags } from './program.ts'
import { releasesOf } from './releases.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'

/** Prints the effective values with their authors, or where two hubs differ; gives the exit status. */
export async function blame(files: readonly string[], flags: BlameFlags, io: Streams): Promise<number> {
  const format = flags.format?.[0] ?? 'text'
  const part = flags.path === undefined ? [] : pathOf(flags.path)
  const manner = await policyManner(flags)
  const call = await callOf(files, flags, manner)
  const found = accepted(await findHubs(call, { watch: () => [] }), format)
  const other =
    flags.against.length === 0
      ? null
      : await findHubs({ ...call, ...(await otherSide(flags.against, manner)) }, { watch: () => [] })
  if (part.length > 0 && found.hubs.length > 0 && found.hubs.every(hub => !partOf(hub, part).isSet))
    throw new UserError(`--path ${flags.path}: no hub has a value there`)
  if (format === 'json') io.out(`${JSON.stringify(asJson(found, other, part), null, 2)}\n`)
  else if (other !== null && format === 'text')
    io.out(
      pairs(found, other)
        .map(pair => differencesText(differencesOf(pair, part), paint(io.colours)))
        .join('\n'),
    )
  else if (format === 'text') {
    const style = { paint: paint(io.colours), all: flags.all || part.length > 0, yaml: await yamlWriter() }
    const texts = found.hubs.map(hub => blameText(partOf(hub, part), style))
    io.out(
      texts.length < 2 ? texts.join('') : texts.map((text, i) => `# ${found.hubs[i]?.hub.name}\n${text}`).join('\n'),
    )
  } else if (format === 'yaml') {
    const write = await yamlWriter()
    io.out(found.hubs.map(hub => write(plain(partOf(hub, part).raw))).join('---\n'))
  } else throw new UserError(`--format ${format}: blame prints text, json or yaml`)
  return statusOf([found, ...(other === null ? [] : [other])], io)
}

/** What a hub is compared with: releases of the policy, or layers. */
async function otherSide(
  against: readonly string[],
  { policy }: Manner,
): Promise<Pick<Call, 'files' | 'values' | 'releases'>> {
  const releases = policy === null ? [] : (await releasesOf(policy)).filter(({ name }) => against.includes(name))
  const values = against.filter(name => releases.every(release => release.name !== name))
  return { files: [], values, releases }
}

/** Without the hubs whose values the chart's schema refuses, where the output is to be worked on: Helm makes nothing of them. */
function accepted(found: Found, format: string): Found {
  const refused = found.hubs.flatMap(({ hub }) => {
    const isCertain = hub.completeness === 'whole' && hub.chart.isAssumed !== true
    const [first] = isCertain ? schemaRefusals(hub) : []
    return first === undefined ? [] : [{ hub, first }]
  })
  const notJudged = refused.map(({ hub, first }): NotJudged => {
    const { span } = first.at.origin()
    const location = span === null ? { file: hub.name } : { file: span.file, line: span.line, column: span.column }
    return { location, reason: first.sentence, kind: 'unreadable' }
  })
  const hubs = found.hubs.filter(({ hub }) => format === 'text' || refused.every(other => other.hub !== hub))
  return { ...found, hubs, notJudged: [...found.notJudged, ...notJudged] }
}

function statusOf(all: readonly Found[], io: Streams): number {
  for (const { notes } of all) for (const note of notes) io.err(`${note}\n`)
  const left = all.flatMap(({ notJudged }) => notJudged)
  for (const { location, reason } of left)
    io.err(
      `${[location.file, location.line, location.column].filter(step => step !== undefined).join(':')}: ${reason}\n`,
    )
  if (all.some(({ hubs }) => hubs.length === 0)) io.err('there is no hub in what was given\n')
  return left.some(({ kind }) => kind === 'unreadable') ? Exit.findings : Exit.clean
}

function asJson(found: Found, other: Found | null, part: Path) {
  const hubs = found.hubs.map(hub => {
    const { name, values } = hub.hub
    const origins = [...leaves(partOf(hub, part))].map(({ path, origin }) => ({
      path: path.slice(values.path.length),
      ...{ origin: origin.by, author: authorOf(origin), location: origin.span },
    }))
    return { name, key: hub.key, values: plain(partOf(hub, part).raw), origins }
  })
  const notJudged = found.notJudged.map(({ location, reason }) => ({ location, reason }))
  if (other === null) return { version: 1, hubs, notJudged }
  const differ = pairs(found, other).map(([one, two]) => ({
    hubs: [one.hub.name, two.hub.name],
    differences: differencesOf([one, two], part).map(difference => ({
      path: difference.path,
      one: sideOf(difference.one),
      other: sideOf(difference.other),
    })),
  }))
  return { version: 1, hubs, notJudged, differences: differ }
}

/** Without `value` where there is none. */
function sideOf({ value, origin }: Leaf) {
  return { value: plain(value.raw), origin: origin.by, location: origin.span }
}

/** The hubs of two calls that stand at the same key, else in the same order. */
function pairs(found: Found, other: Found): [FoundHub, FoundHub][] {
  return found.hubs.flatMap((hub, i) => {
    const partner = other.hubs.find(({ key }) => printPath(key) === printPath(hub.key)) ?? other.hubs[i]
    return partner === undefined ? [] : [[hub, partner]]
  })
}

function differencesOf([one, other]: [FoundHub, FoundHub], part: Path): Difference[] {
  return differences(partOf(one, part), partOf(other, part)).map(found => ({
    ...found,
    path: [...part, ...found.path],
  }))
}

function partOf({ hub }: FoundHub, part: Path): View {
  return (hub.values as View).down(part)
}

/** `singleuser.profileList[0].display_name` as a path. */
function pathOf(written: string): Path {
  return [...written.matchAll(/\[(\d+)\]|\["([^"]*)"\]|[^.[\]]+/g)].map(([all, index, key]) =>
    index === undefined ? (key ?? all) : Number(index),
  )
}

/** Writes YAML that Helm reads as the same values. */
async function yamlWriter(): Promise<(value: unknown) => string> {
  const { stringify } = await import('yaml')
  return value => stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })
}

/** Values as plain data: what cannot be known is said in words. */
function plain(data: unknown): unknown {
  if (data instanceof Opaque) return `(unknown: ${data.why})`
  if (Array.isArray(data)) return data.map(plain)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, plain(value)]))
}
