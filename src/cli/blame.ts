import { Opaque } from '../model/traced.ts'
import type { View } from '../model/view.ts'
import { blameText } from '../report/blame-text.ts'
import { leaves } from '../report/leaves.ts'
import { callOf } from './call.ts'
import { Exit } from './exit.ts'
import { findHubs } from './hubs.ts'
import { paint } from './paint.ts'
import { policyManner } from './policy-file.ts'
import type { InputFlags } from './program.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'

/** Prints the effective values with their authors; gives the exit status. */
export async function blame(files: readonly string[], flags: InputFlags, io: Streams): Promise<number> {
  const format = flags.format?.[0] ?? 'text'
  const found = await findHubs(callOf(files, flags, await policyManner(flags)), () => [])
  const hubs = found.hubs.map(({ hub, key }) => ({
    name: hub.name,
    key,
    values: plain(hub.values.raw),
    origins: [...leaves(hub.values as View)].map(({ path, origin }) => ({
      path,
      origin: origin.by,
      location: origin.span,
    })),
  }))
  const notJudged = found.notJudged.map(({ location, reason }) => ({ location, reason }))
  if (format === 'json') io.out(`${JSON.stringify({ version: 1, hubs, notJudged }, null, 2)}\n`)
  else if (format === 'text')
    io.out(found.hubs.map(({ hub }) => blameText(hub.values as View, paint(io.colours))).join('\n'))
  else throw new UserError(`--format ${format}: blame prints text or json`)
  for (const { location, reason } of found.notJudged) io.err(`${location.file}: ${reason}\n`)
  if (hubs.length === 0) io.err('there is no hub in what was given\n')
  return found.notJudged.some(({ kind }) => kind === 'unreadable') ? Exit.findings : Exit.clean
}

/** Values for JSON: what cannot be known is said in words. */
function plain(data: unknown): unknown {
  if (data instanceof Opaque) return `(unknown: ${data.why})`
  if (Array.isArray(data)) return data.map(plain)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, plain(value)]))
}
