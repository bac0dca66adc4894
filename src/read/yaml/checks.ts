import type { MapNode, Node, ScalarNode } from './nodes.ts'
import { Unreadable } from './unreadable.ts'

/** How far from its start the colon of a key may be. Source: go-yaml/yaml@v2.4.0:scannerc.go, yaml_simple_key_is_valid. */
const MAX_KEY_LENGTH = 1024

/** A stretch in which tabs are no indentation. */
interface Shelter {
  readonly start: number
  readonly end: number
}

/**
 * Refuses what js-yaml reads and Go does not. Throws `Unreadable`. Source: go-yaml/yaml@v2.4.0:scannerc.go and parserc.go.
 */
export function check(root: Node | null, source: string): void {
  checkDirectives(source)
  const shelters: Shelter[] = []
  if (root !== null) checkNode(root, source, shelters)
  if (source.includes('\t')) checkTabs(source, shelters)
}

function checkDirectives(source: string): void {
  const lines = /^\ufeff?(?:(?:[ \t]*(?:#[^\r\n]*)?|%[^\r\n]*)(?:\r\n?|\n))*/.exec(source)?.[0] ?? ''
  const unknown = /^%(?!(?:YAML|TAG)[ \t])/m.exec(lines)
  if (unknown !== null) {
    throw new Unreadable(
      unknown.index,
      '"%" at the start of a line begins a YAML directive, and this is none; put quotes around a text',
    )
  }
  if (/^\.\.\.(?=[ \t\r\n]|$)/.test(source.slice(lines.length))) {
    throw new Unreadable(lines.length, '"..." ends a document, and here none has begun')
  }
}

function checkNode(node: Node, source: string, shelters: Shelter[]): void {
  if (node.kind === 'scalar') checkScalar(node, source, shelters)
  if (node.kind === 'scalar' || node.kind === 'alias') return
  const from = shelters.length
  if (node.kind === 'map') {
    checkKeys(node, source)
    for (const entry of node.entries) checkNode(entry, source, shelters)
  } else for (const item of node.items) checkNode(item, source, shelters)
  if (node.flow && /[[{]/.test(source.charAt(node.start))) {
    const last = shelters[shelters.length - 1]
    const end = closingBracket(source, shelters.length > from && last !== undefined ? last.end : node.start + 1)
    shelters.length = from
    shelters.push({ start: node.start, end })
  }
}

/** The end of a flow collection, from the end of its last scalar on. */
function closingBracket(source: string, from: number): number {
  const found = /^(?:[^\]}#]|#[^\r\n]*)*[\]}]/.exec(source.slice(from))
  return found === null ? source.length : from + found[0].length
}

function checkScalar(node: ScalarNode, source: string, shelters: Shelter[]): void {
  if (node.content === -1) return
  shelters.push({ start: node.start, end: node.end })
  if (node.style === 'double') {
    const raw = source.slice(node.content, node.end - 1)
    const wrong = /\\(?:\/|u[dD][89a-fA-F]|U(?!000|0010))/.exec(raw.replace(/\\\\/g, '  '))
    if (wrong !== null) {
      const why =
        wrong[0] === '\\/'
          ? '"\\/" means nothing between double quotes; write "/"'
          : 'this escape is no character; Helm does not read pairs of surrogates'
      throw new Unreadable(node.content + wrong.index, why)
    }
  } else if (node.style === 'literal' || node.style === 'folded') checkBlock(node, source)
  else if (node.style === 'plain' && node.flow) checkFlowPlain(node)
}

/** Where the indentation is not said, it is found out, and a tab before the text spoils that. */
function checkBlock(node: ScalarNode, source: string): void {
  const header = source.slice(node.start, node.content)
  const lead = /^(?: *(?:\r\n?|\n))* *(?=\t)/.exec(source.slice(node.content, node.end))
  if (lead !== null && !/^[|>][-+]?\d/.test(header)) {
    throw new Unreadable(node.content + lead[0].length, 'the first line of a block of text cannot begin with a tab')
  }
}

/** Between brackets, Go takes any "?" and any ":" at the start of a word for a mark. */
function checkFlowPlain(node: ScalarNode): void {
  if (node.text.startsWith(':'))
    throw new Unreadable(node.start, 'inside brackets a value cannot begin with ":"; put quotes around it')
  const question = node.text.indexOf('?')
  if (question !== -1) {
    throw new Unreadable(node.start + question, 'inside brackets "?" marks a key; put quotes around the value')
  }
}

function checkKeys(map: MapNode, source: string): void {
  for (let i = 0; i + 1 < map.entries.length; i += 2) {
    const key = map.entries[i]
    const value = map.entries[i + 1]
    if (key === undefined || value === undefined) continue
    if (key.kind === 'scalar' && key.content === -1 && key.tag === '' && key.anchor === '') {
      throw new Unreadable(key.start, 'there is no key before this ":"')
    }
    const end = key.kind === 'scalar' || key.kind === 'alias' ? key.end : key.start
    if (end - key.start > MAX_KEY_LENGTH && !isExplicit(key, source)) {
      throw new Unreadable(key.start, 'a key cannot be longer than 1,024 characters')
    }
    // js-yaml takes one behind an anchor or a tag
    if (value.kind === 'map' && !value.flow && !/[\r\n\u2028\u2029]/.test(source.slice(end, value.start)))
      throw new Unreadable(value.start, 'a map cannot begin on the line of its key')
    const torn = map.flow && !unwritten(value) && /[\r\n]/.test(source.slice(key.start, source.indexOf(':', end)))
    if (torn && !isExplicit(key, source)) throw new Unreadable(key.start, 'a key and its colon must stand on one line')
  }
}

function unwritten(node: Node): boolean {
  return node.kind === 'scalar' && node.content === -1
}

/** Whether "? " stands before a key. */
function isExplicit(key: Node, source: string): boolean {
  return /\?[ \t\r\n]+$/.test(source.slice(Math.max(0, key.start - 80), key.start))
}

/** A tab cannot stand where the indentation of a key or item is looked for: at the start of a line, or after "- ". */
function checkTabs(source: string, shelters: readonly Shelter[]): void {
  const ordered = [...shelters].sort((a, b) => a.start - b.start)
  let next = 0
  for (const { index, 0: text } of source.matchAll(/(?:(?<=[\r\n])|^) *(?:[-?] +)*(?:[-?](?=\t))?\t/g)) {
    const tab = index + text.length - 1
    while (next < ordered.length && (ordered[next]?.end ?? 0) <= tab) next += 1
    const shelter = ordered[next]
    if (shelter !== undefined && shelter.start < tab) continue
    // behind the last line of a plain text, a tab that stands deep enough still belongs to its white space
    const before = ordered[next - 1]
    const column = tab - index
    if (
      before !== undefined &&
      column > 0 &&
      onlySpace(source.slice(before.end, tab)) &&
      /^[ \t]*(?:[\r\n]|$)/.test(source.slice(tab))
    )
      continue
    throw new Unreadable(tab, 'a tab is used for indentation; use spaces')
  }
}

function onlySpace(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text)
}
