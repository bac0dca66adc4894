/** How a scalar was written. */
export type Style = 'plain' | 'single' | 'double' | 'literal' | 'folded'

/** What stands in a document, with its place: UTF-16 units from the start of the document. */
export type Node = ScalarNode | ListNode | MapNode | AliasNode

export interface ScalarNode {
  readonly kind: 'scalar'
  /** Without tag and anchor. Equal to `end` where nothing is written. */
  readonly start: number
  readonly end: number
  readonly text: string
  readonly style: Style
  /** Resolved: `tag:yaml.org,2002:int`; empty if none. */
  readonly tag: string
  /** Columns before the content of a block scalar. */
  readonly indent: number
  /** Where the content begins: behind the quote, on the line below the mark of a block; -1 if nothing is written. */
  readonly content: number
  readonly anchor: string
  /** Whether it stands directly between brackets or braces. */
  readonly flow: boolean
}

export interface ListNode {
  readonly kind: 'list'
  readonly start: number
  readonly items: Node[]
  readonly anchor: string
  readonly flow: boolean
}

export interface MapNode {
  readonly kind: 'map'
  readonly start: number
  /** Keys and values by turns. */
  readonly entries: Node[]
  readonly anchor: string
  /** Written with brackets or braces, or as a pair inside them. */
  readonly flow: boolean
}

export interface AliasNode {
  readonly kind: 'alias'
  readonly start: number
  readonly end: number
  readonly name: string
  readonly target: ScalarNode | ListNode | MapNode
}

/** What an alias stands for; anything else stands for itself. */
export function follow(node: Node): ScalarNode | ListNode | MapNode {
  return node.kind === 'alias' ? node.target : node
}

/** Whether a key merges a map into its own: a plain `<<`. Source: go-yaml/yaml@v2.4.0:decode.go, isMerge. */
export function isMerge(key: Node): boolean {
  if (key.kind !== 'scalar' || key.text !== '<<') return false
  return key.tag === '' ? key.style === 'plain' : key.tag === '!' || key.tag === 'tag:yaml.org,2002:merge'
}
