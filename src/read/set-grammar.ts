import type { Path } from '../model/path.ts'
import { jsonPrefix } from './json-prefix.ts'
import type { SetFlag } from './set-flags.ts'

/** Why a flag cannot be read: caught where flags are applied. */
export class FlagError extends Error {}

/** A flag that can be put into values; they are not changed, a copy is. */
export interface FlagParser {
  into(values: Record<string, unknown>): Record<string, unknown>
}

type Map = Record<string, unknown>
type Steps = readonly (string | number)[]

/** Source: helm/helm@v4.2.4:pkg/strvals/parser.go, MaxIndex, MaxNestedNameLevel. */
const MAX_INDEX = 65_536
const MAX_DEPTH = 30

/** Reads a flag; `assign` is told each path that it sets. */
export function flagParser(flag: SetFlag, helm: 3 | 4, assign: (path: Path) => void): FlagParser {
  return new Parser(flag, helm, assign)
}

class Parser implements FlagParser {
  private readonly flag: SetFlag
  private readonly helm: 3 | 4
  private readonly assign: (path: Path) => void
  private readonly literal: boolean
  private readonly text: string
  private pos = 0
  /** Whether the text ended where something more was looked for: Helm lets that pass. */
  private ranOut = false

  constructor(flag: SetFlag, helm: 3 | 4, assign: (path: Path) => void) {
    this.flag = flag
    this.helm = helm
    this.assign = assign
    this.literal = flag.kind === 'set-literal'
    this.text = flag.text
  }

  into(values: Map): Map {
    if (this.flag.kind === 'set-json' && this.helm === 4 && this.text.trim().startsWith('{'))
      return this.wholeObject(values)
    let copy = { ...values }
    while (this.pos < this.text.length) copy = this.key(copy, [], 0)
    return copy
  }

  /** `--set-json '{"a": 1}'`: merged as a file would be. */
  private wholeObject(values: Map): Map {
    const object = parseJson(this.text)
    return this.mergeObject(values, object as Map, [])
  }

  private mergeObject(under: Map, over: Map, path: Steps): Map {
    const merged = { ...under }
    for (const [key, value] of Object.entries(over)) {
      const below = own(under, key)
      if (isMap(value) && isMap(below)) put(merged, key, this.mergeObject(below, value, [...path, key]))
      else {
        put(merged, key, value)
        this.assign([...path, key])
      }
    }
    return merged
  }

  /** `name=value`, `name.rest` or `name[index]rest`, put into a map that is changed in place. */
  private key(map: Map, path: Steps, depth: number): Map {
    const { word, stop } = this.until(this.literal ? '=[.' : '=[,.')
    const here = [...path, word]
    if (stop === '') {
      if (word !== '') throw new FlagError(`the key "${word}" has no value`)
      this.ranOut = true
      return map
    }
    if (stop === ',') throw new FlagError(`the key "${word}" has no value; a comma in a value must be written "\\,"`)
    if (stop === '=') this.store(map, word, this.value(), here)
    else if (stop === '[') {
      const index = this.index()
      const list = own(map, word)
      if (list !== undefined && !Array.isArray(list)) throw new FlagError(`"${word}" is set already, and is no list`)
      const items = this.item([...(list ?? [])], index, here, depth)
      if (word !== '') put(map, word, items)
    } else {
      if (depth + 1 > MAX_DEPTH) throw new FlagError(`keys cannot be nested deeper than ${MAX_DEPTH}`)
      const inner = own(map, word)
      if (inner !== undefined && !isMap(inner)) throw new FlagError(`"${word}" is set already, and is no map`)
      const copy: Map = { ...inner }
      this.key(copy, here, depth + 1)
      const empty = Object.keys(copy).length === 0
      if (empty && !this.ranOut) throw new FlagError(`the key "${word}" has no value`)
      if (word !== '' && !empty) put(map, word, copy)
    }
    return map
  }

  private store(map: Map, key: string, value: unknown, path: Path): void {
    // Helm sets nothing under an empty key
    if (key === '') return
    put(map, key, value)
    this.assign(path)
  }

