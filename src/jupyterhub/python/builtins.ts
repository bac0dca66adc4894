import { type Arguments, after, entriesOf, itemsOf } from './arguments.ts'
import { called, deleteItem, getAttribute, setAttribute } from './attributes.ts'
import { duplicate } from './duplicate.ts'
import { chartValue, environment } from './environment.ts'
import { hasAttribute } from './lazy.ts'
import { printed } from './literals.ts'
import type { Machine } from './machine.ts'
import { Raised, truth, typeName, unique } from './operators.ts'
import { Dict, isSet, List, type ListType } from './state.ts'
import {
  bool,
  int,
  intOf,
  isNone,
  none,
  reachesConfig,
  str,
  textOf,
  unknown,
  type Value,
  type Where,
} from './values.ts'

/** What a function does and gives; undefined where it is not followed. */
type Builtin = (machine: Machine, args: Arguments, where: Where) => Value | undefined

const anything =
  (name: string): Builtin =>
  (machine, _args, where) => {
    machine.lose(null, null, `calls ${name}, which may set anything`, where)
    machine.knowsNames = false
    return unknown(where, undefined, true)
  }

const stops: Builtin = (_machine, _args, where) => {
  throw new Raised('it ends the hub', where)
}

const listing =
  (type: ListType): Builtin =>
  (_machine, { positional: [source], complete }, where) => {
    const items = source === undefined ? [] : itemsOf(source)
    const list = new List(type, isSet({ type }) ? unique(items ?? []) : [...(items ?? [])], where)
    if (items === undefined || !complete) list.blurred = 'it holds the items of what cannot be known'
    return list
  }

const copied: Builtin = (_machine, { positional: [source] }, where) =>
  source === undefined ? undefined : duplicate(source, where)

