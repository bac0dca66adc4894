import { classNamed } from '../authenticators/classes.ts'
import { traitType } from '../authenticators/traits.ts'
import { atLeast } from '../charts/versions.ts'
import { traitsOf } from '../user-pods/traits.ts'
import { itemsOf } from './arguments.ts'
import type { Lazy } from './lazy.ts'
import type { Machine } from './machine.ts'
import { unique } from './operators.ts'
import { Dict, List } from './state.ts'
import { unknown, type Value } from './values.ts'

/**
 * What a trait comes to that only was added to; undefined where that changes nothing. A list takes what was appended and the like, a
 * dict and a set what they were updated with, everything else nothing. Source: ipython/traitlets@v5.14.3:traitlets/config/loader.py
 * `get_value`.
 */
export function lazyValue(machine: Machine, lazy: Lazy): Value | undefined {
  const { inserted, before, after, updated, blurred, where } = lazy.additions
  if (blurred !== null) return unknown(where, blurred)
  if (lazy.isBare) return undefined
  const base = inherited(machine, lazy) ?? byItself(machine, lazy)
  if (base === undefined) return undefined
  if (base.kind === 'unknown') return unknown(where, 'it is added to what cannot be known')
  if (base.kind === 'dict') {
    if (updated === null) return undefined
    if (!(updated instanceof Map) || base.blurred !== null) return unknown(where, 'it is updated with what is no dict')
    return new Dict([...base.entries, ...updated], where)
  }
  if (base.kind !== 'list' || base.type === 'tuple') return undefined
  if (base.blurred !== null) return unknown(where, base.blurred)
  if (base.type === 'list') {
    if (inserted.length + before.length + after.length === 0) return undefined
    const items = inserted.reduce((list, [at, item]) => list.toSpliced(at, 0, item), base.items)
    return new List('list', [...before, ...items, ...after], where)
  }
  if (updated === null) return undefined
  const members = updated instanceof Map ? (itemsOf(new Dict(updated, where)) ?? []) : (updated as readonly Value[])
  return new List(base.type, unique([...base.items, ...members]), where)
}

/** From this chart on, what a class adds comes on top of what its parents have. Source: traitlets 5.0, `Config.merge`. */
const MERGES = '0.10.0'

/** What the nearest section of a parent class has. */
function inherited(machine: Machine, { section, trait }: Lazy): Value | undefined {
  if (!atLeast(machine.chart, MERGES)) return undefined
  for (const parent of parents(section)) {
    const set = machine.section(parent).entries.get(trait)
    const lazy = machine.noted(parent, trait)
    const value = set ?? (lazy === undefined ? undefined : lazyValue(machine, lazy))
    if (value !== undefined) return value
  }
  return undefined
}

function parents(section: string): readonly string[] {
  if (section.endsWith('Spawner')) return section === 'Spawner' ? [] : ['Spawner']
  return classNamed(section)?.sections.slice(1) ?? (section.endsWith('Authenticator') ? ['Authenticator'] : [])
}

/** Traits whose own value is not empty. Source: trait definitions of the hub's classes, charts 0.8 to 4.4. */
const FILLED = new Set([
  'common_labels',
  'env_keep',
  'exclude_tokens',
  'group_attributes',
  'http_request_kwargs',
  'jwks_algorithms',
  'keys',
  'scope',
  'ssl_alt_names',
  'storage_access_modes',
  'template_paths',
])

/** What a trait is when nothing is set; undefined where nothing can be added to it. */
function byItself(machine: Machine, lazy: Lazy): Value | undefined {
  const { section, trait, where } = lazy
  if (FILLED.has(trait)) return unknown(where)
  const type = traitType([section, ...parents(section)], trait, machine.chart)
  if (type !== undefined) return emptyOf(type, lazy)
  const own = section.endsWith('Spawner') ? traitsOf(machine.chart.kubespawner).get(trait) : undefined
  if (own === undefined) return guessed(lazy)
  if (own.type.startsWith('command')) return unknown(where)
  if (Array.isArray(own.default)) return new List('list', [], where)
  return typeof own.default === 'object' && own.default !== null ? new Dict([], where) : undefined
}

function emptyOf(type: string, { where }: Lazy): Value | undefined {
  if (type.startsWith('Set')) return new List('set', [], where)
  if (type.startsWith('List')) return new List('list', [], where)
  if (type.startsWith('Dict')) return new Dict([], where)
  return type === 'Command' ? unknown(where) : undefined
}

/** Of traits that are in no table, what was called says what they hold. */
function guessed({ trait, additions, where }: Lazy): Value {
  const { inserted, before, after, updated } = additions
  const asList = inserted.length + before.length + after.length > 0
  if (asList && updated !== null) return unknown(where)
  if (asList) return new List(trait.endsWith('_users') ? 'set' : 'list', [], where)
  return updated instanceof Map ? new Dict([], where) : new List('set', [], where)
}
