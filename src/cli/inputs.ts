import type { NotJudged } from '../model/finding.ts'
import type { Path } from '../model/path.ts'
import type { Source, TextProblem } from '../model/source.ts'
import { Opaque, type Traced } from '../model/traced.ts'
import { decrypted } from '../read/encrypted.ts'
import { emptyLayer, fileLayer } from '../read/layers.ts'
import { type Recognised, recognise, recogniseUnreadable } from '../read/recognise.ts'
import { readYaml } from '../read/yaml/read-yaml.ts'
import { checkedFile, type FileContent, LARGEST, readInput } from './files.ts'
import { beginsWithObjects, type ObjectStream, readObjects, type Watch } from './manifests.ts'
import { pieces } from './pieces.ts'
import { withLittleRoom } from './young-space.ts'

/** A file as it was read: its layers, if Helm would read any, and what it is. */
export interface Input {
  readonly file: string
  /** For code frames; empty where the file was too large to be read. */
  readonly text: string
  readonly source: Source
  /** The file's documents as layers of values, in the order in which Helm merges them. */
  readonly layers: readonly Traced[]
  readonly recognised: Recognised
  /** Why it cannot be read; null if it can. */
  readonly unreadable: TextProblem | null
  /** What the text is, where it is unreadable because it is no YAML at all: a template, an encrypted file. */
  readonly notYaml: string | null
  /** What a stream of Kubernetes objects came to; null for anything else. */
  readonly stream: ObjectStream | null
}

/**
 * Reads one file given on its own: values whole, a stream of objects piece by piece, shown to `watch`. What is wrong with its
 * text is in `source.problems`; only a missing file throws.
 */
export function openLone(name: string, helm: 3 | 4, key: Path | null, watch: Watch): Input {
  if (key !== null) return openInput(name, helm)
  const reading = pieces(checkedFile(name))
  const file = name === '-' ? '<stdin>' : name
  const first = reading.next()
  if (first.done !== true && beginsWithObjects(first.value))
    return streamInput(readObjects(file, withLittleRoom(chain(first.value, reading)), watch))
  const content = first.done === true ? { file, bytes: new Uint8Array() } : rest(file, first.value, reading)
  const input = inputOf(content, helm)
  return input.recognised.kind === 'manifests' && 'bytes' in content
    ? streamInput(readObjects(file, [content.bytes], watch))
    : input
}

/** Reads one layer of values. What is wrong with its text is in `source.problems`; only a missing file throws. */
export function openInput(name: string, helm: 3 | 4): Input {
  return inputOf(readInput(name), helm)
}

function* chain(first: Uint8Array, others: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield first
  yield* others
}

/** What of a file is still to come, if it is not too much. */
function rest(file: string, first: Uint8Array, others: Iterable<Uint8Array>): FileContent {
  const all = [Buffer.from(first)]
  let length = first.length
  for (const piece of others) {
    length += piece.length
    if (length <= LARGEST) all.push(Buffer.from(piece))
  }
  if (length > LARGEST) return { file, tooLarge: length }
  return { file, bytes: all.length > 1 ? Buffer.concat(all) : (all[0] ?? first) }
}

function streamInput(stream: ObjectStream): Input {
  const { file, problems, notYaml } = stream
  return {
    ...{ file, text: '', source: { file, problems }, layers: [], notYaml, stream },
    recognised: { kind: 'manifests' },
    unreadable: null,
  }
}

function inputOf(content: FileContent, helm: 3 | 4): Input {
  if ('tooLarge' in content) return tooLarge(content)
  const { file, bytes } = content
  const read = readYaml(bytes, file, { helm })
  const { documents } = read
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const recognised = recognise(documents.map(document => document.data))
  // what is no values file may well be values of JSON one behind the other, of which nothing is lost
  const isOther = recognised.kind === 'unrecognised' && /^\ufeff?\s*[[{]/.test(text)
  const problems = isOther ? read.problems.filter(({ kind }) => kind !== 'lost') : read.problems
  // Helm refuses a values file whole; in a stream of objects, the others can still be judged
  const whole = recognised.kind !== 'manifests'
  const fatal = whole ? problems.find(({ kind }) => kind === 'unreadable') : undefined
  return {
    file,
    text,
    source: { file, problems },
    layers: documents.length > 0 ? documents.map(document => fileLayer(document, file)) : [emptyLayer(file)],
    recognised,
    unreadable: fatal ?? null,
    notYaml:
      fatal === undefined ? null : (recogniseUnreadable(text, fatal.origin.span?.line ?? 1) ?? notYamlByName(file)),
    stream: null,
  }
}

/** Says of an input that none of it was judged. */
export function notJudged(input: Input, kind: NotJudged['kind'], reason: string): NotJudged {
  const place = input.unreadable?.origin.span
  const location = place ? { file: input.file, line: place.line, column: place.column } : { file: input.file }
  return { location, reason, kind }
}

/** The keys at which a file holds hubs; none if it is something else. */
export function hubKeys(input: Input): readonly Path[] {
  return input.recognised.kind === 'values' ? input.recognised.keys : []
}

/** Whether SOPS encrypted a file, keys in clear. */
export function isSealed({ layers }: Input): boolean {
  return layers.some(layer => decrypted(layer) !== layer)
}

/** Whether nothing in a file is in clear but keys. */
export function isAllSealed(input: Input): boolean {
  return isSealed(input) && input.layers.every(layer => isOpaque(decrypted(layer).data))
}

function isOpaque(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false
  return data instanceof Opaque || Object.values(data).every(isOpaque)
}

/** Layers that can be read, or are broken, and those that are encrypted, keys and all. */
export function apart(layers: readonly Input[]): {
  readonly clear: readonly Input[]
  readonly locked: readonly Input[]
} {
  const isLocked = ({ notYaml }: Input) => notYaml?.startsWith('it is encrypted') === true
  return { clear: layers.filter(input => !isLocked(input)), locked: layers.filter(isLocked) }
}

function notYamlByName(file: string): string | null {
  return /\.(ya?ml|json)$/i.test(file) || file === '<stdin>' ? null : 'it is not YAML'
}

function tooLarge(content: Extract<FileContent, { tooLarge: number }>): Input {
  const { file } = content
  const megabytes = Math.round(content.tooLarge / 1024 / 1024)
  const span = { file, line: 1, column: 1, endLine: 1, endColumn: 1 }
  const problem: TextProblem = {
    kind: 'unreadable',
    message: `the file has ${megabytes} MiB; files are read up to 32 MiB`,
    origin: { by: 'file', name: file, path: [], span },
  }
  return {
    file,
    text: '',
    source: { file, problems: [problem] },
    layers: [],
    recognised: { kind: 'unrecognised', reason: 'it is too large' },
    unreadable: problem,
    notYaml: null,
    stream: null,
  }
}
