import { isVersion, NEWEST } from '../jupyterhub/charts/versions.ts'
import type { Path } from '../model/path.ts'
import { inspectText, type StreamedObjects } from '../report/inspect-text.ts'
import { callOf } from './call.ts'
import { describeHub } from './describe-hub.ts'
import { describeUpgrade } from './describe-upgrade.ts'
import { detached } from './detached.ts'
import { Exit } from './exit.ts'
import { findHubs } from './hubs.ts'
import { paint } from './paint.ts'
import { policyManner } from './policy-file.ts'
import type { InspectFlags } from './program.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'

const NO_UPGRADE =
  'objects hold the defaults of their chart beside what was written: --upgrade-to needs the values files'

/** Prints what each hub will do; gives the exit status. */
export async function inspect(files: readonly string[], flags: InspectFlags, io: Streams): Promise<number> {
  const format = flags.format?.[0] ?? 'text'
  const { upgradeTo } = flags
  if (upgradeTo !== undefined && !isVersion(upgradeTo))
    throw new UserError(`--upgrade-to ${upgradeTo}: write a version such as ${NEWEST}`)
  if (upgradeTo !== undefined && [...files, ...flags.values].includes('-'))
    throw new UserError('--upgrade-to reads its inputs twice: give files, not standard input')
  const call = await callOf(files, flags, await policyManner(flags))
  const objects: StreamedObjects[] = []
  const found = await findHubs(call, {
    watch: (workloads, file) => {
      const names = workloads.map(({ name }) => detached(name))
      const last = objects.at(-1)
      if (last?.file === file) last.objects.push(...names)
      else objects.push({ file, objects: names })
      return []
    },
  })
  const next =
    upgradeTo === undefined ? [] : (await findHubs({ ...call, chartVersion: upgradeTo }, { watch: () => [] })).hubs
  const hubs = found.hubs.map(({ hub, files, key, chosen, kind }) => {
    const beside = kind === 'manifests' ? objects.filter(({ file }) => files.includes(file)) : []
    const whence = { files, key, chartVersionFrom: chosen.from, objects: beside.flatMap(({ objects }) => objects) }
    const now = describeHub(hub, whence, flags.user)
    const upgraded =
      kind === 'manifests' ? undefined : next.find(other => other.hub.name === hub.name && same(other.key, key))
    if (upgraded === undefined) return now
    const then = describeHub(upgraded.hub, whence, flags.user)
    return { ...now, upgrade: describeUpgrade(hub, upgraded.hub, now, then, flags.user) }
  })
  const isLeftOut = upgradeTo !== undefined && found.hubs.some(({ kind }) => kind === 'manifests')
  const notes = isLeftOut ? [...found.notes, NO_UPGRADE] : found.notes
  const notJudged = found.notJudged.map(({ location, reason }) => ({ location, reason }))
  const withoutHub = objects.filter(({ file }) => !hubs.some(({ files }) => files.includes(file)))
  if (format === 'json') {
    const all = objects.flatMap(({ objects }) => objects)
    io.out(`${JSON.stringify({ version: 1, hubs, objects: all, notJudged }, null, 2)}\n`)
  } else if (format === 'text') io.out(inspectText(hubs, withoutHub, notJudged, notes, paint(io.colours)))
  else throw new UserError(`--format ${format}: inspect prints text or json`)
  if (hubs.length === 0) io.err('there is no hub in what was given\n')
  return found.notJudged.some(({ kind }) => kind === 'unreadable') ? Exit.findings : Exit.clean
}

function same(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i])
}
