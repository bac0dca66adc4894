import type { Path } from '../../model/path.ts'
import { type AliasNode, follow, isMerge, type ListNode, type MapNode, type Node } from './nodes.ts'
import { MAX_DEPTH } from './parse.ts'
import { keyText, typed } from './scalars.ts'
import { Unreadable } from './unreadable.ts'
import { TEMPLATE } from './words.ts'

/** A key that a later one in the same map overrides. */
export interface Duplicate {
  readonly path: Path
  readonly key: string
  /** The entry that counts, and the one that was there before. */
  readonly node: Node
  readonly before: Node
  /** Whether a merge (`<<`) overrides it. */
  readonly merged: boolean
}

export interface Composed {
  readonly data: unknown
  readonly duplicates: readonly Duplicate[]
}

/** Nodes to plain data, as Go's YAML library and then JSON make them. Throws `Unreadable`. Source: go-yaml/yaml@v2.4.0:decode.go. */
export function compose(root: Node | null): Composed {
  const composer = new Composer()
  return { data: root === null ? null : composer.value(root, []), duplicates: composer.duplicates }
}

/** What came of an anchored node; aliases share it. */
interface Shared {
  readonly data: unknown
  /** How many nodes Go would have decoded. */
  readonly size: number
  readonly height: number
}

class Composer {
  readonly duplicates: Duplicate[] = []
  private readonly shared = new Map<Node, Shared>()
  private decoded = 1
  private fromAliases = 0
  /** How deep the data below the node in hand goes. */
  private height = 0

  value(node: Node, path: (string | number)[]): unknown {
    this.decoded += 1
    if (node.kind === 'alias') return this.alias(node, path.length)
    const before = this.decoded
    const data =
      node.kind === 'scalar' ? this.scalar(node) : node.kind === 'list' ? this.list(node, path) : this.map(node, path)
    if (node.anchor !== '') this.shared.set(node, { data, size: this.decoded - before + 1, height: this.height })
    return data
  }

  private scalar(node: Node & { kind: 'scalar' }): unknown {
    this.height = 0
    const { value } = typed(node)
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new Unreadable(
        node.start,
        `"${node.text}" cannot be a value: JSON, which Helm makes of it, has no such number`,
      )
    }
    return value
  }

  private alias(node: AliasNode, depth: number): unknown {
    const shared = this.shared.get(node.target)
    if (shared === undefined) throw new Unreadable(node.start, `"*${node.name}" would contain itself`)
    this.decoded += shared.size
    this.fromAliases += shared.size
    this.height = shared.height
    if (depth + shared.height > MAX_DEPTH)
      throw new Unreadable(node.start, 'the file is nested too deep by its aliases')
    if (this.fromAliases > 100 && this.decoded > 1000 && this.fromAliases / this.decoded > allowedShare(this.decoded)) {
      throw new Unreadable(node.start, 'too much of the file comes out of aliases: Helm refuses it as excessive')
    }
    return shared.data
  }

  private list(node: ListNode, path: (string | number)[]): unknown[] {
    const data: unknown[] = []
    let height = 0
    for (const item of node.items) {
      path.push(data.length)
      data.push(this.value(item, path))
      path.pop()
      height = Math.max(height, this.height)
    }
    this.height = height + 1
    return data
  }

  private map(node: MapNode, path: (string | number)[]): Record<string, unknown> {
    const data: Record<string, unknown> = {}
    const { entries } = node
    // where keys stand is looked up only once one is there twice
    let written: Map<string, Node> | null = null
    let height = 0
    const noteDuplicate = (key: string, at: Node, index: number, merged: boolean) => {
      written ??= writtenKeys(entries, index)
      const before = written.get(key)
      if (before !== undefined) this.duplicates.push({ path: [...path, key], key, node: at, before, merged })
      if (!merged) written.set(key, at)
    }
    for (let i = 0; i + 1 < entries.length; i += 2) {
      const keyNode = entries[i]
      const valueNode = entries[i + 1]
      if (keyNode === undefined || valueNode === undefined) continue
      if (isMerge(keyNode)) {
        for (const source of this.mergeSources(valueNode, path)) {
          for (const key of Object.keys(source)) {
            if (Object.hasOwn(data, key) && !isSame(data[key], source[key])) noteDuplicate(key, keyNode, i, true)
            set(data, key, source[key])
          }
        }
        height = Math.max(height, this.height - 1)
        continue
      }
      const key = this.key(keyNode)
      if (written !== null || Object.hasOwn(data, key)) noteDuplicate(key, keyNode, i, false)
      path.push(key)
      set(data, key, this.value(valueNode, path))
      path.pop()
      height = Math.max(height, this.height)
    }
    this.height = height + 1
    return data
  }

  private key(node: Node): string {
    this.decoded += 1
    const target = follow(node)
    if (target.kind !== 'scalar') {
      const braces = node.kind === 'map' && node.flow
      throw new Unreadable(node.start, braces ? TEMPLATE : 'a key must be a text or number, not a map or list')
    }
    if (node.kind === 'scalar' && node.anchor !== '')
      this.shared.set(node, { data: typed(node).value, size: 1, height: 0 })
    return keyText(target)
  }

  /** The maps that a `<<` brings, in the order in which they are put over each other. */
  private mergeSources(node: Node, path: (string | number)[]): Record<string, unknown>[] {
    if (node.kind === 'list') {
      const maps = node.items.map(item => this.mergeSource(item, path))
      return maps.reverse()
    }
    return [this.mergeSource(node, path)]
  }

  private mergeSource(node: Node, path: (string | number)[]): Record<string, unknown> {
    if (follow(node).kind !== 'map') throw new Unreadable(node.start, '"<<" takes a map or a list of maps')
    return this.value(node, path) as Record<string, unknown>
  }
}

function writtenKeys(entries: readonly Node[], end: number): Map<string, Node> {
  const keys = new Map<string, Node>()
  for (let i = 0; i < end; i += 2) {
    const key = entries[i]
    const target = key === undefined || isMerge(key) ? undefined : follow(key)
    if (key !== undefined && target?.kind === 'scalar') keys.set(keyText(target), key)
  }
  return keys
}

/** Source: go-yaml/yaml@v2.4.0:decode.go, allowedAliasRatio. */
function allowedShare(decoded: number): number {
  if (decoded <= 400_000) return 0.99
  if (decoded >= 4_000_000) return 0.1
  return 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000)
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

function set(map: Record<string, unknown>, key: string, value: unknown): void {
  // a key such as "__proto__" is a user's word like any other
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true })
  else map[key] = value
}
