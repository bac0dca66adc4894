import { environment } from './environment.ts'
import { hasAttribute, refuse } from './lazy.ts'
import type { Machine } from './machine.ts'
import { METHODS } from './method-names.ts'
import { NAMESPACES } from './names.ts'
import { article, Raised } from './operators.ts'
import { Dict, isSet, type List } from './state.ts'
import { type ConfigObject, type Instance, intOf, str, textOf, unknown, type Value, type Where } from './values.ts'

/** Whether a key of the configuration is a section: it starts with a capital. Source: ipython/traitlets@v5.14.3:traitlets/config/loader.py. */
export function isSection(key: string): boolean {
  return key !== '' && !key.startsWith('_') && key.charAt(0) === key.charAt(0).toUpperCase()
}

/** `value.name` */
export function getAttribute(machine: Machine, value: Value, name: string, where: Where): Value {
  if (NAMESPACES.has(name)) machine.knowsNames = false
  switch (value.kind) {
    case 'config':
      return METHODS.dict.has(name)
        ? { kind: 'method', self: value, name, where }
        : configItem(machine, value, name, where)
    case 'imported':
      return { kind: 'imported', name: `${value.name}.${name}`, where }
    case 'dict':
      if (value.isConfig && !METHODS.dict.has(name)) return value.entries.get(name) ?? unknown(where)
      return method(value, 'dict', name, where)
    case 'list':
      return method(value, value.type, name, where)
    case 'scalar':
      return { kind: 'method', self: value, name, where }
    case 'unset':
      if (!hasAttribute(name)) refuse(value, `has no ${name}`, where)
      return { kind: 'method', self: value, name, where }
    case 'instance':
      return attributeOf(value, name, where)
    default:
      return unknown(where, undefined, value.kind === 'unknown' && value.reachesConfig)
  }
}

function attributeOf({ attributes, dealings }: Instance, name: string, where: Where): Value {
  const value = attributes.get(name)
  if (value?.kind !== 'instance' || value.result !== undefined) dealings.ask(name === 'name' ? 'name' : 'more')
  return value ?? unknown(where)
}

function method(self: Value, type: keyof typeof METHODS, name: string, where: Where): Value {
  if (!METHODS[type].has(name) && !name.startsWith('__'))
    throw new Raised(`a ${type} has no attribute "${name}"`, where)
  return { kind: 'method', self, name, where }
}

/** `c.<name>` and `c.<section>.<name>`, however they are spelt. */
function configItem(machine: Machine, { section }: ConfigObject, name: string, where: Where): Value {
  if (section === null) return isSection(name) ? { kind: 'config', section: name, where } : unknown(where)
  const value = machine.section(section).entries.get(name)
  if (value !== undefined) return value
  if (!isSection(name)) return machine.lazy(section, name, where)
  const nested = new Dict([], where, true)
  machine.setTrait(section, name, nested)
  return nested
}

/** `value.name = item` */
export function setAttribute(machine: Machine, value: Value, name: string, item: Value, where: Where): void {
  switch (value.kind) {
    case 'config':
      setConfigItem(machine, value, name, item, where)
      return
    case 'dict':
      if (value.isConfig) {
        put(machine, value, name, item)
        return
      }
      throw new Raised(`a dict has no attribute "${name}"`, where)
    case 'imported':
      patch(machine, value.name, name, where)
      return
    case 'class':
      if (!value.overrides.includes(name)) value.overrides.push(name)
      return
    case 'unknown':
      if (value.reachesConfig) machine.lose(null, null, `sets "${name}" of what may be the configuration`, where)
      return
    case 'instance':
      value.dealings.changes = true
      return
    default:
  }
}

/** Code put into an imported class changes whatever uses that class. */
function patch(machine: Machine, owner: string, name: string, where: Where): void {
  const [last = ''] = owner.split('.').slice(-1)
  if (last === 'builtins') machine.knowsNames = false
  if (isSection(last)) machine.lose(last, null, `replaces ${last}.${name}`, where)
}

function setConfigItem(machine: Machine, { section }: ConfigObject, name: string, item: Value, where: Where): void {
  if (section !== null) {
    if (isSection(name) && plain(item))
      throw new Raised(`c.${section}.${name} takes a Config, not ${article(item)}`, where)
    machine.setTrait(section, name, item)
    return
  }
  if (!isSection(name)) return
  if (item.kind === 'dict' && item.isConfig) {
    replaceSection(machine, name, item)
    return
  }
  if (plain(item)) throw new Raised(`c.${name} takes a Config, not ${article(item)}`, where)
  if (item.kind !== 'config' || item.section !== name) machine.lose(name, null, `computes c.${name}`, where)
}

function plain(item: Value): boolean {
  return item.kind === 'scalar' || item.kind === 'list' || (item.kind === 'dict' && !item.isConfig)
}

function replaceSection(machine: Machine, name: string, config: Dict): void {
  for (const trait of [...machine.section(name).entries.keys()]) machine.deleteTrait(name, trait)
  for (const [trait, value] of config.entries) machine.setTrait(name, String(trait), value)
  if (config.blurred !== null) machine.lose(name, null, `computes c.${name}`, config.where)
}

