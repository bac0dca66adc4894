import type { Path } from '../model/path.ts'
import type { Span } from '../model/span.ts'
import { child, NOTHING, type Traced } from '../model/traced.ts'
import { mergeUnder } from './helm/coalesce.ts'
import { Table } from './helm/table.ts'
import type { Document } from './yaml/read-yaml.ts'

/**
 * A document of a file as a layer. Where it has nothing, its origins are by nobody, at the nearest key above, or where the file
 * begins.
 */
export function fileLayer(document: Document, file: string): Traced {
  return {
    data: document.data,
    origin(path, part) {
      const span = document.locate(path, part)
      if (span !== null) {
        const value = path.reduce(child, document.data)
        const written = typeof value === 'number' || typeof value === 'boolean' ? document.written(path) : null
        return { by: 'file', name: file, path, span, ...(written === null ? {} : { written }) }
      }
      return { by: 'nobody', name: 'nobody', path, span: nearestKey(document, path) ?? beginningOf(file) }
    },
  }
}

/** A file without a document as a layer: it sets nothing, but is still a place to point to. */
export function emptyLayer(file: string): Traced {
  return { data: null, origin: path => ({ by: 'nobody', name: 'nobody', path, span: beginningOf(file) }) }
}

function beginningOf(file: string): Span {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 }
}

function nearestKey(document: Document, path: Path): Span | null {
  for (let length = path.length - 1; length >= 0; length -= 1) {
    const span = document.locateKey(path.slice(0, length))
    if (span !== null) return span
  }
  return null
}

/**
 * Puts values files over each other as Helm does, the last on top: maps merge, everything else is replaced, and a null is a value
 * like any other. Source: helm/helm@v4.2.4:pkg/chart/v2/loader/load.go, MergeMaps.
 */
export function mergeLayers(layers: readonly Traced[]): Traced {
  const [lowest = NOTHING, ...others] = layers
  if (others.length === 0) return lowest
  return others.reduce((under, over) => mergeUnder(Table.of(over), under, true), Table.of(lowest)).traced()
}
