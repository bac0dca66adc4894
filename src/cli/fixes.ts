import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Finding, Fix } from '../model/finding.ts'
import { Lines } from '../read/yaml/lines.ts'
import { readYaml } from '../read/yaml/read-yaml.ts'
import type { Call } from './call.ts'
import { UserError } from './user-error.ts'

type Edit = Fix['edits'][number]

/** A change that was made. */
export interface Made {
  readonly location: Edit['location']
  readonly description: string
}

/** What a run knows of its files. */
export interface FixFacts extends Pick<Call, 'elsewhere' | 'releases'> {
  /** The values files of the call, as opposed to those of charts. */
  readonly editable: ReadonlySet<string>
}

/**
 * The findings with those fixes that may be made: in files of the call's own, and where several hubs share a file, only what is
 * wrong with all of them.
 */
export function withOwnFixes<F extends Finding>(findings: readonly F[], facts: FixFacts): F[] {
  const sharing = new Map<string, string[]>()
  for (const { name, layers } of facts.releases)
    for (const { file } of layers) sharing.set(file, [...(sharing.get(file) ?? []), name])
  const mayBe = ({ fix, releases = [] }: Finding): boolean =>
    (fix?.edits ?? []).every(
      ({ location: { file } }) =>
        facts.editable.has(file) &&
        !facts.elsewhere.has(resolve(file)) &&
        (sharing.get(file) ?? []).every(name => releases.includes(name)),
    )
  return findings.map(finding => (finding.fix === null || mayBe(finding) ? finding : { ...finding, fix: null }))
}

/** Makes the fixes of findings. Nothing else of a file changes. Throws `UserError` for a file that cannot be written. */
export function makeFixes(findings: readonly Finding[], helm: 3 | 4): Made[] {
  const byFile = new Map<string, Map<string, Edit & Made>>()
  for (const { fix } of findings)
    for (const edit of fix?.edits ?? []) {
      const { file, line, column } = edit.location
      const edits = byFile.get(file) ?? new Map<string, Edit & Made>()
      edits.set(`${line}:${column}`, { ...edit, description: fix?.description ?? '' })
      byFile.set(file, edits)
    }
  return [...byFile].flatMap(([file, edits]) => editFile(file, [...edits.values()], helm))
}

function editFile(file: string, edits: readonly (Edit & Made)[], helm: 3 | 4): Made[] {
  const bytes = readFileSync(file)
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  // what is no UTF-8 would come out otherwise than it was
  if (!Buffer.from(before).equals(bytes)) return []
  let text = before
  const made: Made[] = []
  // from the end, so that the places of the others stay
  for (const edit of [...edits].sort((a, b) => order(b) - order(a))) {
    const next = edited(text, edit)
    if (!changesOne(text, next, helm)) continue
    text = next
    made.unshift(edit)
  }
  if (text !== before) write(file, text)
  return made
}

function order({ location: { line, column } }: Edit): number {
  return line * 2 ** 32 + column
}

function edited(text: string, { location, text: written }: Edit): string {
  const lines = new Lines(text)
  const start = lines.offset(location.line, location.column)
  return text.slice(0, start) + written + text.slice(lines.offset(location.endLine, location.endColumn))
}

/** Whether two texts are the same data but for one value: an alias elsewhere may repeat what is edited. */
function changesOne(before: string, after: string, helm: 3 | 4): boolean {
  const [from, to] = [before, after].map(text => readYaml(new TextEncoder().encode(text), '', { helm }))
  if (from === undefined || to === undefined || to.problems.length > from.problems.length) return false
  return (
    differences(
      from.documents.map(({ data }) => data),
      to.documents.map(({ data }) => data),
    ) === 1
  )
}

function differences(a: unknown, b: unknown): number {
  if (isDeepStrictEqual(a, b)) return 0
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return 1
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  let count = 0
  for (const key of keys) count += differences(Reflect.get(a, key), Reflect.get(b, key))
  return count
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new UserError(`${file}: cannot be written (${(error as NodeJS.ErrnoException).code})`)
  }
}
