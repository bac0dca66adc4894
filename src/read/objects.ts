import type { StreamedObject } from '../model/origin.ts'
import type { Path } from '../model/path.ts'
import type { TextProblem } from '../model/source.ts'
import type { Span } from '../model/span.ts'
import { child, subtree, type Traced } from '../model/traced.ts'
import { type KubernetesObject, notAnObject, objectName, objectsIn } from '../model/workload.ts'
import { jsonPrefix } from './json-prefix.ts'
import { fileLayer } from './layers.ts'
import { type StreamDocument, templateOf } from './stream.ts'
import { type Document, readYaml } from './yaml/read-yaml.ts'

/** A Kubernetes object that was found in a stream, with its places. */
export interface FoundObject extends KubernetesObject {
  readonly traced: Traced
  readonly called: StreamedObject
}

/** What one document of a stream holds. */
export interface DocumentRead {
  readonly objects: readonly FoundObject[]
  readonly problems: readonly TextProblem[]
  /** The line of a document that does not even claim to be an object; null if it does, or is empty. */
  readonly stranger: number | null
}

/** Reads a document as kubectl does. Never throws: what is wrong is a problem, with its place in the stream. */
export function readDocument({ text, linesBefore, tooLong }: StreamDocument, file: string): DocumentRead {
  if (tooLong) return { objects: [], problems: [tooLongProblem(file, linesBefore)], stranger: null }
  const read = readYaml(text, file, { helm: 4 })
  if (read.problems.some(({ kind }) => kind === 'lost') && /^\s*\{/.test(text)) {
    const values = jsonValues(text)
    if (values.length > 1) return joined(values.map(value => readDocument(shifted(value, linesBefore), file)))
  }
  const problems = read.problems.map(problem => movedDown(problem, linesBefore))
  const [document] = read.documents
  const root = document?.data
  if (document === undefined || root === null || root === undefined) return { objects: [], problems, stranger: null }
  const whole = fileLayer(lower(document, linesBefore), file)
  const objects: FoundObject[] = []
  const refuse = (wrong: { readonly at: Path; readonly reason: string }, at: Path) => {
    const origin = whole.origin([...at, ...wrong.at])
    problems.push({ kind: 'unreadable', message: wrong.reason, origin: { ...origin, by: 'file', name: file } })
  }
  const wrong = notAnObject(root)
  if (wrong !== null) {
    const strange = wrong.at.length > 0 && child(root, 'kind') === undefined && child(root, 'apiVersion') === undefined
    if (!strange) refuse(wrong, [])
    return { objects, problems, stranger: strange ? (whole.origin([]).span?.line ?? linesBefore + 1) : null }
  }
  const template = templateOf(text)
  for (const object of objectsIn(root)) {
    const wrongItem = object.kind === '' || object.apiVersion === '' ? notAnObject(object.data) : null
    if (wrongItem !== null) {
      refuse(wrongItem, object.at)
      continue
    }
    const called = { name: objectName(object), template }
    const { kind, apiVersion, data, at } = object
    objects.push({ kind, apiVersion, data, at, called, traced: subtree(inObject(whole, called), at) })
  }
  return { objects, problems, stranger: null }
}

function inObject(whole: Traced, object: StreamedObject): Traced {
  return {
    data: whole.data,
    origin(path, part) {
      const { by, name, path: at, span } = whole.origin(path, part)
      return { by, name, path: at, span, object }
    },
  }
}

/** A document with its places counted from the start of the stream. */
function lower(document: Document, lines: number): Document {
  if (lines === 0) return document
  return {
    data: document.data,
    locate: (path, part) => down(document.locate(path, part), lines),
    written: path => document.written(path),
    locateKey: path => down(document.locateKey(path), lines),
  }
}

function down(span: Span | null, lines: number): Span | null {
  if (span === null) return null
  const { file, line, column, endLine, endColumn } = span
  return { file, line: line + lines, column, endLine: endLine + lines, endColumn }
}

function movedDown(problem: TextProblem, lines: number): TextProblem {
  return { ...problem, origin: { ...problem.origin, span: down(problem.origin.span, lines) } }
}

/** JSON values that stand one behind the other, as programs write them and kubectl reads them. */
function jsonValues(text: string): StreamDocument[] {
  const values: StreamDocument[] = []
  let linesBefore = 0
  for (let at = 0; at < text.length; ) {
    const length = jsonPrefix(text.slice(at))
    const value = text.slice(at, at + length)
    // what is no object is left to the reader, which says so
    if (value.trim() !== '') values.push({ text: value, linesBefore, tooLong: false })
    linesBefore += value.split('\n').length - 1
    at += Math.max(1, length)
  }
  return values
}

function shifted(document: StreamDocument, lines: number): StreamDocument {
  return { ...document, linesBefore: document.linesBefore + lines }
}

function joined(reads: readonly DocumentRead[]): DocumentRead {
  return {
    objects: reads.flatMap(({ objects }) => objects),
    problems: reads.flatMap(({ problems }) => problems),
    stranger: reads.find(({ stranger }) => stranger !== null)?.stranger ?? null,
  }
}

function tooLongProblem(file: string, linesBefore: number): TextProblem {
  const line = linesBefore + 1
  const span = { file, line, column: 1, endLine: line, endColumn: 1 }
  const message = 'this document has more than 32 million characters, and is not read'
  return { kind: 'unreadable', message, origin: { by: 'file', name: file, path: [], span } }
}
