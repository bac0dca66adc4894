import { type Arguments, copyOf, entriesOf, itemsOf, scalarKey } from './arguments.ts'
import { blur, put } from './attributes.ts'
import { configMethod, lazyMethod } from './config-methods.ts'
import { bounded } from './limits.ts'
import type { Machine } from './machine.ts'
import { contains, equal, Raised, setOperation, unique } from './operators.ts'
import { type Dict, isSet, List } from './state.ts'
import { stringMethod } from './string-methods.ts'
import { intOf, isNone, type Method, none, unknown, type Value, type Where } from './values.ts'

/** Calls a method; null for one that is not followed. */
export function callMethod(machine: Machine, { self, name }: Method, args: Arguments, where: Where): Value | null {
  // what goes through all items costs accordingly
  if ((self.kind === 'list' || self.kind === 'dict') && name !== 'append' && name !== 'get')
    machine.limit.spend(self.size / 50)
  switch (self.kind) {
    case 'list':
      return isSet(self) ? setMethod(machine, self, name, args, where) : listMethod(machine, self, name, args, where)
    case 'dict':
      return dictMethod(machine, self, name, args, where)
    case 'scalar':
      return stringMethod(self, name, args, where)
    case 'config':
      return configMethod(machine, self, name, args, where)
    case 'unset':
      return lazyMethod(machine, self, name, args, where)
    default:
      return null
  }
}

function listMethod(machine: Machine, list: List, name: string, args: Arguments, where: Where): Value | null {
  const [first, second] = args.positional
  const change = (items: Value[]): Value => {
    machine.world.touch(list)
    list.items = bounded(items)
    return none(where)
  }
  const lost = (): Value => {
    blur(machine, list, `it is changed by ${name}() in a way that cannot be followed`)
    return name === 'pop' ? unknown(where) : none(where)
  }
  switch (name) {
    case 'append':
      if (first === undefined) return lost()
      machine.world.touch(list)
      list.items.push(first)
      return none(where)
    case 'extend': {
      const items = itemsOf(first)
      if (first !== undefined && isNone(first)) throw new Raised('a list cannot be extended by None', where)
      return items === undefined ? lost() : change([...list.items, ...items])
    }
    case 'insert': {
      const at = intOf(first)
      return at === undefined || second === undefined ? lost() : change(list.items.toSpliced(at, 0, second))
    }
    case 'clear':
      machine.world.touch(list)
      list.blurred = null
      return change([])
    case 'copy':
      return copyOf(list, where)
    case 'pop': {
      const at = first === undefined ? -1 : intOf(first)
      if (at === undefined || list.blurred !== null) return lost()
      const item = list.items.at(at)
      if (item === undefined) throw new Raised(`a list of ${list.size} has no item ${at}`, where)
      change(list.items.toSpliced(at, 1))
      return item
    }
    case 'remove': {
      const found = first === undefined ? [undefined] : list.items.map(item => equal(item, first))
      const at = found.indexOf(true)
      if (list.blurred !== null || found.slice(0, at === -1 ? undefined : at).includes(undefined)) return lost()
      if (at === -1) throw new Raised('the list does not hold what is removed', where)
      return change(list.items.toSpliced(at, 1))
    }
    case 'reverse':
      return change(list.items.toReversed())
    case 'sort':
      return lost()
    default:
      return unknown(where)
  }
}

function setMethod(machine: Machine, set: List, name: string, args: Arguments, where: Where): Value | null {
  const [first] = args.positional
  const items = args.complete && args.positional.length === 1 ? itemsOf(first) : undefined
  const change = (value: Value): Value => {
    if (value.kind !== 'list') blur(machine, set, `it is changed by ${name}() in a way that cannot be followed`)
    else {
      machine.world.touch(set)
      set.items = value.items
    }
    return none(where)
  }
  const result = (operator: string): Value =>
    items === undefined || set.blurred !== null ? unknown(where) : setOperation(operator, set.items, items, where)
  switch (name) {
    case 'add':
      return change(first === undefined ? unknown(where) : new List('set', unique([...set.items, first]), where))
    case 'discard':
    case 'remove':
      if (first === undefined || set.blurred !== null) return change(unknown(where))
      if (name === 'remove' && contains(set, first) === false)
        throw new Raised('the set does not hold what is removed', where)
      return change(setOperation('-', set.items, [first], where))
    case 'update':
      return change(items === undefined ? unknown(where) : new List('set', unique([...set.items, ...items]), where))
    case 'difference_update':
      return change(result('-'))
    case 'intersection_update':
      return change(result('&'))
    case 'union':
      return result('|')
    case 'difference':
      return result('-')
    case 'intersection':
      return result('&')
    case 'clear':
      machine.world.touch(set)
      set.blurred = null
      return change(new List('set', [], where))
    case 'copy':
      return copyOf(set, where)
    case 'pop':
    case 'symmetric_difference_update':
      change(unknown(where))
      return unknown(where)
    default:
      return unknown(where)
  }
}

function dictMethod(machine: Machine, dict: Dict, name: string, args: Arguments, where: Where): Value | null {
  const [first, second] = args.positional
  const key = first?.kind === 'scalar' ? first.data : undefined
  const held = key === undefined ? undefined : dict.entries.get(key)
  switch (name) {
    case 'get':
    case 'pop': {
      if (key === undefined || dict.blurred !== null) {
        if (name === 'pop') blur(machine, dict, 'a computed key of it is taken away')
        return unknown(where)
      }
      if (held === undefined && second === undefined && name === 'pop')
        throw new Raised(`there is no ${JSON.stringify(key)} in the dict`, where)
      if (held !== undefined && name === 'pop') {
        machine.world.touch(dict)
        dict.entries.delete(key)
      }
      return held ?? second ?? none(where)
    }
    case 'setdefault':
      if (key === undefined) blur(machine, dict, 'a computed key of it is set')
      if (key === undefined || dict.blurred !== null) return unknown(where)
      if (held === undefined) put(machine, dict, key, second ?? none(where))
      return held ?? second ?? none(where)
    case 'update':
    case 'merge':
      updateDict(machine, dict, args)
      return none(where)
    case 'clear':
      machine.world.touch(dict)
      dict.entries.clear()
      dict.blurred = null
      return none(where)
    case 'copy':
      return copyOf(dict, where)
    case 'keys':
      return dict.blurred === null ? new List('iterator', [...(itemsOf(dict) ?? [])], where) : unknown(where)
    case 'values':
      return dict.blurred === null ? new List('iterator', [...dict.entries.values()], where) : unknown(where)
    case 'items':
      if (dict.blurred !== null) return unknown(where)
      return new List(
        'iterator',
        [...dict.entries].map(([key, item]) => new List('tuple', [scalarKey(key, where), item], where)),
        where,
      )
    default:
      return unknown(where)
  }
}

/** `dict.update(…)` */
export function updateDict(machine: Machine, dict: Dict, args: Arguments): void {
  const entries = entriesOf(args)
  if (entries === undefined) {
    blur(machine, dict, 'it is updated with what cannot be known')
    return
  }
  for (const [key, item] of entries) put(machine, dict, key, item)
}
