import type { Path } from '../../model/path.ts'
import { Opaque, type Traced } from '../../model/traced.ts'
import { noteType } from './frozen-type.ts'
import { type Answer, LocalFunction } from './local-function.ts'
import type { Result } from './machine.ts'
import { passesOn } from './passes-on.ts'
import type { Dict, List } from './state.ts'
import { COMPUTED, type Func, type Value } from './values.ts'

/** A part of a value that cannot be known. */
export interface OpaquePart {
  readonly path: Path
  readonly why: Opaque
}

/** A value as rules read it, and what in it cannot be known. */
export interface Frozen {
  readonly traced: Traced
  readonly opaque: readonly OpaquePart[]
}

/** How much of a value is carried over; lists that hold each other have no end. */
const DEPTH = 60
const NODES = 200_000

/** Plain data out of a Python value, for the trait of that name; `resultOf` says what a function comes to. */
export function freeze(value: Value, trait: string, resultOf: (func: Func, user: string) => Result): Frozen {
  const opaque: OpaquePart[] = []
  let nodes = 0

  function data(value: Value, path: Path): unknown {
    nodes += 1
    if (nodes > NODES || path.length > DEPTH) return hidden(new Opaque('it is too large to be followed'), path)
    switch (value.kind) {
      case 'scalar':
        return value.data
      case 'list':
        if (value.blurred !== null) return hidden(new Opaque(value.blurred), path)
        return list(value, path)
      case 'dict':
        if (value.blurred !== null) return hidden(new Opaque(value.blurred), path)
        return map(value, path)
      case 'class':
        return hidden(value.local, path)
      case 'unknown':
        return hidden(new Opaque(value.why), path)
      case 'imported':
        // classes are named by their dotted path, as in hub.config; anything else that is imported may be a function
        if (path.length === 0 && trait.endsWith('_class')) return value.name
        return hidden(new Opaque(`it is taken from ${value.name}`), path)
      case 'function':
        return hidden(functionOf(value), path)
      default:
        return hidden(new Opaque(COMPUTED), path)
    }
  }

  function list({ type, items }: List, path: Path): unknown[] {
    const result = items.map((item, i) => data(item, [...path, i]))
    noteType(result, type)
    return result
  }

  function map(dict: Dict, path: Path): Record<string, unknown> {
    const result: Record<string, unknown> = {}
    for (const [key, item] of dict.entries) {
      // a key such as "__proto__" is a user's word like any other
      Object.defineProperty(result, String(key), {
        value: data(item, [...path, String(key)]),
        enumerable: true,
        writable: true,
        configurable: true,
      })
    }
    return result
  }

  function functionOf(func: Func): LocalFunction {
    const answer = (user: string): Answer => {
      const { value, raises, asks } = resultOf(func, user)
      const frozen = value === undefined ? null : freeze(value, '', resultOf).traced
      return { value: frozen?.data instanceof Opaque ? null : frozen, raises, asks }
    }
    return new LocalFunction(func.name, func.isAsync, answer, index => passesOn(func, index))
  }

  function hidden(why: Opaque, path: Path): Opaque {
    opaque.push({ path, why })
    return why
  }

  return {
    traced: {
      data: data(value, []),
      origin(path, part) {
        let nearest = value
        for (const step of path) {
          const next = inside(nearest, step)
          if (next === undefined) return { ...nearest.where(), by: 'nobody', name: 'nobody' }
          nearest = next
        }
        return nearest.where(part)
      },
    },
    opaque,
  }
}

function inside(value: Value, step: string | number): Value | undefined {
  if (value.kind === 'list') return typeof step === 'number' ? value.items[step] : undefined
  if (value.kind !== 'dict') return undefined
  for (const [key, item] of value.entries) if (String(key) === String(step)) return item
  return undefined
}
