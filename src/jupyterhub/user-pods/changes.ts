import { type Author, isWritten } from '../../model/origin.ts'
import type { Path } from '../../model/path.ts'
import type { Span } from '../../model/span.ts'
import type { Traced } from '../../model/traced.ts'
import { isMap } from '../derived.ts'
import type { UserPod } from './user-pods.ts'

/** A field of a pod that another version fills otherwise. */
export interface FieldChange {
  /** Where it is; what stands in lists goes by its name: `spec`, `containers`, `notebook`, `image`. */
  readonly path: Path
  /** Undefined where there was none. */
  readonly before: unknown
  /** Undefined where there is none any more. */
  readonly after: unknown
  /** Who sets it afterwards, or set it before. */
  readonly by: Author
  /** The place of what a person wrote. */
  readonly location: Span | null
}

/** What becomes of a pod. */
export interface PodChange {
  readonly subject: string
  readonly what: 'changed' | 'added' | 'removed' | 'no longer made' | 'made now'
  readonly changes: readonly FieldChange[]
}

/** What differs between the pods of the same values on two versions, pod by pod. */
export function podChanges(before: readonly UserPod[], after: readonly UserPod[]): PodChange[] {
  const old = new Map(before.map(pod => [keyOf(pod), pod]))
  const now = new Map(after.map(pod => [keyOf(pod), pod]))
  const changed = [...now].flatMap(([key, pod]): PodChange[] => {
    const was = old.get(key)
    if (was === undefined) return [{ subject: pod.subject, what: 'added', changes: [] }]
    const changes = fieldChanges(was.pod, pod.pod)
    if (was.spawns !== pod.spawns)
      return [{ subject: pod.subject, what: pod.spawns ? 'made now' : 'no longer made', changes }]
    return changes.length === 0 ? [] : [{ subject: pod.subject, what: 'changed', changes }]
  })
  const removed = [...old].filter(([key]) => !now.has(key))
  return [...changed, ...removed.map(([, { subject }]): PodChange => ({ subject, what: 'removed', changes: [] }))]
}

function keyOf({ profile, options }: UserPod): string {
  return JSON.stringify([profile, options])
}

/** One side of a comparison: what stands there, and where in its pod. */
interface Side {
  readonly data: unknown
  readonly path: Path
}

function fieldChanges(before: Traced, after: Traced): FieldChange[] {
  const found: FieldChange[] = []

  function compare(was: Side, now: Side, path: Path): void {
    const [left, right] = [parts(was), parts(now)]
    if (left !== undefined && right !== undefined) {
      for (const key of new Set([...left.keys(), ...right.keys()]))
        compare(left.get(key) ?? under(was, key), right.get(key) ?? under(now, key), [...path, key])
      return
    }
    if (same(was.data, now.data)) return
    const origin = now.data === undefined ? before.origin(was.path) : after.origin(now.path)
    found.push({
      path,
      before: was.data,
      after: now.data,
      by: origin.by,
      location: isWritten(origin) ? origin.span : null,
    })
  }

  compare({ data: before.data, path: [] }, { data: after.data, path: [] }, [])
  return found
}

function under({ path }: Side, key: string): Side {
  return { data: undefined, path: [...path, key] }
}

/** What a map or a list of named things consists of; undefined for anything else. */
function parts({ data, path }: Side): Map<string, Side> | undefined {
  if (isMap(data))
    return new Map(Object.entries(data).map(([key, item]) => [key, { data: item, path: [...path, key] }]))
  if (!Array.isArray(data)) return undefined
  const names = data.map(nameOf)
  if (names.includes(undefined) || new Set(names).size < names.length) return undefined
  return new Map(data.map((item, i) => [names[i] ?? '', { data: item, path: [...path, i] }]))
}

/** What tells one item of a list from the others; mounts of one volume differ in where they are mounted. */
function nameOf(item: unknown): string | undefined {
  if (!isMap(item)) return undefined
  const name = item['mountPath'] ?? item['name']
  return typeof name === 'string' ? name : undefined
}

function same(a: unknown, b: unknown): boolean {
  const empty = (data: unknown) =>
    data === undefined || data === null || (typeof data === 'object' && Object.keys(data).length === 0)
  return (empty(a) && empty(b)) || canonical(a) === canonical(b)
}

/** The same text for the same data, in whatever order its keys come. */
function canonical(data: unknown): string {
  return JSON.stringify(data, (_, item: unknown) =>
    isMap(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  )
}
