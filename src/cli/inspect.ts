import { inspectText, type StreamedObjects } from '../report/inspect-text.ts'
import { callOf } from './call.ts'
import { describeHub } from './describe-hub.ts'
import { detached } from './detached.ts'
import { Exit } from './exit.ts'
import { findHubs } from './hubs.ts'
import { paint } from './paint.ts'
import { policyManner } from './policy-file.ts'
import type { InspectFlags } from './program.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'

/** Prints what each hub will do; gives the exit status. */
export async function inspect(files: readonly string[], flags: InspectFlags, io: Streams): Promise<number> {
  const format = flags.format?.[0] ?? 'text'
  const objects: StreamedObjects[] = []
  const found = await findHubs(await callOf(files, flags, await policyManner(flags)), (workloads, file) => {
    const names = workloads.map(({ name }) => detached(name))
    const last = objects.at(-1)
    if (last?.file === file) last.objects.push(...names)
    else objects.push({ file, objects: names })
    return []
  })
  const hubs = found.hubs.map(({ hub, files, key, chosen, rendered }) => {
    const beside = rendered ? objects.filter(({ file }) => files.includes(file)) : []
    const whence = { files, key, chartVersionFrom: chosen.from, objects: beside.flatMap(({ objects }) => objects) }
    return describeHub(hub, whence, flags.user)
  })
  const notJudged = found.notJudged.map(({ location, reason }) => ({ location, reason }))
  const withoutHub = objects.filter(({ file }) => !hubs.some(({ files }) => files.includes(file)))
  if (format === 'json') {
    const all = objects.flatMap(({ objects }) => objects)
    io.out(`${JSON.stringify({ version: 1, hubs, objects: all, notJudged }, null, 2)}\n`)
  } else if (format === 'text') io.out(inspectText(hubs, withoutHub, notJudged, found.notes, paint(io.colours)))
  else throw new UserError(`--format ${format}: inspect prints text or json`)
  if (hubs.length === 0) io.err('there is no hub in what was given\n')
  return found.notJudged.some(({ kind }) => kind === 'unreadable') ? Exit.findings : Exit.clean
}
