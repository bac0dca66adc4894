import type { Path } from '../model/path.ts'
import type { Span } from '../model/span.ts'
import { child, type Traced } from '../model/traced.ts'

/**
 * The same values; where no person wrote one in a file, its origin has the nearest text that one did write in `layers`: the deepest of the
 * maps around it, of the last layer that has it.
 */
export function withNearest(values: Traced, layers: readonly Traced[]): Traced {
  return {
    data: values.data,
    origin(path, part) {
      const origin = values.origin(path, part)
      if (origin.by === 'flag') return { ...origin, near: nearest(path, layers) }
      const isWritten = origin.by !== 'nobody' && (origin.by !== 'chart' || origin.span !== null)
      return isWritten ? origin : { ...origin, span: nearest(path, layers) }
    },
  }
}

function nearest(path: Path, layers: readonly Traced[]): Span | null {
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
    let found: Span | null = null
    for (; depth >= 0 && depth >= deepest && found === null; depth -= 1) found = layer.origin(path.slice(0, depth)).span
    if (found === null) continue
    span = found
    deepest = depth + 1
  }
  return span
}
