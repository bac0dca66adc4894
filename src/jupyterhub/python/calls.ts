import type { Arguments } from './arguments.ts'
import { blur, isSection } from './attributes.ts'
import { BUILTINS } from './builtins.ts'
import { escaped } from './config-methods.ts'
import { invoke } from './functions.ts'
import { refuse } from './lazy.ts'
import type { Machine } from './machine.ts'
import { callMethod } from './methods.ts'
import { setupFunction } from './setup-functions.ts'
import { type Imported, reachesConfig, unknown, type Value, type Where } from './values.ts'

/** Calls whatever stands before the brackets; `name` is its text. */
export function call(machine: Machine, callee: Value, args: Arguments, where: Where, name: string): Value {
  switch (callee.kind) {
    case 'function':
      return invoke(machine, callee, args, where)
    case 'method': {
      const result = callMethod(machine, callee, args, where)
      if (result !== null) return result
      break
    }
    case 'instance':
      if (callee.result !== undefined) return callee.result
      break
    case 'imported': {
      const known = Object.hasOwn(BUILTINS, callee.name) ? BUILTINS[callee.name] : undefined
      const result = known?.(machine, args, where)
      if (result !== undefined) return result
      const sets = setupFunction(callee.name)
      if (sets !== undefined) {
        for (const [section, trait] of sets) machine.setTrait(section, trait, unknown(where, `${name} sets it`))
        return unknown(where)
      }
      if (!keepsOff(callee)) break
      return unknown(where, undefined, [...args.positional, ...args.named.values()].some(reachesConfig))
    }
    default:
      refuse(callee, 'cannot be called', where)
      if (reachesConfig(callee))
        machine.lose(null, null, `calls ${name}, which may be part of the configuration`, where)
  }
  return foreign(machine, args, where, name)
}

/** Modules whose functions change nothing that they are given. Source: python/cpython@v3.12.0:Doc/library. */
const READERS = [
  'builtins.',
  'base64.',
  'copy.',
  'datetime.',
  'hashlib.',
  'json.',
  'logging.',
  'math.',
  'os.',
  're.',
  'secrets.',
  'shlex.',
  'textwrap.',
  'traitlets.',
  'urllib.',
  'yaml.',
  'functools.',
  'z2jh.',
]

function keepsOff({ name }: Imported): boolean {
  return READERS.some(module => name.startsWith(module))
}

/** A call of code that is not in the values: what it is given may be changed by it. */
function foreign(machine: Machine, args: Arguments, where: Where, name: string): Value {
  const given = [...args.positional, ...args.named.values()]
  // a class keeps what it is given, as a rule without changing it
  const isClass = isSection(name.split('.').at(-1) ?? '')
  for (const value of given) hand(machine, value, name, where, isClass)
  return unknown(where, undefined, given.some(reachesConfig))
}

function hand(machine: Machine, value: Value, to: string, where: Where, isClass: boolean): void {
  if (value.kind === 'config' || value.kind === 'unset') escaped(machine, value, to, where)
  else if (value.kind === 'instance') value.dealings.changes = true
  else if (value.kind === 'unknown' && value.reachesConfig)
    machine.lose(null, null, `hands the configuration to ${to}`, where)
  else if (isClass) return
  else if (value.kind === 'list' || value.kind === 'dict') {
    const parts = value.kind === 'list' ? value.items : [...value.entries.values()]
    blur(machine, value, `it is handed to ${to}`)
    for (const part of parts) machine.limit.deeper(() => hand(machine, part, to, where, isClass))
  } else if (
    value.kind === 'function' &&
    !machine.calls.some(body => body.from === value.body.from && body.to === value.body.to)
  )
    machine.maybe(() => invoke(machine, value, { positional: [], named: new Map(), complete: false }, where))
}