  private item(list: unknown[], index: number, path: Steps, depth: number): unknown[] {
    const here = [...path, index]
    const { word, stop } = this.until('[.=')
    if (word !== '') throw new FlagError(`"${word}" cannot stand behind an index`)
    const before = list[index]
    if (stop === '=') {
      list[index] = this.value()
      this.assign(here)
    } else if (stop === '[') {
      const next = this.index()
      if (before !== undefined && before !== null && !Array.isArray(before))
        throw new FlagError(`item ${index} is set already, and is no list`)
      list[index] = this.item([...((before as unknown[] | null | undefined) ?? [])], next, here, depth)
    } else if (stop === '.') {
      const copy: Map = isMap(before) ? { ...before } : {}
      this.key(copy, here, depth)
      list[index] = copy
    } else this.ranOut = true
    for (let i = 0; i < list.length; i += 1) list[i] ??= null
    return list
  }

  private index(): number {
    const { word, stop } = this.until(']')
    if (stop === '' || !/^[-+]?\d+$/.test(word)) throw new FlagError(`"${word}" is no index of a list`)
    const index = Number(word)
    if (index < 0) throw new FlagError(`the index ${word} is negative`)
    if (index > MAX_INDEX) throw new FlagError(`the index ${word} is larger than ${MAX_INDEX}`)
    return index
  }

  private value(): unknown {
    if (this.flag.kind === 'set-json') return this.json()
    if (this.literal) {
      const rest = this.text.slice(this.pos)
      this.pos = this.text.length
      return rest
    }
    if (this.text.charAt(this.pos) === '{') return this.list()
    // nothing behind "=" is an empty text, and names no file
    if (this.pos === this.text.length) {
      this.ranOut = true
      return ''
    }
    return this.read(this.until(',').word)
  }

  private list(): unknown[] {
    const items: unknown[] = []
    this.pos += 1
    for (;;) {
      const { word, stop } = this.until(',}')
      if (stop === '') throw new FlagError('a list must end with "}"')
      items.push(this.read(word))
      if (stop === '}') break
    }
    if (this.text.charAt(this.pos) === ',') this.pos += 1
    return items
  }

  private json(): unknown {
    if (this.skipToValue()) return null
    const length = jsonPrefix(this.text.slice(this.pos))
    const value = parseJson(this.text.slice(this.pos, this.pos + length))
    this.pos += length
    this.skipToValue()
    return value
  }

  /** Over blanks and a comma; whether a comma or the end came before anything else. */
  private skipToValue(): boolean {
    while (/^\s/.test(this.text.charAt(this.pos))) this.pos += 1
    if (this.pos === this.text.length) return true
    if (this.text.charAt(this.pos) !== ',') return false
    this.pos += 1
    return true
  }

  private read(word: string): unknown {
    if (this.flag.kind === 'set-string') return word
    if (this.flag.kind !== 'set-file') return typedValue(word)
    const content = this.flag.read?.(word) ?? null
    if (content === null) throw new FlagError(`the file ${word} cannot be read`)
    return content
  }

  /** Up to one of the characters, which is passed over. A backslash takes the next character as it is. */
  private until(stops: string): { readonly word: string; readonly stop: string } {
    let word = ''
    while (this.pos < this.text.length) {
      const character = this.text.charAt(this.pos)
      this.pos += 1
      if (stops.includes(character)) return { word, stop: character }
      if (character === '\\' && !this.literal) {
        word += this.text.charAt(this.pos)
        this.pos += 1
      } else word += character
    }
    return { word, stop: '' }
  }
}

/** The type of a value given with `--set`. Source: helm/helm@v4.2.4:pkg/strvals/parser.go, typedVal. */
function typedValue(word: string): unknown {
  const lower = word.toLowerCase()
  if (lower === 'true') return true
  if (lower === 'false') return false
  if (lower === 'null') return null
  if (word === '0') return 0
  if (!/^[-+]?\d+$/.test(word) || word.startsWith('0')) return word
  const exact = BigInt(word.replace(/^\+/, ''))
  return exact >= -(2n ** 63n) && exact < 2n ** 63n ? Number(exact) : word
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new FlagError('this is not JSON')
  }
}

function own(map: Map, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function put(map: Map, key: string, value: unknown): void {
  // a key such as "__proto__" is a user's word like any other
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true })
  else map[key] = value
}
