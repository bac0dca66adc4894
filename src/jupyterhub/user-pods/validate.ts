import { Opaque } from '../../model/traced.ts'
import { compareVersions } from '../charts/versions.ts'
import { isMap } from '../derived.ts'
import { LocalFunction } from '../python/local-function.ts'
import type { TraitType } from './traits.ts'

/** What a trait makes of a value; undefined where it raises an error. What cannot be known is kept. */
export function accepted(type: TraitType, value: unknown, kubespawner: string): { readonly data: unknown } | undefined {
  if (value instanceof LocalFunction && !TAKES_FUNCTIONS.test(type)) return undefined
  if (value instanceof Opaque) return { data: value }
  if (value === null) return type.endsWith('?') || type === 'any' ? { data: null } : undefined
  const plain = type.replace('?', '').split('|')
  for (const one of plain) {
    const data = ACCEPTS[one]?.(value, kubespawner)
    if (data !== undefined) return { data }
  }
  return undefined
}

const TAKES_FUNCTIONS = /any|callable|profiles/

/** Each gives the value as the trait keeps it, or undefined. Callables cannot be written in YAML. */
const ACCEPTS: Readonly<Record<string, (value: unknown, kubespawner: string) => unknown>> = {
  any: value => value,
  // from traitlets 5 on, one and zero count. Source: ipython/traitlets@5.0.0:traitlets/traitlets.py (class Bool)
  bool(value, kubespawner) {
    if (typeof value === 'boolean') return value
    return (value === 0 || value === 1) && compareVersions(kubespawner, '0.14.0') >= 0 ? value === 1 : undefined
  },
  bytes: memory,
  callable: () => undefined,
  command: value => (typeof value === 'string' ? [value] : texts(value)),
  dict: value => (isMap(value) ? value : undefined),
  float: number,
  int: value => (Number.isInteger(number(value)) ? number(value) : undefined),
  list: value => (Array.isArray(value) ? value : undefined),
  profiles: value =>
    Array.isArray(value) && value.every(item => isMap(item) || item instanceof Opaque) ? value : undefined,
  'slug scheme': value => (value === 'safe' || value === 'escape' ? value : undefined),
  text: value => (typeof value === 'string' ? value : undefined),
  texts,
}

/** Python counts booleans among the integers. */
function number(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : undefined
}

function texts(value: unknown): unknown {
  return Array.isArray(value) && value.every(item => typeof item === 'string' || item instanceof Opaque)
    ? value
    : undefined
}

const UNITS: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 }

/** Bytes, or a text with one of four units. Source: jupyterhub/jupyterhub@5.5.0:jupyterhub/traitlets.py (class ByteSpecification). */
function memory(value: unknown): number | undefined {
  if (typeof value !== 'string') return number(value) === undefined ? undefined : Math.trunc(Number(value))
  const amount = /^\s*([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)\s*$/i.exec(value.slice(0, -1))?.[1]
  const unit = UNITS[value.slice(-1)]
  return amount === undefined || unit === undefined ? undefined : Math.trunc(Number(amount) * unit)
}
