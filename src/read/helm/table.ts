import type { Origin } from '../../model/origin.ts'
import type { Path } from '../../model/path.ts'
import type { Part } from '../../model/span.ts'
import { NOTHING, Opaque, type Traced } from '../../model/traced.ts'

type Values = Record<string, unknown>

/** What a table holds: another table, or something that Helm does not look into. */
export type Entry = Table | Leaf

/** A scalar, a null or a list, with the layer that says it and where in that layer it stands. */
export class Leaf {
  readonly data: unknown
  readonly author: Traced
  readonly at: Path

  constructor(data: unknown, author: Traced, at: Path) {
    this.data = data
    this.author = author
    this.at = at
  }
}

/**
 * A map of values as Helm's code handles them: changed in place, shared between charts, copied as a whole. Each entry keeps its
 * author. A table is taken apart only when its entries are asked for, so that what comes from one layer is never copied.
 */
export class Table {
  private data: Values
  private readonly author: Traced
  private readonly at: Path
  private parts: Map<string, Entry> | null
  /** What was taken away last, by key: whoever did that is asked for the value's origin. */
  private gone: Map<string, Leaf> | null = null

  private constructor(data: Values, author: Traced, at: Path, parts: Map<string, Entry> | null) {
    this.data = data
    this.author = author
    this.at = at
    this.parts = parts
  }

  /** A layer's values; anything but a map counts as an empty one. */
  static of(layer: Traced): Table {
    return new Table(isMap(layer.data) ? layer.data : {}, layer, [], null)
  }

  /** A table that nobody wrote. */
  static empty(): Table {
    return Table.of(NOTHING)
  }

  /** A table of its own at every depth; lists are shared, for nothing changes them. */
  copy(): Table {
    const copy = this.shallow()
    if (copy.parts !== null)
      for (const [key, entry] of copy.parts) if (entry instanceof Table) copy.parts.set(key, entry.copy())
    return copy
  }

  /** Another table with the same entries. */
  fork(): Table {
    this.entries()
    return this.shallow()
  }

  private shallow(): Table {
    const copy = new Table(this.data, this.author, this.at, this.parts === null ? null : new Map(this.parts))
    copy.gone = this.gone === null ? null : new Map(this.gone)
    return copy
  }

  entries(): Map<string, Entry> {
    if (this.parts !== null) return this.parts
    const parts = new Map<string, Entry>()
    for (const key of Object.keys(this.data)) {
      const value = this.data[key]
      const at = [...this.at, key]
      parts.set(key, isMap(value) ? new Table(value, this.author, at, null) : new Leaf(value, this.author, at))
    }
    this.parts = parts
    return parts
  }

  get isEmpty(): boolean {
    return this.entries().size === 0
  }

  get(key: string): Entry | undefined {
    return this.entries().get(key)
  }

  /** The table at a path of keys; undefined where there is none. */
  table(keys: readonly string[]): Table | undefined {
    let table: Table | undefined = this
    for (const key of keys) {
      const entry: Entry | undefined = table.get(key)
      if (!(entry instanceof Table)) return undefined
      table = entry
    }
    return table
  }

  set(key: string, entry: Entry): void {
    this.entries().set(key, entry)
  }

  /** Takes a key away; the null that did it stays known as the author of its absence. */
  remove(key: string, by: Leaf): void {
    this.entries().delete(key)
    this.gone ??= new Map()
    this.gone.set(key, by)
  }

  /** Takes away what is null, at every depth outside lists. */
  removeNulls(): void {
    if (this.parts === null) {
      this.data = prunedOf(this.data)
      return
    }
    for (const [key, entry] of this.parts) {
      if (entry instanceof Table) entry.removeNulls()
      else if (entry.data === null) this.remove(key, entry)
    }
  }

  /** What the table holds now, as values with their authors. The table must not be changed any more. */
  traced(): Traced {
    return { data: this.plain(), origin: (path, part) => this.origin(path, part) }
  }

  private plain(): Values {
    if (this.parts === null) return this.data
    const data: Values = {}
    for (const [key, entry] of this.parts) put(data, key, entry instanceof Table ? entry.plain() : entry.data)
    return data
  }

  private origin(path: Path, part: Part | undefined): Origin {
    let table: Table = this
    for (const [depth, step] of path.entries()) {
      if (table.parts === null) return table.author.origin([...table.at, ...path.slice(depth)], part)
      const key = String(step)
      const entry: Entry | undefined = table.parts.get(key) ?? table.gone?.get(key)
      if (entry === undefined) return NOTHING.origin(path)
      if (!(entry instanceof Table)) return entry.author.origin([...entry.at, ...path.slice(depth + 1)], part)
      table = entry
    }
    return table.author.origin(table.at, part)
  }
}

/** Whether a value is a map that Helm would merge with another. */
export function isMap(data: unknown): data is Values {
  return typeof data === 'object' && data !== null && !Array.isArray(data) && !(data instanceof Opaque)
}

/** Many hubs have the same defaults. */
const pruned = new WeakMap<Values, Values>()

function prunedOf(data: Values): Values {
  const before = pruned.get(data)
  if (before !== undefined) return before
  const result = withoutNulls(data)
  pruned.set(data, result)
  return result
}

/** The very same data where nothing is null. */
function withoutNulls(data: Values): Values {
  const keys = Object.keys(data)
  let kept: Values | null = null
  for (const [i, key] of keys.entries()) {
    const value = data[key]
    const left = isMap(value) ? withoutNulls(value) : value
    if (kept === null && (left === null || left !== value)) {
      kept = {}
      for (const before of keys.slice(0, i)) put(kept, before, data[before])
    }
    if (kept !== null && left !== null) put(kept, key, left)
  }
  return kept ?? data
}

function put(map: Values, key: string, value: unknown): void {
  // a key such as "__proto__" is a user's word like any other
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true })
  else map[key] = value
}
