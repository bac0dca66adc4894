import type { Path } from '../model/path.ts'
import type { Document } from './yaml/read-yaml.ts'

/** A document as PyYAML reads it, or the first value on which it gives up. */
export interface PythonReading {
  readonly data: unknown
  readonly fails: { readonly path: Path; readonly reason: string } | null
}

/** What a plain scalar is to PyYAML, where Go's library may think otherwise. */
type PythonScalar = { readonly value: unknown } | { readonly fails: string }

/**
 * The data of a document as Python has it. What Helm writes is read the same by both but for a few plain scalars; by hand, more
 * can be written that differs. Keys are taken as Helm has them.
 */
export function asPythonReads(document: Document, text: string): PythonReading {
  const lines = text.split(/\r\n|[\r\n]/)
  let fails: PythonReading['fails'] = null
  const plainText = (path: Path): string | null => {
    const span = document.locate(path)
    if (span === null || span.line !== span.endLine) return null
    const written = lines[span.line - 1]?.slice(span.column - 1, span.endColumn - 1) ?? ''
    return /^["'|>!&*]/.test(written) ? null : written
  }
  const walk = (data: unknown, path: Path): unknown => {
    if (Array.isArray(data)) return data.map((item, i) => walk(item, [...path, i]))
    if (typeof data === 'object' && data !== null)
      return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, walk(value, [...path, key])]))
    if (!mayDiffer(data)) return data
    const written = plainText(path)
    if (written === null || (typeof data === 'string' && written !== data)) return data
    const read = pythonScalar(written, data)
    if ('value' in read) return read.value
    fails ??= { path, reason: read.fails }
    return data
  }
  return { data: walk(document.data, []), fails }
}

function mayDiffer(data: unknown): boolean {
  if (typeof data === 'number') return true
  if (typeof data === 'string') return data === '=' || data === '<<' || SEXAGESIMAL.test(data)
  return typeof data === 'boolean'
}

// Source of these: yaml/pyyaml@6.0.2:lib/yaml/resolver.py
const BOOL = /^(?:yes|no|true|false|on|off)$/i
const INT = /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+)$/
const FLOAT = /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/
const SEXAGESIMAL = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/

function pythonScalar(written: string, data: unknown): PythonScalar {
  if (written === '=' || written === '<<') return { fails: `"${written}" without quotes means something else to it` }
  if (typeof data === 'boolean') return { value: BOOL.test(written) ? data : written }
  if (typeof data === 'number') return { value: INT.test(written) || FLOAT.test(written) ? data : written }
  const sign = written.startsWith('-') ? -1 : 1
  const digits = written.replace(/^[-+]/, '').replaceAll('_', '').split(':')
  return { value: sign * digits.reduce((sum, part) => sum * 60 + Number(part), 0) }
}