/** `value[index]` */
export function getItem(machine: Machine, value: Value, index: Value, where: Where): Value {
  refuse(value, 'has no items', where)
  const text = textOf(index)
  if (value.kind === 'config')
    return text === undefined ? unknown(where, undefined, true) : configItem(machine, value, text, where)
  if (value.kind === 'imported') return value.name === 'os.environ' ? environment(machine, text, where) : unknown(where)
  if (value.kind === 'dict') return dictItem(value, index, where)
  const at = intOf(index)
  if (value.kind === 'list' && !isSet(value)) {
    if (text !== undefined) throw new Raised(`${article(value)} has no item ${JSON.stringify(text)}`, where)
    if (at === undefined || value.blurred !== null) return unknown(where)
    const item = value.items.at(at)
    if (item === undefined || at < -value.size)
      throw new Raised(`${article(value)} of ${value.size} has no item ${at}`, where)
    return item
  }
  const whole = textOf(value)
  // Python counts characters, JavaScript UTF-16 units
  const character = whole === undefined || at === undefined ? undefined : [...whole].at(at)
  if (character !== undefined) return str(character, where)
  return unknown(where, undefined, value.kind === 'unknown' && value.reachesConfig)
}

function dictItem(dict: Dict, index: Value, where: Where): Value {
  if (index.kind !== 'scalar') return unknown(where)
  if (dict.blurred !== null) return unknown(where, dict.blurred)
  const item = dict.entries.get(index.data)
  if (item !== undefined) return item
  throw new Raised(`there is no ${JSON.stringify(index.data)} in the dict`, where)
}

/** `value[index] = item` */
export function setItem(machine: Machine, value: Value, index: Value, item: Value, where: Where): void {
  const text = textOf(index)
  if (value.kind === 'config') {
    if (text !== undefined) setConfigItem(machine, value, text, item, where)
    else machine.lose(value.section, null, `sets a computed name of ${called(value)}`, where)
    return
  }
  if (value.kind === 'dict') {
    if (index.kind === 'scalar') put(machine, value, index.data, item)
    else blur(machine, value, 'a computed key of it is set')
    return
  }
  if (value.kind === 'list') {
    if (value.type !== 'list' || text !== undefined)
      throw new Raised(`${article(value)} takes no item ${text ?? ''}`.trim(), where)
    setListItem(machine, value, intOf(index), item, where)
    return
  }
  if (value.kind === 'unset') {
    refuse(value, 'takes no item', where)
    machine.setTrait(value.section, value.trait, unknown(where, 'an item of it is set'))
    return
  }
  if (value.kind === 'unknown' && value.reachesConfig)
    machine.lose(null, null, 'sets an item of what may be the configuration', where)
}

function setListItem(machine: Machine, list: List, at: number | undefined, item: Value, where: Where): void {
  if (at === undefined || list.blurred !== null) {
    blur(machine, list, 'a computed item of it is set')
    return
  }
  const index = at < 0 ? at + list.size : at
  if (index < 0 || index >= list.size) throw new Raised(`a list of ${list.size} has no item ${at}`, where)
  machine.world.touch(list)
  list.items[index] = item
}

/** Puts an entry into a dict. */
export function put(machine: Machine, dict: Dict, key: string | number | boolean | null, item: Value): void {
  machine.world.touch(dict)
  dict.entries.set(key, item)
}

/** From here on, what a list or dict holds is not known. */
export function blur(machine: Machine, container: List | Dict, why: string): void {
  if (container.blurred !== null) return
  machine.world.touch(container)
  container.blurred = why
}

/** `del value[index]`, `del value.name` */
export function deleteItem(machine: Machine, value: Value, index: Value, where: Where): void {
  const text = textOf(index)
  if (value.kind === 'config') {
    if (text === undefined) {
      machine.lose(value.section, null, `deletes a computed name of ${called(value)}`, where)
      return
    }
    if (value.section !== null) {
      const held = machine.section(value.section).entries.has(text)
        ? undefined
        : machine.lazy(value.section, text, where)
      if (held?.isBare === true) refuse(held, 'cannot be deleted', where)
      machine.deleteTrait(value.section, text)
      return
    }
    for (const trait of [...machine.section(text).entries.keys()]) machine.deleteTrait(text, trait)
    return
  }
  if (value.kind === 'dict' && index.kind === 'scalar') {
    if (value.blurred === null && !value.entries.has(index.data))
      throw new Raised(`there is no ${JSON.stringify(index.data)} in the dict`, where)
    machine.world.touch(value)
    value.entries.delete(index.data)
    return
  }
  if (value.kind === 'dict') {
    blur(machine, value, 'a computed key of it is deleted')
    return
  }
  refuse(value, 'has no items', where)
  if (value.kind !== 'list') return
  const at = intOf(index)
  if (at === undefined || value.blurred !== null) {
    blur(machine, value, 'a computed item of it is deleted')
    return
  }
  if (at >= value.size || at < -value.size) throw new Raised(`a list of ${value.size} has no item ${at}`, where)
  machine.world.touch(value)
  value.items.splice(at, 1)
}

/** `c`, `c.KubeSpawner` */
export function called({ section }: ConfigObject): string {
  return section === null ? 'c' : `c.${section}`
}