/** The functions that are followed, by dotted name. Source: python/cpython@v3.12.0:Doc/library/functions.rst; z2jh.py of the chart. */
export const BUILTINS: Readonly<Record<string, Builtin>> = {
  'builtins.exec': anything('exec()'),
  'builtins.eval': anything('eval()'),
  'builtins.compile': anything('compile()'),
  'builtins.globals': anything('globals()'),
  'builtins.locals': anything('locals()'),
  'builtins.vars': anything('vars()'),
  'builtins.load_subconfig': anything('load_subconfig()'),
  'builtins.exit': stops,
  'builtins.quit': stops,
  'sys.exit': stops,
  'os._exit': stops,

  'builtins.list': listing('list'),
  'builtins.tuple': listing('tuple'),
  'builtins.set': listing('set'),
  'builtins.frozenset': listing('frozenset'),
  'builtins.dict': (_machine, args, where) => dictFrom(args, where, false),
  'traitlets.config.Config': (_machine, args, where) => dictFrom(args, where, true),
  'traitlets.config.loader.Config': (_machine, args, where) => dictFrom(args, where, true),
  'builtins.sorted': (_machine, { positional: [source], named }, where) => {
    const texts = itemsOf(source)?.map(textOf)
    if (texts === undefined || texts.includes(undefined) || named.size > 0) return unknown(where)
    return new List(
      'list',
      texts.toSorted((a = '', b = '') => (a < b ? -1 : 1)).map(text => str(text ?? '', where)),
      where,
    )
  },
  'builtins.len': (_machine, { positional: [source] }, where) => {
    const items = itemsOf(source)
    return items === undefined ? unknown(where) : int(items.length, where)
  },
  'builtins.range': (_machine, { positional }, where) => range(positional.map(intOf), where),
  'builtins.enumerate': (_machine, { positional: [source], named }, where) => {
    const items = named.size === 0 ? itemsOf(source) : undefined
    return items === undefined
      ? unknown(where)
      : new List(
          'list',
          items.map((item, i) => new List('tuple', [int(i, where), item], where)),
          where,
        )
  },
  'builtins.str': (_machine, { positional: [source] }, where) => {
    const text = source?.kind === 'scalar' ? printed(source) : undefined
    return text === undefined ? unknown(where) : str(text, where)
  },
  'builtins.int': (_machine, { positional: [source, base] }, where) => {
    if (source?.kind !== 'scalar' || base !== undefined) return unknown(where)
    const text =
      source.type === 'int' || source.type === 'bool' ? String(Number(source.data)) : (textOf(source)?.trim() ?? '')
    return /^[+-]?\d{1,15}$/.test(text) ? int(Number(text), where) : unknown(where)
  },
  'builtins.bool': (_machine, { positional: [source] }, where) => {
    const holds = source === undefined ? false : truth(source)
    return holds === undefined ? unknown(where) : bool(holds, where)
  },
  'builtins.type': (_machine, { positional: [source, ...more] }, where) => {
    const name = source === undefined || more.length > 0 ? undefined : typeName(source)
    return name === undefined ? unknown(where) : { kind: 'imported', name: `builtins.${name}`, where }
  },
  'builtins.isinstance': (_machine, { positional: [source, type] }, where) => {
    const is = source === undefined || type === undefined ? undefined : isInstance(source, type)
    return is === undefined ? unknown(where) : bool(is, where)
  },

  'builtins.getattr': (machine, { positional: [owner, name, fallback] }, where) => {
    const text = textOf(name)
    if (owner === undefined) return undefined
    if (owner.kind === 'unset' && text !== undefined && fallback !== undefined && !hasAttribute(text))
      return owner.isCertain ? fallback : unknown(where)
    return text === undefined
      ? unknown(where, undefined, reachesConfig(owner))
      : getAttribute(machine, owner, text, where)
  },
  'builtins.setattr': (machine, { positional: [owner, name, value] }, where) => {
    const text = textOf(name)
    if (owner === undefined || value === undefined) return undefined
    if (text !== undefined) setAttribute(machine, owner, text, value, where)
    else if (owner.kind === 'config')
      machine.lose(owner.section, null, `sets a computed name of ${called(owner)}`, where)
    return none(where)
  },
  'builtins.delattr': (machine, { positional: [owner, name] }, where) => {
    if (owner?.kind === 'config' && name !== undefined) deleteItem(machine, owner, name, where)
    return none(where)
  },

  'z2jh.get_config': (machine, { positional: [key, second], named }, where) => {
    const path = key ?? named.get('key')
    if (path === undefined) throw new Raised('get_config() takes a key here', where)
    const text = textOf(path)
    return text === undefined ? unknown(where) : chartValue(machine, text, second ?? named.get('default'), where)
  },
  'z2jh.set_config_if_not_none': (machine, { positional: [section, trait, key] }, where) => {
    const [name, path] = [textOf(trait), textOf(key)]
    if (section?.kind !== 'config' || section.section === null) return undefined
    const value = path === undefined ? unknown(where) : chartValue(machine, path, undefined, where)
    if (name === undefined) machine.lose(section.section, null, `sets a computed name of ${called(section)}`, where)
    else if (!isNone(value)) setAttribute(machine, section, name, value, where)
    return none(where)
  },

  'os.getenv': (machine, { positional: [name] }, where) => environment(machine, textOf(name), where),
  'os.environ.get': (machine, { positional: [name] }, where) => environment(machine, textOf(name), where),
  'copy.copy': copied,
  'copy.deepcopy': copied,
  'functools.partial': (_machine, { positional: [func, ...positional], named, complete }, where) => {
    if (func?.kind !== 'function' || !complete) return unknown(where, 'it is a function')
    return { ...func, given: after(func.given, { positional, named, complete }) }
  },
}

function dictFrom(args: Arguments, where: Where, isConfig: boolean): Value {
  const entries = entriesOf(args)
  const dict = new Dict(entries ?? [], where, isConfig)
  if (entries === undefined) dict.blurred = 'it holds entries that cannot be known'
  return dict
}

function range(bounds: readonly (number | undefined)[], where: Where): Value {
  const [first, second] = bounds
  if (bounds.length === 0 || bounds.length > 2 || first === undefined || (bounds.length === 2 && second === undefined))
    return unknown(where)
  const [from, to] = second === undefined ? [0, first] : [first, second]
  const length = Math.max(0, to - from)
  if (length > 10_000) return unknown(where)
  return new List(
    'iterator',
    Array.from({ length }, (_, i) => int(from + i, where)),
    where,
  )
}

/** `isinstance` for Python's own types; undefined for others. */
function isInstance(value: Value, type: Value): boolean | undefined {
  if (type.kind === 'list') {
    const any = type.items.map(item => isInstance(value, item))
    return any.includes(true) ? true : any.includes(undefined) ? undefined : false
  }
  const name = typeName(value)
  if (name === undefined || type.kind !== 'imported' || !type.name.startsWith('builtins.')) return undefined
  const wanted = type.name.slice('builtins.'.length)
  return name === wanted || wanted === 'object' || (name === 'bool' && wanted === 'int')
}
