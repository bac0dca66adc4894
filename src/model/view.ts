import type { Origin } from './origin.ts'
import type { Path } from './path.ts'
import type { Part } from './span.ts'
import { child, Opaque, subtree, type Traced } from './traced.ts'

export type Scalar = string | number | boolean | null

/** A value's type once it is there. */
type Present<T> = NonNullable<T>
type Item<T> = Present<T> extends readonly (infer I)[] ? I : Present<T> extends Record<string, infer V> ? V : unknown

/**
 * A value together with its place. What a rule reads is where it points.
 *
 * Types say what the value should be; users write other things. So nothing here throws: on data of another shape, `at`
 * and `each` give empty views, and `text`, `number` and `flag` are undefined.
 */
export class View<T = unknown> {
  /** The data as it is; undefined where there is none. */
  readonly raw: unknown
  private readonly root: Traced
  private readonly parent: View<never> | null
  private readonly key: string | number
  private whole: Origin | null

  private constructor(root: Traced, raw: unknown, parent: View<never> | null, key: string | number) {
    this.raw = raw
    this.root = root
    this.parent = parent
    this.key = key
    this.whole = null
  }

  static of<T>(traced: Traced<T>): View<T>
  static of<T>(traced: Traced): View<T>
  static of<T>(traced: Traced): View<T> {
    return new View<T>(traced, traced.data, null, '')
  }

  /** The value under a key of a map; below something opaque, opaque. */
  at<K extends keyof Present<T> & (string | number)>(key: K): View<Present<T>[K]> {
    return this.get(key) as View<Present<T>[K]>
  }

  /** As `at`, for keys that no type names. */
  get(key: string | number): View {
    const raw = this.raw instanceof Opaque ? this.raw : child(this.raw, key)
    return new View(this.root, raw, this as unknown as View<never>, key)
  }

  /** As `get`, step by step. */
  down(path: Path): View {
    let view: View = this as unknown as View
    for (const step of path) view = view.get(step)
    return view
  }

  /** The items of a list; nothing for anything else. */
  each(): View<Item<T>>[] {
    const items: View<Item<T>>[] = []
    if (Array.isArray(this.raw)) for (let i = 0; i < this.raw.length; i += 1) items.push(this.get(i) as View<Item<T>>)
    return items
  }

  /** The values of a map with their keys, in the order written; nothing for anything else. */
  entries(): [string, View<Item<T>>][] {
    return this.keys().map(key => [key, this.get(key) as View<Item<T>>])
  }

  /** The keys of a map. */
  keys(): string[] {
    return this.isMap ? Object.keys(this.raw as object) : []
  }

  get isMap(): boolean {
    return (
      typeof this.raw === 'object' && this.raw !== null && !Array.isArray(this.raw) && !(this.raw instanceof Opaque)
    )
  }

  get isList(): boolean {
    return Array.isArray(this.raw)
  }

  /** Whether there is a value other than null. What cannot be known is set. */
  get isSet(): boolean {
    return this.raw !== undefined && this.raw !== null
  }

  /** Whether the key is there at all, null included. */
  get exists(): boolean {
    return this.raw !== undefined
  }

  /** Whether the value is set to something that cannot be known. */
  get isOpaque(): boolean {
    return this.raw instanceof Opaque
  }

  /** A string, number, boolean or null; undefined for anything else. */
  get value(): Scalar | undefined {
    const raw = this.raw
    return raw === null || typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean'
      ? raw
      : undefined
  }

  get text(): string | undefined {
    return typeof this.raw === 'string' ? this.raw : undefined
  }

  get number(): number | undefined {
    return typeof this.raw === 'number' ? this.raw : undefined
  }

  get flag(): boolean | undefined {
    return typeof this.raw === 'boolean' ? this.raw : undefined
  }

  /** The key or index above its own: of an item of a list, the list's key; undefined where there is none. */
  get outerKey(): string | number | undefined {
    return this.parent === null || this.parent.parent === null ? undefined : this.parent.key
  }

  /** Where it stands in what it was read from. */
  get path(): Path {
    const path: (string | number)[] = []
    for (let view: View<never> = this as unknown as View<never>; view.parent !== null; view = view.parent)
      path.push(view.key)
    return path.reverse()
  }

  /** Who put it there; `part` narrows the place to a stretch of its text. */
  origin(part?: Part): Origin {
    if (part !== undefined) return this.root.origin(this.path, part)
    this.whole ??= this.root.origin(this.path)
    return this.whole
  }

  /** This value alone, as traced data. */
  get traced(): Traced {
    return this.parent === null ? this.root : subtree(this.root, this.path)
  }
}
