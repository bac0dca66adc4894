import { type Arguments, entriesOf, scalarKey } from './arguments.ts'
import { called, deleteItem, getItem, isSection, setItem } from './attributes.ts'
import { added, type Lazy } from './lazy.ts'
import type { Machine } from './machine.ts'
import { Raised } from './operators.ts'
import { type ConfigObject, none, unknown, type Value, type Where } from './values.ts'

/** Calls a method of `c` or of a section, which are dicts. Source: ipython/traitlets@v5.14.3:traitlets/config/loader.py. */
export function configMethod(machine: Machine, self: ConfigObject, name: string, args: Arguments, where: Where): Value {
  const [first, second] = args.positional
  switch (name) {
    case 'update':
    case 'merge':
      update(machine, self, name, args, where)
      return none(where)
    case 'get':
    case 'setdefault':
    case 'pop': {
      const held = first === undefined ? unknown(where) : getItem(machine, self, first, where)
      if (held.kind !== 'unset') {
        if (name === 'pop' && first !== undefined) deleteItem(machine, self, first, where)
        return held
      }
      if (held.isCertain && held.isBare && name !== 'setdefault') {
        if (second === undefined && name === 'pop')
          throw new Raised(`nothing has set ${called(self)}.${held.trait}, so there is nothing to pop`, where)
        return second ?? none(where)
      }
      // the chart sets more than is followed, so the trait may be set
      if (name === 'setdefault' && first !== undefined && second !== undefined)
        setItem(machine, self, first, second, where)
      return name === 'setdefault' ? (second ?? none(where)) : unknown(where)
    }
    case 'clear':
      if (self.section === null) machine.lose(null, null, 'clears c', where)
      else
        for (const trait of [...machine.section(self.section).entries.keys()]) machine.deleteTrait(self.section, trait)
      return none(where)
    case 'popitem':
      machine.lose(self.section, null, `takes something out of ${called(self)}`, where)
      return unknown(where)
    default:
      return unknown(where, undefined, self.section === null)
  }
}

function update(machine: Machine, self: ConfigObject, name: string, args: Arguments, where: Where): void {
  const entries = entriesOf(args)
  if (entries === undefined) {
    machine.lose(self.section, null, `updates ${called(self)} with what cannot be known`, where)
    return
  }
  for (const [key, item] of entries) {
    const place: Value = { kind: 'config', section: String(key), where }
    if (self.section !== null) setItem(machine, self, scalarKey(key, where), item, where)
    else if (item.kind === 'dict' && isSection(String(key))) {
      if (name === 'update')
        configMethod(machine, place, 'clear', { positional: [], named: new Map(), complete: true }, where)
      configMethod(machine, place, 'update', { positional: [item], named: new Map(), complete: true }, where)
    } else if (item.kind === 'unknown')
      machine.lose(String(key), null, `updates c.${key} with what cannot be known`, where)
  }
}

/** Calls a method of a trait that nothing has set: what is added comes on top of what the trait has by itself. */
export function lazyMethod(machine: Machine, lazy: Lazy, name: string, args: Arguments, where: Where): Value {
  const additions = added(lazy, name, args, where)
  machine.world.touch(lazy)
  lazy.additions = additions ?? {
    ...lazy.additions,
    blurred: `it is changed by ${name}(), and what it was before is not known`,
    where,
  }
  return none(where)
}

/** The section or trait that a call of unknown code may change. */
export function escaped(machine: Machine, value: ConfigObject | Lazy, to: string, where: Where): void {
  if (value.kind === 'config')
    machine.lose(value.section, null, `hands ${called(value)} to ${to}, which may set anything in it`, where)
  else machine.setTrait(value.section, value.trait, unknown(where, `it is handed to ${to}`))
}
