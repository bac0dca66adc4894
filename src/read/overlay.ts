import type { Origin } from '../model/origin.ts'
import type { Path } from '../model/path.ts'
import type { Span } from '../model/span.ts'
import { child, Opaque, type Traced } from '../model/traced.ts'
import type { Document } from './yaml/read-yaml.ts'

type Values = Record<string, unknown>

/** Whether a chart stands on its own or below a key of an umbrella chart: Helm 4 treats null defaults differently. */
export type Standing = 'root' | 'dependency'

/** A document of a file as a layer. Where it has nothing, its origins are by nobody, at the nearest key above. */
export function fileLayer(document: Document, file: string): Traced {
  return {
    data: document.data,
    origin(path, part) {
      const span = document.locate(path, part)
      if (span !== null) return { by: 'file', name: file, path, span }
      return { by: 'nobody', name: 'nobody', path, span: nearestKey(document, path) }
    },
  }
}

function nearestKey(document: Document, path: Path): Span | null {
  for (let length = path.length - 1; length >= 0; length -= 1) {
    const span = document.locateKey(path.slice(0, length))
    if (span !== null) return span
  }
  return null
}

/**
 * Puts values over each other as Helm does, the last layer on top. Leading layers whose author is a chart are defaults, the
 * innermost chart's first: a null above takes a default away. Between the other layers a null is a value like any other.
 * Source: helm/helm@v4.2.4:pkg/chart/common/util/coalesce.go, pkg/cli/values/options.go, and what Helm 3.21.4 and 4.2.4 did.
 */
export function overlay(layers: readonly Traced[], helm: 3 | 4, standing: Standing = 'root'): Traced {
  const user = layers.filter(layer => layer.origin([]).by !== 'chart')
  const defaults = layers.filter(layer => layer.origin([]).by === 'chart')
  const written =
    user.length === 0 ? NOTHING : user.reduce((under, over) => stack(over, under, merge(over.data, under.data)))
  // a null for a whole dependency takes away what the charts above say of it, and leaves it its own defaults
  const counted = written.data === null ? defaults.slice(0, 1) : defaults
  const base = written.data === null && defaults.length > 0 ? { ...written, data: undefined } : written
  const effective = counted.reduceRight((over, under, depth) => {
    const outermost = depth === counted.length - 1
    const untouched = helm === 4 && !isMap(written.data)
    // above the innermost chart nulls only pass through, on their way to the default that they take away
    if (depth > 0)
      return stack(over, under, merge(over.data, outermost && untouched ? withoutNulls(under.data) : under.data))
    const everywhere = untouched || (helm === 4 && standing === 'root')
    // Helm goes over the values of a dependency twice, and takes the null defaults at their root for the user's
    const kept = everywhere
      ? withoutNulls(under.data)
      : standing === 'root' || written.data === null
        ? under.data
        : withoutNulls(under.data, 'at the root')
    return stack(over, under, coalesce(over.data, kept, under.data))
  }, base)
  return { data: effective.data, origin: (path, part) => withNearest(effective.origin(path, part), path, user) }
}

const NOTHING: Traced = {
  data: undefined,
  origin: path => ({ by: 'nobody', name: 'nobody', path, span: null }),
}

/** Two layers with the data that came of them: the upper one wrote what it has, the lower one the rest. */
function stack(over: Traced, under: Traced, data: unknown): Traced {
  return {
    data,
    origin(path, part) {
      let upper = over.data
      let lower = under.data
      for (const step of path) {
        if (!isMap(upper) || !isMap(lower)) break
        upper = child(upper, step)
        lower = child(lower, step)
      }
      return (upper === undefined && lower !== undefined ? under : over).origin(path, part)
    },
  }
}

/** Maps key by key, everything else replaced. */
function merge(over: unknown, under: unknown): unknown {
  if (over === undefined) return under
  if (!isMap(over) || !isMap(under)) return over
  const merged: Values = { ...under }
  for (const key of Object.keys(over)) {
    const value = over[key]
    put(merged, key, Object.hasOwn(under, key) ? merge(value, under[key]) : value)
  }
  return merged
}

/**
 * Values over the defaults of a chart. `kept` are the defaults that are left, `all` those that it had: a null takes away a
 * default that is not null itself; at the root of the values, any.
 */
function coalesce(over: unknown, kept: unknown, all: unknown, root = true): unknown {
  if (over === undefined) return kept
  if (!isMap(over) || !isMap(all)) return over
  const values: Values = isMap(kept) ? { ...kept } : {}
  for (const key of Object.keys(over)) {
    const value = over[key]
    const fallback = child(all, key)
    if (value === null && fallback !== undefined && (root || fallback !== null)) delete values[key]
    else put(values, key, fallback === undefined ? value : coalesce(value, child(kept, key), fallback, false))
  }
  return values
}

/** A map without its null entries, if not told otherwise in its maps too, but never in its lists. */
function withoutNulls(data: unknown, where: 'everywhere' | 'at the root' = 'everywhere'): unknown {
  if (!isMap(data)) return data
  const kept: Values = {}
  for (const key of Object.keys(data)) {
    const value = data[key]
    if (value !== null) put(kept, key, where === 'everywhere' ? withoutNulls(value) : value)
  }
  return kept
}

/** For what no person wrote, the nearest text that one did: the deepest of the maps around it, of the last file that has it. */
function withNearest(origin: Origin, path: Path, layers: readonly Traced[]): Origin {
  if (origin.by !== 'nobody' && (origin.by !== 'chart' || origin.span !== null)) return origin
  let span: Span | null = null
  let deepest = -1
  for (const layer of layers) {
    let data = layer.data
    let depth = data === undefined ? -1 : 0
    while (depth >= 0 && depth < path.length) {
      data = child(data, path[depth] ?? '')
      if (data === undefined) break
      depth += 1
    }
    // flags have no text
    const found = depth < deepest ? null : layer.origin(path.slice(0, Math.max(0, depth))).span
    if (found === null) continue
    span = found
    deepest = depth
  }
  return { ...origin, span }
}

function isMap(data: unknown): data is Values {
  return typeof data === 'object' && data !== null && !Array.isArray(data) && !(data instanceof Opaque)
}

function put(map: Values, key: string, value: unknown): void {
  // a key such as "__proto__" is a user's word like any other
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true })
  else map[key] = value
}
