import {
  EVENT_ALIAS,
  EVENT_DOCUMENT,
  EVENT_MAPPING,
  EVENT_POP,
  EVENT_SCALAR,
  EVENT_SEQUENCE,
  type Event,
} from 'js-yaml'
import type { ListNode, MapNode, Node, ScalarNode, Style } from './nodes.ts'
import type { Parsed } from './parse.ts'
import { scalarText } from './scalar-text.ts'
import { Unreadable } from './unreadable.ts'

type Named = ScalarNode | ListNode | MapNode
type Scalar = Event & { type: typeof EVENT_SCALAR }
type Collection = Event & { type: typeof EVENT_SEQUENCE | typeof EVENT_MAPPING }
type Open = ListNode | MapNode
type Properties = {
  readonly anchorStart: number
  readonly anchorEnd: number
  readonly tagStart: number
  readonly tagEnd: number
}

const STYLES: readonly Style[] = ['plain', 'plain', 'single', 'double', 'literal', 'folded']

/** How a scalar was written. */
export function styleOf({ style }: Scalar): Style {
  return STYLES[style] ?? 'plain'
}

/** Whether a map or list was written in brackets. */
export function isFlow({ style }: Collection): boolean {
  return style === 2
}

/** The nodes of a document, or null if there is nothing but comments. Throws `Unreadable` for aliases that lead nowhere. */
export function build(parsed: Parsed): Node | null {
  return new Builder(parsed).run()
}

class Builder {
  private readonly parsed: Parsed
  private readonly source: string
  private readonly anchors = new Map<string, Named>()
  private readonly open: Open[] = []
  private prefixes: ReadonlyMap<string, string> = new Map()
  private root: Node | null = null
  /** The end of what was read last: there stands what is not written. */
  private last = 0

  constructor(parsed: Parsed) {
    this.parsed = parsed
    this.source = parsed.source
  }

  run(): Node | null {
    for (const event of this.parsed.events) {
      if (event.type === EVENT_POP) this.open.pop()
      else if (event.type === EVENT_DOCUMENT) this.prefixes = tagPrefixes(event.directives)
      else if (event.type === EVENT_SCALAR) this.put(this.scalar(event))
      else if (event.type === EVENT_ALIAS) this.put(this.alias(event.anchorStart, event.anchorEnd))
      else if (event.type === EVENT_SEQUENCE || event.type === EVENT_MAPPING) this.collection(event)
    }
    return this.root
  }

  private put(node: Node): void {
    const parent = this.open[this.open.length - 1]
    if (parent === undefined) this.root ??= node
    else if (parent.kind === 'list') parent.items.push(node)
    else parent.entries.push(node)
  }

  private collection(event: Collection): void {
    const { start } = event
    const anchor = this.anchorOf(event)
    const flow = isFlow(event)
    const node: Open =
      event.type === EVENT_MAPPING
        ? { kind: 'map', start, entries: [], anchor, flow }
        : { kind: 'list', start, items: [], anchor, flow }
    this.last = start
    if (event.tagStart !== -1) this.tagOf(event)
    this.put(node)
    this.open.push(node)
    if (anchor !== '') this.anchors.set(anchor, node)
  }

  private scalar(event: Scalar): ScalarNode {
    const style = styleOf(event)
    const { start, end } = this.stretch(event, style)
    const anchor = this.anchorOf(event)
    const node: ScalarNode = {
      kind: 'scalar',
      start,
      end,
      text: event.valueStart === -1 ? '' : scalarText(event, style, this.parsed),
      style,
      tag: event.tagStart === -1 ? '' : this.tagOf(event),
      indent: event.indent,
      content: event.valueStart,
      anchor,
      flow: this.open[this.open.length - 1]?.flow ?? false,
    }
    if (anchor !== '') this.anchors.set(anchor, node)
    this.last = end
    return node
  }

  private stretch(event: Scalar, style: Style): { readonly start: number; readonly end: number } {
    const { valueStart, valueEnd } = event
    if (valueStart === -1) {
      const at = Math.max(this.nextPlace(), event.anchorEnd, event.tagEnd)
      return { start: at, end: at }
    }
    if (style === 'plain') return { start: valueStart, end: valueEnd }
    if (style === 'single' || style === 'double') return { start: valueStart - 1, end: valueEnd + 1 }
    const header = this.source.slice(0, valueStart).trimEnd()
    const line = header.slice(header.lastIndexOf('\n') + 1)
    const mark = /[|>][-+\d]*[ \t]*(?:[ \t]#.*)?$/.exec(line)
    return { start: header.length - line.length + (mark?.index ?? 0), end: valueEnd }
  }

  /** Where a value stands that is not written: behind its dash, else behind what was read last. */
  private nextPlace(): number {
    const parent = this.open[this.open.length - 1]
    if (parent?.kind !== 'list' || parent.flow) return this.last
    const dash = /(?:[\s\]}]|#[^\r\n]*)*-/y
    dash.lastIndex = this.last
    return dash.test(this.source) ? dash.lastIndex : this.last
  }

  private alias(start: number, end: number): Node {
    const name = this.source.slice(start, end)
    checkName(name, start, 'alias', this.source.charAt(end))
    const target = this.anchors.get(name)
    if (target === undefined) throw new Unreadable(start - 1, `there is no anchor "&${name}" above`)
    if (this.open.some(node => node === target)) throw new Unreadable(start - 1, `"*${name}" would contain itself`)
    this.last = end
    return { kind: 'alias', start: start - 1, end, name, target }
  }

  private anchorOf(event: Properties): string {
    if (event.anchorStart === -1) return ''
    const name = this.source.slice(event.anchorStart, event.anchorEnd)
    checkName(name, event.anchorStart, 'anchor', this.source.charAt(event.anchorEnd))
    return name
  }

  /** In full: `tag:yaml.org,2002:int`. */
  private tagOf(event: Properties): string {
    const tag = this.source.slice(event.tagStart, event.tagEnd)
    if (tag.startsWith('!<')) return tag.slice(2, -1)
    const handle = /^!(?:[\w-]*!)?/.exec(tag)?.[0] ?? '!'
    const suffix = tag.slice(handle.length)
    if (suffix === '' && handle !== '!') throw new Unreadable(event.tagStart, 'this tag has no name')
    return (this.prefixes.get(handle) ?? (handle === '!!' ? 'tag:yaml.org,2002:' : handle)) + suffix
  }
}

/** Source: go-yaml/yaml@v2.4.0:scannerc.go, yaml_parser_scan_anchor. */
function checkName(name: string, start: number, what: string, following: string): void {
  if (/^[\w-]+$/.test(name) && /^[\s?:,\]}%@`]?$/.test(following)) return
  throw new Unreadable(
    start - 1,
    `the name of this YAML ${what} must be of letters, digits, "-" and "_"; put quotes around a text`,
  )
}

/** `%TAG` by handle; refuses what Go refuses. */
function tagPrefixes(directives: (Event & { type: typeof EVENT_DOCUMENT })['directives']): ReadonlyMap<string, string> {
  const prefixes = new Map<string, string>()
  for (const directive of directives) {
    if (directive.kind === 'tag') prefixes.set(directive.handle, directive.prefix)
    else if (directive.version !== '1.1')
      throw new Unreadable(0, 'Helm reads YAML 1.1 only, and refuses this %YAML directive')
  }
  return prefixes
}
