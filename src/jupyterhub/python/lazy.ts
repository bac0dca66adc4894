import { type Arguments, itemsOf } from './arguments.ts'
import { article, Raised, unique } from './operators.ts'
import type { Cell, Key } from './state.ts'
import { CONDITIONAL, intOf, type Value, type Where } from './values.ts'

/** What is to be done to the value that a trait has by itself. */
export interface Additions {
  readonly inserted: readonly (readonly [at: number, item: Value])[]
  readonly before: readonly Value[]
  readonly after: readonly Value[]
  /** Entries of a dict or members of a set, by what it was first updated with. */
  readonly updated: ReadonlyMap<Key, Value> | readonly Value[] | null
  /** Why all this may not be so; null if it is. */
  readonly blurred: string | null
  readonly where: Where
}

/**
 * What a trait gives out that nothing has set: traitlets' LazyConfigValue, which takes note of what is to be added to the trait's own
 * value, and is neither list, dict nor set. Source: ipython/traitlets@v5.14.3:traitlets/config/loader.py.
 */
export class Lazy implements Cell {
  readonly kind = 'unset'
  readonly section: string
  readonly trait: string
  /** Where it was last looked at. */
  where: Where
  additions: Additions
  /** Whether it is certain that nothing has set the trait. */
  isCertain = true

  constructor(section: string, trait: string, where: Where) {
    this.section = section
    this.trait = trait
    this.where = where
    this.additions = { inserted: [], before: [], after: [], updated: null, blurred: null, where }
  }

  /** Whether nothing has been added. */
  get isBare(): boolean {
    const { inserted, before, after, updated, blurred } = this.additions
    return inserted.length + before.length + after.length === 0 && updated === null && blurred === null
  }

  get size(): number {
    const { before, after, updated } = this.additions
    return before.length + after.length + (Array.isArray(updated) ? updated.length : 0)
  }

  save(): Additions {
    return this.additions
  }

  restore(state: Additions): void {
    this.additions = state
  }

  join(states: readonly Additions[]): void {
    const [first, ...others] = states
    if (first === undefined) return
    const last = states.at(-1) ?? first
    this.additions = others.every(other => other === first) ? first : { ...last, blurred: CONDITIONAL }
  }
}

/** What there is to call. */
const METHODS = new Set(['append', 'extend', 'prepend', 'insert', 'update', 'add'])

/** What it has besides, as any class with traits. Source: ipython/traitlets@v5.14.3:traitlets/traitlets.py `HasTraits`. */
const OTHERS =
  /^(?:__\w*|_\w*|class_\w+|\w*traits?|trait_\w+|un\w+|on_\w+|hold_\w+|cross_\w+|notify_\w+|observe|setup_instance|get_value|merge_into|to_dict)$/

/** Throws where Python does, as what nothing has set can do next to nothing. */
export function refuse(value: Value | undefined, does: string, where: Where): void {
  if (value?.kind === 'unset' && value.isCertain)
    throw new Raised(`nothing has set c.${value.section}.${value.trait}, so it ${does}`, where)
}

/** Whether it has an attribute of that name. */
export function hasAttribute(name: string): boolean {
  return METHODS.has(name) || OTHERS.test(name)
}

/** What a call of one of its methods adds; undefined where that cannot be followed. */
export function added(lazy: Lazy, name: string, args: Arguments, where: Where): Additions | undefined {
  const { additions } = lazy
  if (!METHODS.has(name) || !args.complete) return undefined
  checkArguments(name, args, where)
  const [first, second] = args.positional
  if (first === undefined) return undefined
  const items = name === 'append' || name === 'insert' || name === 'add' ? [first] : itemsOf(iterable(first, where))
  if (items === undefined) return undefined
  switch (name) {
    case 'append':
    case 'extend':
      return { ...additions, after: [...additions.after, ...items], where }
    case 'prepend':
      return { ...additions, before: [...items, ...additions.before], where }
    case 'insert': {
      const at = intOf(first)
      if (at === undefined && first.kind === 'scalar') throw new Raised('insert() takes a number first', where)
      if (at === undefined || second === undefined) return undefined
      return { ...additions, inserted: [...additions.inserted, [at, second]], where }
    }
    default:
      return updated(additions, name === 'update' ? first : undefined, items, where)
  }
}

function updated(additions: Additions, source: Value | undefined, items: readonly Value[], where: Where) {
  const before = additions.updated ?? (source?.kind === 'dict' ? new Map<Key, Value>() : [])
  if (before instanceof Map) {
    if (source?.kind !== 'dict') return undefined
    return { ...additions, updated: new Map<Key, Value>([...before, ...source.entries]), where }
  }
  const odd = items.find(item => item.kind === 'dict' || (item.kind === 'list' && item.type !== 'tuple'))
  if (odd !== undefined) throw new Raised(`${article(odd)} cannot be in a set`, where)
  return { ...additions, updated: unique([...(before as readonly Value[]), ...items]), where }
}

function iterable(value: Value, where: Where): Value {
  if (value.kind === 'scalar' && value.type !== 'str' && value.type !== 'bytes')
    throw new Raised(`${article(value)} cannot be gone through`, where)
  return value
}

function checkArguments(name: string, { positional, named }: Arguments, where: Where): void {
  const wanted = name === 'insert' ? 2 : 1
  const isRight =
    positional.length + named.size === wanted && (name !== 'update' || named.size === 0 || named.has('other'))
  if (!isRight)
    throw new Raised(
      `${name}() of a trait that nothing has set takes ${wanted === 2 ? 'two values' : 'one value'}`,
      where,
    )
}
