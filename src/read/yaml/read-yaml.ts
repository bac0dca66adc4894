import type { Path } from '../../model/path.ts'
import type { TextProblem } from '../../model/source.ts'
import type { Part, Span } from '../../model/span.ts'
import { build } from './build.ts'
import { check } from './checks.ts'
import { type Composed, compose, type Duplicate } from './compose.ts'
import { cutAtDashes, type Piece } from './documents.ts'
import { Lines } from './lines.ts'
import { findEntry, keyStretch, partStretch, type Stretch, valueStretch } from './locate.ts'
import { follow, type Node } from './nodes.ts'
import { parseFirst } from './parse.ts'
import { straight } from './straight.ts'
import { decode, describeForbidden, findForbidden } from './text.ts'
import { Unreadable } from './unreadable.ts'

/** One document of a stream: data and places out of the same events. */
export interface Document {
  readonly data: unknown
  /**
   * The text that sets the value at `path`: the value itself for a scalar, the key for a map or list, the first token for a
   * collection that is an item of a list. With `part`, that stretch of the scalar's text. Null if the path is not there.
   */
  locate(path: Path, part?: Part): Span | null
  /** The key of the entry at `path`; in a list, the first token of the item. Null if the path is not there. */
  locateKey(path: Path): Span | null
  /** The text of the plain scalar at `path`; null for anything else. */
  written(path: Path): string | null
}

/** What a text holds, and what is wrong with it. */
export interface Reading {
  /** Only those that Helm would read. */
  readonly documents: readonly Document[]
  readonly problems: readonly TextProblem[]
}

/** How Go's reader takes in a file, in bytes: what is wrong further on than that is never seen. Source: go-yaml/yaml@v2.4.0:yamlh.go. */
const BLOCK = 512

/**
 * Reads YAML as Helm does: Helm 3 the first document, Helm 4 (and kubectl) all that lines of `---` cut the text into. Never
 * throws: what cannot be read is a problem, with its place.
 */
export function readYaml(input: Uint8Array | string, file: string, options: { readonly helm: 3 | 4 }): Reading {
  const { text, encoding, broken } = decode(input)
  const lines = new Lines(text)
  const documents: Document[] = []
  const problems: TextProblem[] = []
  const report = (kind: TextProblem['kind'], message: string, path: Path, stretch: Stretch) => {
    const span = lines.span(file, stretch.start, stretch.end)
    problems.push({ kind, message, origin: { by: 'file', name: file, path, span } })
  }
  const refuse = ({ offset, message }: Unreadable) =>
    report('unreadable', message, [], { start: offset, end: offset + 1 })

  // Helm 4 cuts bytes into lines, which tears UTF-16 apart
  const torn = encoding === 'utf-16le' || (encoding === 'utf-16be' && !text.endsWith('\n'))
  if (broken !== null || (options.helm === 4 && torn)) {
    refuse(new Unreadable(0, broken ?? 'Helm 4 does not read UTF-16; save the file as UTF-8'))
    return { documents, problems }
  }
  const whole = options.helm === 3 || encoding === 'utf-16be'
  const { pieces, stopped } = whole ? { pieces: [{ start: 0, text }], stopped: null } : cutAtDashes(text)
  for (const piece of pieces) {
    try {
      const read = readPiece(piece)
      documents.push(documentOf(piece.start, read, file, lines))
      for (const duplicate of read.composed.duplicates) {
        const line = lines.place(piece.start + duplicate.before.start).line
        report(
          duplicate.merged ? 'merged' : 'duplicate',
          describeDuplicate(duplicate, line),
          duplicate.path,
          shift(stretchOf(duplicate.node), piece.start),
        )
      }
      const lost = firstLost(piece.text, read.end)
      if (lost !== null) report('lost', describeLost(piece, read, lost.start, lines), [], shift(lost, piece.start))
    } catch (error) {
      refuse(asUnreadable(error, piece.start))
    }
  }
  if (stopped !== null) refuse(stopped)
  return { documents, problems }
}

