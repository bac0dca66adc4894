import type { Origin } from './origin.ts'
import type { Path } from './path.ts'
import type { Part } from './span.ts'

/**
 * Plain data that can say, for any path, who put the value there. Layered values, a subtree, a literal in Python, a
 * projected pod: all are Traced, so authorship composes. Origins are worked out only when asked for.
 */
export interface Traced<T = unknown> {
  readonly data: T
  /**
   * Who set the value at `path`; for a path that does not exist, who wrote nothing there (`nobody`), with the nearest text.
   * With `part`, the place of that stretch of the text at `path`, as exactly as the source allows.
   */
  origin(path: Path, part?: Part): Origin
}

/** Stands in data for a value that is set, but cannot be known without running or fetching something. */
export class Opaque {
  /** Why it cannot be known, as the end of a sentence: `it is computed when the hub starts`. */
  readonly why: string

  constructor(why: string) {
    this.why = why
  }
}

/** Values of which there are none, and that nobody wrote. */
export const NOTHING: Traced = {
  data: {},
  origin: path => ({ by: 'nobody', name: 'nobody', path, span: null }),
}

/** Data that all comes from one place: a flag, a default, a value made out of another. */
export function traced<T>(data: T, origin: Origin | ((path: Path, part?: Part) => Origin)): Traced<T> {
  return { data, origin: typeof origin === 'function' ? origin : () => origin }
}

/** The part of `whole` at `at`. Asked for a path, it answers for that path in the whole. */
export function subtree(whole: Traced, at: Path): Traced {
  return {
    data: at.reduce(child, whole.data),
    origin: (path, part) => whole.origin([...at, ...path], part),
  }
}

/** What stands under a key of a map or an index of a list; undefined for anything else. */
export function child(data: unknown, key: string | number): unknown {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, key)) return undefined
  return (data as Record<string | number, unknown>)[key]
}

/** What `compose` builds from: traced values, put into maps and lists. Undefined entries are left out. */
export type Blueprint = Traced | readonly Blueprint[] | { readonly [key: string]: Blueprint | undefined }

/**
 * One traced value out of many: each part keeps its own author. `origin` is the answer for the maps and lists made here,
 * and for what is in none of them.
 */
export function compose(blueprint: Blueprint, origin: Origin): Traced {
  return {
    data: assemble(blueprint),
    origin(path, part) {
      let node: Blueprint | undefined = blueprint
      for (const [depth, step] of path.entries()) {
        if (isTraced(node)) return node.origin(path.slice(depth), part)
        node = child(node, step) as Blueprint | undefined
        if (node === undefined) return origin
      }
      return isTraced(node) ? node.origin([], part) : origin
    },
  }
}

/** Tells a traced value from a map or list of them. */
export function isTraced(node: Blueprint | undefined): node is Traced {
  return typeof node === 'object' && node !== null && typeof (node as Partial<Traced>).origin === 'function'
}

function assemble(node: Blueprint): unknown {
  if (isTraced(node)) return node.data
  if (Array.isArray(node)) return node.map(assemble)
  const map: Record<string, unknown> = {}
  for (const key of Object.keys(node)) {
    const value = (node as { readonly [key: string]: Blueprint | undefined })[key]
    if (value === undefined) continue
    const data = assemble(value)
    // a user's word like any other, which is slow to write for all keys
    if (key === '__proto__')
      Object.defineProperty(map, key, { value: data, enumerable: true, writable: true, configurable: true })
    else map[key] = data
  }
  return map
}
