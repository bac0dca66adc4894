import type { TextProblem } from '../model/source.ts'
import type { Part, Span } from '../model/span.ts'
import { Opaque, type Traced } from '../model/traced.ts'
import { fromBase64 } from './base64.ts'
import { fileLayer } from './layers.ts'
import { asPythonReads } from './python-yaml.ts'
import { readYaml } from './yaml/read-yaml.ts'

/** YAML that stands in a value of another document: as data, or why it cannot be read. */
export type Embedded = { readonly traced: Traced } | { readonly problem: TextProblem }

/** Who reads the YAML in a text value: the hub with PyYAML, or Helm. */
export type EmbeddedReader = 'hub' | 'helm'

/**
 * Reads the YAML in a text value as its reader does. Its places are those inside the value where that stands in clear, and the value
 * as a whole where it is encoded.
 */
export function readEmbedded(text: string, holder: Traced, inClear: boolean, reader: EmbeddedReader = 'hub'): Embedded {
  const outer = holder.origin([])
  const { documents, problems } = readYaml(text, outer.name, { helm: 4 })
  const starts = inClear ? lineStarts(text) : []
  const place = (span: Span | null): Span | null => {
    if (!inClear || span === null) return outer.span
    return holder.origin([], partOf(span, starts)).span ?? outer.span
  }
  const fatal = problems.find(({ kind }) => kind === 'unreadable')
  if (fatal !== undefined) {
    const message = `the YAML in this value cannot be read: ${fatal.message}`
    return { problem: { kind: 'unreadable', message, origin: { ...outer, span: place(fatal.origin.span) } } }
  }
  const [document] = documents
  if (document === undefined) return { traced: { data: null, origin: () => outer } }
  const layer = fileLayer(document, outer.name)
  const { data, fails } = reader === 'hub' ? asPythonReads(document, text) : { data: document.data, fails: null }
  if (fails !== null) {
    const message = `the hub reads this value with PyYAML, which refuses it, so that it does not start: ${fails.reason}`
    return {
      problem: { kind: 'unreadable', message, origin: { ...outer, span: place(layer.origin(fails.path).span) } },
    }
  }
  return {
    traced: {
      data,
      origin(path, part) {
        const origin = layer.origin(path, part)
        const span = place(origin.span)
        return outer.object === undefined ? { ...origin, span } : { ...origin, span, object: outer.object }
      },
    },
  }
}

/** Values that are there but cannot be known. */
export function unknowable(holder: Traced, why: string): Traced {
  return { data: new Opaque(why), origin: path => ({ ...holder.origin([]), path }) }
}

/** The bytes that base64 stands for, or null if it is none. Line breaks are allowed, as Kubernetes allows them. */
export function base64(text: string): Uint8Array | null {
  const written = text.replace(/[\r\n]/g, '')
  if (written.length % 4 !== 0 || /[^A-Za-z\d+/=]/.test(written)) return null
  try {
    return fromBase64(written)
  } catch {
    return null
  }
}

function partOf(span: Span, starts: readonly number[]): Part {
  const offset = (line: number, column: number) => (starts[line - 1] ?? 0) + column - 1
  return { start: offset(span.line, span.column), end: offset(span.endLine, span.endColumn) }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length)
  return starts
}
