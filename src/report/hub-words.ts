import { printSeconds } from '../model/option.ts'
import type { Span } from '../model/span.ts'
import type { Described, HubDescription } from './hub-description.ts'

const REACHES: Readonly<Record<string, string>> = {
  world: 'anybody in the world, without a password',
  'shared-password': 'whoever knows one shared password',
  provider: 'anybody with an account at a public provider',
  institution: 'everybody at an institution, domain or tenant',
  group: 'members of a group',
  list: 'people named in a list',
  none: 'nobody',
}

const VERDICTS: Readonly<Record<string, string>> = {
  nobody: 'nobody',
  fails: 'nobody: the hub does not start',
  unknown: 'cannot be known',
}

/** Who gets in, in a few words. */
export function accessWords({ verdict, reach }: HubDescription['access']): string {
  const whom = REACHES[reach] ?? 'somebody, but how far it reaches cannot be known'
  return VERDICTS[verdict] ?? (verdict === 'open' ? `open: ${whom}` : whom)
}

/** When idle servers stop, in a few words. */
export function cullingWords(culling: HubDescription['culling']): string {
  if (culling.verdict !== 'active') return culling.verdict === 'missing' ? 'nothing stops them' : 'cannot be known'
  const idle = culling.idleSeconds === null ? 'stopped' : `stopped after ${printSeconds(culling.idleSeconds)} idle`
  const every = culling.everySeconds === null ? '' : `, looked at every ${printSeconds(culling.everySeconds)}`
  const age =
    culling.maxAgeSeconds === null
      ? ', whatever its age'
      : `, at the latest after ${printSeconds(culling.maxAgeSeconds)}`
  return idle + every + age
}

/** How many names are printed of a list. */
const NAMES = 8

/** A reason with the names that its setting lists, unless it says them itself. */
export function reasonWords({ sentence, names = [] }: Described): string {
  return names.every(name => sentence.includes(name)) ? sentence : `${sentence}: ${namesWords(names)}`
}

/** Some names, and how many more. */
export function namesWords(names: readonly string[]): string {
  const shown = names.slice(0, NAMES).join(', ')
  return names.length > NAMES ? `${shown} and ${names.length - NAMES} more` : shown
}

/** A line of a list, with its place. The file is left out where it is the only one. */
export function bullet(words: string, location: Span | null, isOnlyFile: boolean): string {
  if (location === null) return `  - ${words}`
  return `  - ${words} (${isOnlyFile ? `line ${location.line}` : `${location.file}:${location.line}`})`
}