interface Read {
  /** Nodes are made when they are asked for. */
  root(): Node | null
  readonly source: string
  readonly composed: Composed
  /** Where reading stopped. */
  readonly end: number
}

/** Throws `Unreadable`. */
function readPiece(piece: Piece): Read {
  const { text } = piece
  const forbidden = findForbidden(text)
  // what Go reads without having seen the bad character cannot be more than what comes before its block
  const seen = forbidden === -1 ? text : text.slice(0, forbidden - (forbidden % BLOCK))
  const bad = () => new Unreadable(forbidden, describeForbidden(text, forbidden))
  if (forbidden !== -1 && seen === '') throw bad()
  const parsed = parseFirst(seen)
  const { source, end } = parsed
  if (forbidden !== -1 && end === seen.length) throw bad()
  const data = straight(parsed)
  if (data !== undefined) return { root: once(() => build(parsed)), source, composed: { data, duplicates: [] }, end }
  const root = build(parsed)
  check(root, source.slice(0, end))
  return { root: () => root, source, composed: compose(root), end }
}

function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}

function asUnreadable(error: unknown, base: number): Unreadable {
  if (error instanceof Unreadable) return new Unreadable(base + error.offset, error.message)
  if (error instanceof RangeError) return new Unreadable(base, 'the file is nested too deep, or too large, to be read')
  throw error
}

function documentOf(base: number, { root, source, composed }: Read, file: string, lines: Lines): Document {
  const span = ({ start, end }: Stretch) => lines.span(file, base + start, base + end)
  const entryAt = (path: Path) => {
    const node = root()
    return node === null ? null : findEntry(node, path)
  }
  return {
    data: composed.data,
    locate(path, part) {
      const entry = entryAt(path)
      if (entry === null) return null
      const node = follow(entry.value)
      if (part !== undefined && node.kind === 'scalar' && node.content !== -1)
        return span(partStretch(node, part, source))
      return span(valueStretch(entry, source))
    },
    locateKey(path) {
      const entry = entryAt(path)
      return entry === null ? null : span(keyStretch(entry, source))
    },
    written(path) {
      const entry = entryAt(path)
      const node = entry === null ? null : follow(entry.value)
      return node?.kind === 'scalar' && node.style === 'plain' ? node.text : null
    },
  }
}

/** The first thing after `end` that is more than white space, comments and marks; its line. */
function firstLost(text: string, end: number): Stretch | null {
  if (end >= text.length) return null
  const nothing = /(?:[\s\ufeff]|#[^\r\n]*|(?<=^|[\r\n])(?:---|\.\.\.)(?=\s|$))*/y
  nothing.lastIndex = end
  const start = end + (nothing.exec(text)?.[0].length ?? 0)
  if (start >= text.length) return null
  const rest = /[^\r\n]*/y
  rest.lastIndex = start
  return { start, end: start + (rest.exec(text)?.[0].trimEnd().length ?? 1) }
}

function describeDuplicate({ key, merged }: Duplicate, line: number): string {
  return merged
    ? `"<<" brings another value for "${key}" than the one on line ${line}, and wins because it stands below it`
    : `the key "${key}" was there before, on line ${line}; the last one wins`
}

function stretchOf(node: Node): Stretch {
  return { start: node.start, end: node.kind === 'scalar' || node.kind === 'alias' ? node.end : node.start + 1 }
}

function describeLost(piece: Piece, read: Read, start: number, lines: Lines): string {
  const root = read.root()
  const first = root === null ? null : lines.place(piece.start + root.start)
  if (first !== null && root?.kind === 'map' && lines.place(piece.start + start).column < first.column) {
    return `Helm reads nothing from here on: the first key of the file, on line ${first.line}, stands deeper than this one`
  }
  if (piece.text.startsWith('---', read.end)) return 'Helm 3 reads only the first document of a file, not this one'
  return 'Helm reads nothing from here on: what the file holds has ended above'
}

function shift({ start, end }: Stretch, by: number): Stretch {
  return { start: start + by, end: end + by }
}
