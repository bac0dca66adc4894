import type { Path } from '../../model/path.ts'
import type { Part } from '../../model/span.ts'
import { follow, isMerge, type Node, type ScalarNode } from './nodes.ts'
import { keyText } from './scalars.ts'

/** A stretch of a document, in UTF-16 units. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** An entry of a map or list: its value, and its key where it has one. */
export interface Entry {
  readonly key: Node | null
  readonly value: Node
}

/** The entry at a path, through aliases and merges: where a person would edit it. Null if the path is not there. */
export function findEntry(root: Node, path: Path): Entry | null {
  let entry: Entry | null = { key: null, value: root }
  for (const step of path) {
    entry = entry === null ? null : child(follow(entry.value), step)
  }
  return entry
}

function child(node: Node, step: string | number): Entry | null {
  if (node.kind === 'list') {
    const item = typeof step === 'number' ? node.items[step] : undefined
    return item === undefined ? null : { key: null, value: item }
  }
  if (node.kind !== 'map') return null
  const wanted = String(step)
  // the last to set a key counts, merges included
  for (let i = node.entries.length - 2; i >= 0; i -= 2) {
    const key = node.entries[i]
    const value = node.entries[i + 1]
    if (key === undefined || value === undefined) continue
    if (isMerge(key)) {
      const found = childOfMerge(value, step)
      if (found !== null) return found
      continue
    }
    const target = follow(key)
    if (target.kind === 'scalar' && keyText(target) === wanted) return { key, value }
  }
  return null
}

function childOfMerge(value: Node, step: string | number): Entry | null {
  if (value.kind !== 'list') return child(follow(value), step)
  for (const item of value.items) {
    const found = child(follow(item), step)
    if (found !== null) return found
  }
  return null
}

/** The text that sets a value: a scalar itself, the key of a map or list, the first token of a collection in a list. */
export function valueStretch(entry: Entry, source: string): Stretch {
  const { key, value } = entry
  const target = follow(value)
  if (target.kind === 'scalar' && target.end > target.start) return { start: target.start, end: target.end }
  return key === null ? firstToken(value, source) : firstToken(key, source)
}

/** The key of an entry, or the first token of a list's item. */
export function keyStretch(entry: Entry, source: string): Stretch {
  return firstToken(entry.key ?? entry.value, source)
}

function firstToken(node: Node, source: string): Stretch {
  if (node.kind === 'alias') return { start: node.start, end: node.end }
  if (node.kind === 'scalar') {
    // an item that is not written: its dash
    if (node.start === node.end && source.charAt(node.start - 1) === '-')
      return { start: node.start - 1, end: node.end }
    return { start: node.start, end: node.end }
  }
  if (node.flow && /[[{]/.test(source.charAt(node.start))) return { start: node.start, end: node.start + 1 }
  const first = node.kind === 'list' ? null : node.entries[0]
  if (first === undefined || first === null) return { start: node.start, end: node.start + 1 }
  return firstToken(first, source)
}

/** The place of a stretch of a scalar's text: exact where the text stands as written, else the line at best. */
export function partStretch(node: ScalarNode, part: Part, source: string): Stretch {
  const { content, text } = node
  const raw = content === -1 ? '' : source.slice(content, node.end)
  if (part.start < text.length && raw.startsWith(text))
    return { start: content + part.start, end: content + Math.min(Math.max(part.start, part.end), text.length) }
  const map = sourceOffsets(node, raw)
  const start = map[Math.min(part.start, map.length - 1)] ?? node.start
  const last = part.end > part.start ? (map[Math.min(part.end, map.length) - 1] ?? start) : start
  return { start, end: part.end > part.start ? Math.max(last + 1, start) : start }
}

const offsets = new WeakMap<ScalarNode, readonly number[]>()

/** For each UTF-16 unit of a scalar's text, where it comes from; much is asked of few scalars, such as Python. */
function sourceOffsets(node: ScalarNode, raw: string): readonly number[] {
  const before = offsets.get(node)
  if (before !== undefined) return before
  const now = offsetsOf(node, raw)
  offsets.set(node, now)
  return now
}

function offsetsOf(node: ScalarNode, raw: string): readonly number[] {
  if (node.content === -1) return []
  if (raw.startsWith(node.text)) return Array.from({ length: node.text.length }, (_, i) => node.content + i)
  if (node.style === 'literal' || node.style === 'folded') return blockOffsets(node, raw)
  return flowOffsets(node, raw)
}

/** Line by line: each line of a block stands in the text as it is, without its indentation. */
function blockOffsets(node: ScalarNode, raw: string): readonly number[] {
  const map: number[] = []
  let line = 0
  while (map.length < node.text.length && line <= raw.length) {
    const end = endOfLine(raw, line)
    const from = Math.min(line + Math.max(node.indent, 0), end.at)
    const content = raw.slice(from, end.at)
    const at = content === '' ? map.length : node.text.indexOf(content, map.length)
    if (at !== -1) {
      // what joins two lines stands at the end of the first
      while (map.length < at) map.push(Math.max(node.content, node.content + line - 1))
      for (let i = 0; i < content.length; i += 1) map.push(node.content + from + i)
      if (node.style === 'literal' && map.length < node.text.length) map.push(node.content + end.at)
    }
    line = end.next
  }
  return map
}

function endOfLine(text: string, from: number): { readonly at: number; readonly next: number } {
  const found = /\r\n?|\n/g
  found.lastIndex = from
  const match = found.exec(text)
  return match === null
    ? { at: text.length, next: text.length + 1 }
    : { at: match.index, next: match.index + match[0].length }
}

/** Word by word: escapes and line breaks are passed, the rest stands as it is. */
function flowOffsets(node: ScalarNode, raw: string): readonly number[] {
  const map: number[] = []
  const unit = /\\(?:x..|u.{4}|U.{8}|\r\n|[\s\S])|''|[ \t]*(?:\r\n?|\n)[ \t\r\n]*|[\s\S]/g
  for (const match of raw.matchAll(node.style === 'double' ? unit : /''|[ \t]*(?:\r\n?|\n)[ \t\r\n]*|[\s\S]/g)) {
    const at = node.content + match.index
    const [text] = match
    if (/^\\[\r\n]/.test(text)) continue
    const breaks = /[\r\n]/.test(text) ? Math.max(1, text.replace(/\r\n?/g, '\n').split('\n').length - 2) : 1
    const units = text.startsWith('\\U') && (node.text.codePointAt(map.length) ?? 0) > 0xffff ? 2 : breaks
    for (let i = 0; i < units; i += 1) map.push(at)
  }
  return map
}
