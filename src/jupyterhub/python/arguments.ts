import { refuse } from './lazy.ts'
import { article, Raised } from './operators.ts'
import { Dict, isSet, List } from './state.ts'
import { isNone, none, textOf, type Value, type Where } from './values.ts'

/** What a call hands over. */
export interface Arguments {
  readonly positional: readonly Value[]
  readonly named: ReadonlyMap<string, Value>
  /** Whether that is all: no `*` or `**` of something that cannot be known. */
  readonly complete: boolean
}

/** Arguments behind those that were given before; null for none. */
export function after(before: Arguments | null, args: Arguments): Arguments {
  if (before === null) return args
  return {
    positional: [...before.positional, ...args.positional],
    named: new Map([...before.named, ...args.named]),
    complete: before.complete && args.complete,
  }
}

/** The items of a value that is gone through; undefined if they are not known. */
export function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  if (value?.kind === 'unset') refuse(value, 'cannot be gone through', value.where)
  if (value?.kind === 'list') return value.blurred === null ? value.items : undefined
  if (value?.kind === 'dict' && value.blurred === null)
    return [...value.entries.keys()].map(key => scalarKey(key, value.where))
  const text = textOf(value)
  return text === undefined || value === undefined ? undefined : [...text].map(char => scalarKey(char, value.where))
}

/** A key of a dict as a value. */
export function scalarKey(data: string | number | boolean | null, where: Where): Value {
  if (data === null) return none(where)
  const type =
    typeof data === 'string' ? 'str' : typeof data === 'boolean' ? 'bool' : Number.isInteger(data) ? 'int' : 'float'
  return { kind: 'scalar', type, data, where }
}

/** A copy with the same items. */
export function copyOf(container: List | Dict, where: Where): List | Dict {
  const copy =
    container.kind === 'list'
      ? new List(container.type, [...container.items], where)
      : new Dict(container.entries, where)
  copy.blurred = container.blurred
  return copy
}

/** The entries that `dict(…)` and `.update(…)` take; undefined if they are not known. */
export function entriesOf(args: Arguments): [string | number | boolean | null, Value][] | undefined {
  const [source] = args.positional
  if (!args.complete) return undefined
  if (source !== undefined && isNone(source))
    throw new Raised(`${article(source)} cannot be gone through`, source.where)
  const entries: [string | number | boolean | null, Value][] = []
  if (source?.kind === 'dict' && source.blurred === null) entries.push(...source.entries)
  else if (source !== undefined) {
    if (source.kind !== 'list' || source.blurred !== null) return undefined
    for (const pair of source.items) {
      const [key, item] = pair.kind === 'list' && !isSet(pair) && pair.blurred === null ? pair.items : []
      if (key?.kind !== 'scalar' || item === undefined) return undefined
      entries.push([key.data, item])
    }
  }
  return [...entries, ...args.named]
}
