import type { Origin } from '../model/origin.ts'
import { type Path, printPath } from '../model/path.ts'
import { child, type Traced } from '../model/traced.ts'
import { FlagError, type FlagParser, flagParser } from './set-grammar.ts'

/** The flags that set values, in the order in which Helm applies them, whatever their order in the call. */
export const SET_KINDS = ['set-json', 'set', 'set-string', 'set-file', 'set-literal'] as const
export type SetKind = (typeof SET_KINDS)[number]

/** One flag as it was given: `{ kind: 'set', text: 'cull.timeout=60' }`. */
export interface SetFlag {
  readonly kind: SetKind
  readonly text: string
  /** For `set-file`: the content of a file, or null if there is none. */
  readonly read?: (file: string) => string | null
  /** Where it stands, if it was not given with the call. */
  readonly origin?: Origin
}

/** Values with flags put into them, or why Helm would refuse them; the origin is null for a flag. */
export type Flagged = { readonly traced: Traced } | { readonly error: string; readonly origin: Origin | null }

/**
 * Puts flags into values, as Helm does: into what the files say, without a chart's defaults. Source: helm/helm@v4.2.4:
 * pkg/cli/values/options.go, pkg/strvals/parser.go, pkg/strvals/literal_parser.go, and what Helm 3.21.4 and 4.2.4 did.
 */
export function applyFlags(values: Traced, flags: readonly SetFlag[], helm: 3 | 4): Flagged {
  if (flags.length === 0) return { traced: values }
  const assigned: Assigned[] = []
  let data: Record<string, unknown> = isMap(values.data) ? { ...values.data } : {}
  for (const kind of SET_KINDS) {
    for (const flag of flags.filter(given => given.kind === kind)) {
      const parser: FlagParser = flagParser(flag, helm, path => assigned.push({ path, flag }))
      try {
        data = parser.into(data)
      } catch (error) {
        if (!(error instanceof FlagError)) throw error
        return { error: `--${kind} ${flag.text}: ${error.message}`, origin: null }
      }
    }
  }
  return {
    traced: { data, origin: (path, part) => flaggedOrigin(values, data, assigned, path) ?? values.origin(path, part) },
  }
}

/** A flag, and one of the paths that it set. */
interface Assigned {
  readonly path: Path
  readonly flag: SetFlag
}

/** The flag that set the value at `path`, or made the map or list there; null if none did. */
function flaggedOrigin(
  values: Traced,
  data: unknown,
  assigned: readonly Assigned[],
  path: Path,
): ReturnType<Traced['origin']> | null {
  const here = path.reduce(child, data)
  if (here === undefined) return null
  const last = assigned.findLast(one => isSamePath(one.path, path.slice(0, one.path.length)))
  const before = path.reduce(child, values.data)
  // maps and lists on the way to what was set, and the nulls that fill up a list before it
  const around = before === undefined ? path.slice(0, -1) : isMap(before) === isMap(here) ? null : path
  const made =
    around === null ? undefined : assigned.findLast(one => isSamePath(around, one.path.slice(0, around.length)))
  const by = last ?? made
  if (by === undefined) return null
  const { flag } = by
  if (flag.origin !== undefined) return { ...flag.origin, path }
  return { by: 'flag', name: `--${flag.kind} ${printPath(by.path)}`, path, span: null }
}

function isSamePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, i) => String(step) === String(b[i]))
}

function isMap(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}
