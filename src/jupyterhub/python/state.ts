import { bounded, type Limit } from './limits.ts'
import { sameValue } from './same.ts'
import { CONDITIONAL, reachesConfig, type Unknown, unknown, type Value, type Where } from './values.ts'

/** What a map of Python may have as key, as far as it is followed. */
export type Key = string | number | boolean | null

/** Something that code can change, and that branches may change differently. */
export interface Cell {
  save(): unknown
  restore(state: unknown): void
  /** Becomes what is common to several states; the rest becomes unknown. */
  join(states: readonly unknown[]): void
  readonly size: number
}

/** Names with values: a scope, a dict or a section of the configuration. */
class Names<K extends Key, V extends Value = Value> implements Cell {
  entries = new Map<K, V>()
  /** Why it may hold other entries than these; null if it does not. */
  blurred: string | null = null

  get size(): number {
    return this.entries.size
  }

  save(): { entries: Map<K, V>; blurred: string | null } {
    return { entries: new Map(this.entries), blurred: this.blurred }
  }

  restore(state: ReturnType<Names<K, V>['save']>): void {
    this.entries = new Map(state.entries)
    this.blurred = state.blurred
  }

  join(states: readonly ReturnType<Names<K, V>['save']>[]): void {
    const joined = new Map<K, V>()
    for (const { entries } of states) {
      for (const key of entries.keys()) {
        if (!joined.has(key)) joined.set(key, common(states.map(state => state.entries.get(key))) as V)
      }
    }
    this.entries = joined
    this.blurred = states.find(state => state.blurred !== null)?.blurred ?? null
  }
}

/** The names of a module or of a function at work. */
export class Scope extends Names<string> {
  readonly outer: Scope | null
  /** Whether it is that of a comprehension, to which `:=` gives no names. */
  readonly isPassing: boolean
  /** Names declared `global` or `nonlocal` here. */
  readonly foreign = new Set<string>()

  constructor(outer: Scope | null, isPassing = false) {
    super()
    this.outer = outer
    this.isPassing = isPassing
  }

  find(name: string): Value | undefined {
    for (let scope: Scope | null = this; scope !== null; scope = scope.outer) {
      const value = scope.entries.get(name)
      if (value !== undefined) return value
    }
    return undefined
  }

  /** The scope in which an assignment to the name lands. */
  home(name: string): Scope {
    if (this.outer === null || !this.foreign.has(name)) return this
    let scope = this.outer
    while (scope.outer !== null && !scope.entries.has(name)) scope = scope.outer
    return scope
  }
}

/** The traits of `c.<name>`. */
export class Section extends Names<string> {}

export class Dict extends Names<Key> {
  readonly kind = 'dict'
  readonly where: Where
  /** Whether it is a traitlets Config, whose items are attributes too. */
  readonly isConfig: boolean

  constructor(entries: Iterable<readonly [Key, Value]>, where: Where, isConfig = false) {
    super()
    this.entries = new Map(entries)
    this.where = where
    this.isConfig = isConfig
  }
}

/** `iterator`: what can be gone through and little else, such as a generator or the keys of a dict. */
export type ListType = 'list' | 'tuple' | 'set' | 'frozenset' | 'iterator'

/** Whether such a list holds each of its items once, in no order. */
export function isSet({ type }: { readonly type: ListType }): boolean {
  return type === 'set' || type === 'frozenset'
}

export class List implements Cell {
  readonly kind = 'list'
  readonly type: ListType
  items: Value[]
  /** Why it may hold other items than these; null if it does not. */
  blurred: string | null = null
  readonly where: Where

  constructor(type: ListType, items: Value[], where: Where) {
    this.type = type
    this.items = bounded(items)
    this.where = where
  }

  get size(): number {
    return this.items.length
  }

  save(): { items: Value[]; blurred: string | null } {
    return { items: [...this.items], blurred: this.blurred }
  }

  restore(state: ReturnType<List['save']>): void {
    this.items = [...state.items]
    this.blurred = state.blurred
  }

  join(states: readonly ReturnType<List['save']>[]): void {
    const [first, ...others] = states
    if (first === undefined) return
    this.restore(first)
    const same = others.every(
      ({ items }) => items.length === first.items.length && items.every((item, i) => sameValue(item, first.items[i])),
    )
    this.blurred = same ? (states.find(state => state.blurred !== null)?.blurred ?? null) : CONDITIONAL
  }
}

/** What is the same in all branches; unknown where they differ. */
export function common(values: readonly (Value | undefined)[]): Value | undefined {
  const [first, ...others] = values
  if (others.every(other => sameValue(first, other))) return first
  const changed = values.find((value, i) => value !== undefined && (i === 0 || !sameValue(value, first))) ?? first
  if (changed === undefined) return undefined
  return unknown(
    changed.where,
    CONDITIONAL,
    values.some(value => value !== undefined && reachesConfig(value)),
  ) satisfies Unknown
}

/** What changes, in a way that lets code be tried and taken back. */
export class World {
  private readonly trials: Map<Cell, unknown>[] = []
  private readonly everChanged = new Set<Cell>()
  private readonly limit: Limit

  constructor(limit: Limit) {
    this.limit = limit
  }

  /** To be called before a cell changes. */
  touch(cell: Cell): void {
    this.everChanged.add(cell)
    const trial = this.trials.at(-1)
    if (trial === undefined || trial.has(cell)) return
    this.limit.spend(cell.size)
    trial.set(cell, cell.save())
  }

  changed(cell: Cell): boolean {
    return this.everChanged.has(cell)
  }

  /**
   * Runs alternatives, each from the state there is now, and goes on with what is common to those that `survive`. Which of
   * them Python would take is not known.
   */
  fork<T>(branches: readonly (() => T)[], survives: (result: T) => boolean): T[] {
    const results: T[] = []
    const ends: Map<Cell, unknown>[] = []
    for (const branch of branches) {
      const { result, end } = this.attempt(branch)
      if (!survives(result)) continue
      results.push(result)
      ends.push(end)
    }
    const cells = new Set(ends.flatMap(end => [...end.keys()]))
    for (const cell of cells) {
      this.touch(cell)
      const now = cell.save()
      cell.join(ends.map(end => end.get(cell) ?? now))
    }
    return results
  }

  /** Runs code and takes back what it changed. */
  discard<T>(branch: () => T): T {
    return this.attempt(branch).result
  }

  /** Runs code, takes back what it changed, and says what that was. */
  private attempt<T>(branch: () => T): { result: T; end: Map<Cell, unknown> } {
    const trial = new Map<Cell, unknown>()
    this.trials.push(trial)
    try {
      const result = branch()
      const end = new Map<Cell, unknown>()
      for (const cell of trial.keys()) end.set(cell, cell.save())
      return { result, end }
    } finally {
      this.trials.pop()
      for (const [cell, before] of trial) cell.restore(before)
    }
  }
}
