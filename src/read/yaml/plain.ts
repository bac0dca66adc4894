import type { Stretch } from './locate.ts'
import { untagged } from './scalars.ts'

/** Thrown where the text is not of the plain kind, and caught by `readPlain` alone. */
const NOT_PLAIN = new Error('not plain')

/** Deeper data is left to the full reader. */
const DEEPEST = 64

/**
 * The data of a document that is written in the plain way of programs: block maps and lists, each value on one line, without
 * anchors, tags, escapes or comments behind values. Null for anything else, and for whatever could be a mistake: the full reader
 * then says what it is. Where this gives an answer, it is the full reader's, several times faster; a test compares them.
 */
export function readPlain(text: string): { readonly data: unknown } | null {
  // tabs, carriage returns, and characters that need a closer look
  if (/[^\n -~\u00a1-\u1fff]/.test(text)) return null
  try {
    return { data: new PlainReader(text, null).document() }
  } catch (error) {
    if (error === NOT_PLAIN) return null
    throw error
  }
}

/** Where the entry of a map or list stands. */
export interface PlainEntry {
  /** Null in lists. */
  readonly key: Stretch | null
  readonly data: unknown
  /** A scalar with its quotes, or an opening bracket; of an item that is not written, its dash; else null. */
  readonly token: Stretch | null
  /** Where the text of a scalar begins; -1 where there is none. */
  readonly content: number
}

/** The entries of a text that `readPlain` reads, by the map or list they are in; the root is in the list `[root]`. */
export function plainEntries(text: string): PlainEntries {
  const entries: PlainEntries = { root: [], of: new Map(), dashes: new Map() }
  entries.root = [new PlainReader(text, entries).document()]
  entries.of.set(entries.root, new Map([[0, { key: null, data: entries.root[0], token: null, content: -1 }]]))
  return entries
}

export interface PlainEntries {
  root: readonly unknown[]
  readonly of: Map<object, Map<string | number, PlainEntry>>
  /** The first dash of each block list. */
  readonly dashes: Map<object, number>
}

function refuse(): never {
  throw NOT_PLAIN
}

const KEY = /[A-Za-z_][\w./-]*(?=:(?: |\n|$))|"[^"\\\n]*"(?=:(?: |\n|$))|'[^'\n]*'(?=:(?: |\n|$))/y
const FLOW_WORD = /(?:[\w./]|-(?=[\w.-]))[\w./=+-]*(?= *[,\]}]|:? )|"[^"\\\n]*"|'[^'\n]*'(?!')/y

class PlainReader {
  private readonly text: string
  /** Where the content in hand begins, and its column; -1 at the end of the text. */
  private at = 0
  private column = -1
  private depth = 0
  private readonly entries: PlainEntries | null
  /** The token that was read last, if `entries` are wanted: a scalar or an opening bracket. */
  private token: Stretch | null = null
  private content = -1

  constructor(text: string, entries: PlainEntries | null) {
    this.text = text
    this.entries = entries
  }

  private note(parent: object, step: string | number, data: unknown, key: Stretch | null, dash: number): void {
    if (this.entries === null) return
    const isBlock = typeof data === 'object' && data !== null && this.content !== -2
    const token = isBlock ? null : (this.token ?? (dash === -1 ? null : { start: dash, end: dash + 1 }))
    const known = this.entries.of.get(parent) ?? new Map<string | number, PlainEntry>()
    this.entries.of.set(parent, known.set(step, { key, data, token, content: Math.max(-1, this.content) }))
    this.token = null
    this.content = -1
  }

  document(): unknown {
    this.nextLine(/^---(?: *\n|$)/.test(this.text) ? Math.max(3, this.text.indexOf('\n') + 1) : 0)
    if (this.column === -1) refuse()
    const data = this.block()
    if (this.column !== -1) refuse()
    return data
  }

  /** Goes to the first content on the line that begins at `from`, or below: past blank lines and comments. */
  private nextLine(from: number): void {
    const { text } = this
    for (let at = from, start = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code === 32) continue
      if (code === 35) {
        at = text.indexOf('\n', at)
        if (at === -1) break
      } else if (code !== 10) {
        this.at = at
        this.column = at - start
        return
      }
      start = at + 1
    }
    this.at = text.length
    this.column = -1
  }

  private block(): unknown {
    this.depth += 1
    if (this.depth > DEEPEST) refuse()
    const data = this.isItem() ? this.list() : this.map()
    this.depth -= 1
    return data
  }

  private isItem(): boolean {
    if (this.text.charCodeAt(this.at) !== 45) return false
    const next = this.text.charCodeAt(this.at + 1)
    return next === 32 || next === 10 || Number.isNaN(next)
  }

  private map(): Record<string, unknown> {
    const { text } = this
    const { column } = this
    const data: Record<string, unknown> = {}
    while (this.column === column && !this.isItem()) {
      const start = this.at
      const key = this.key()
      if (Object.hasOwn(data, key) || key === '__proto__') refuse()
      const end = this.at - 1
      let at = this.at
      while (text.charCodeAt(at) === 32) at += 1
      data[key] = this.value(at, column)
      if (this.entries !== null) this.note(data, key, data[key], { start, end }, -1)
    }
    if (this.column > column) refuse()
    return data
  }

  private beginsKey(at: number): boolean {
    KEY.lastIndex = at
    return KEY.test(this.text)
  }

  /** A key and its colon. */
  private key(): string {
    if (!this.beginsKey(this.at)) refuse()
    const written = this.text.slice(this.at, KEY.lastIndex)
    if (written.length > 256) refuse()
    this.at = KEY.lastIndex + 1
    const first = written.charCodeAt(0)
    if (first === 34 || first === 39) return written.slice(1, -1)
    // keys that begin with one of these letters may be words such as "yes"
    if (/^[yntfo~]/i.test(written) && written.length < 6 && untagged(written).type !== 'text') refuse()
    return written
  }

  private list(): unknown[] {
    const { text } = this
    const { column } = this
    const data: unknown[] = []
    this.entries?.dashes.set(data, this.at)
    while (this.column === column && this.isItem()) {
      const dash = this.at
      let at = dash + 1
      while (text.charCodeAt(at) === 32) at += 1
      const code = text.charCodeAt(at)
      if (code !== 91 && code !== 123 && this.beginsKey(at)) {
        this.column += at - this.at
        this.at = at
        data.push(this.block())
      } else if (code === 10) data.push(this.below(at, column + 1))
      else data.push(this.value(at, column))
      this.note(data, data.length - 1, data[data.length - 1], null, dash)
    }
    if (this.column > column) refuse()
    return data
  }

  /** The value that begins at `at` behind a key or dash, or stands below it; its parent is in `column`. */
  private value(at: number, column: number): unknown {
    const { text } = this
    const code = text.charCodeAt(at)
    if (code === 10 || at >= text.length) return this.below(at, column)
    let end = text.indexOf('\n', at)
    if (end === -1) end = text.length
    const data = code === 91 || code === 123 ? this.flow(at, end) : this.scalar(at, end, code)
    this.nextLine(end)
    // a deeper line goes on with the value
    if (this.column > column) refuse()
    return data
  }

  /** What stands below a key: deeper, or for a list as deep as the key. */
  private below(at: number, column: number): unknown {
    this.nextLine(at)
    if (this.column > column || (this.column === column && this.isItem())) return this.block()
    return null
  }

  private scalar(from: number, lineEnd: number, code: number): unknown {
    const { text } = this
    let end = lineEnd
    while (text.charCodeAt(end - 1) === 32) end -= 1
    if (code === 34 || code === 39) {
      const value = text.slice(from + 1, end - 1)
      if (end - from < 2 || text.charCodeAt(end - 1) !== code) refuse()
      if (value.includes(code === 34 ? '"' : "'") || (code === 34 && value.includes('\\'))) refuse()
      this.noteScalar(from, end, from + 1)
      return value
    }
    const written = text.slice(from, end)
    this.noteScalar(from, end, from)
    if (code > 48 && code < 58 && written.length < 16 && /^\d+$/.test(written)) return Number(written)
    if (/^[^\w./(^$+~;<=\u00a1-\u1fff-]|^-(?:$| )|: |:$| #/.test(written)) refuse()
    const { value } = untagged(written)
    if (typeof value === 'number' && !Number.isFinite(value)) refuse()
    return value
  }

  private noteScalar(start: number, end: number, content: number): void {
    if (this.entries === null) return
    this.token = { start, end }
    this.content = content
  }

  /** A list or map in brackets on one line, of simple words. */
  private flow(from: number, lineEnd: number): unknown {
    this.at = from
    const data = this.flowValue()
    for (let i = this.at; i < lineEnd; i += 1) if (this.text.charCodeAt(i) !== 32) refuse()
    return data
  }

  private flowValue(): unknown {
    const { text } = this
    const start = this.at
    const open = text.charAt(start)
    if (open !== '[' && open !== '{') return this.flowWord(false)
    this.depth += 1
    if (this.depth > DEEPEST) refuse()
    const list: unknown[] = []
    const map: Record<string, unknown> = {}
    const close = open === '[' ? ']' : '}'
    this.skip(1)
    while (text.charAt(this.at) !== close) {
      if (open === '[') {
        list.push(this.flowValue())
        this.note(list, list.length - 1, list[list.length - 1], null, -1)
      } else {
        const keyStart = this.at
        const key = String(this.flowWord(true))
        if (text.charAt(this.at) !== ':' || text.charAt(this.at + 1) !== ' ' || Object.hasOwn(map, key)) refuse()
        const keyEnd = this.at
        this.skip(1)
        map[key] = this.flowValue()
        if (this.entries !== null) this.note(map, key, map[key], { start: keyStart, end: keyEnd }, -1)
      }
      this.skip(0)
      if (text.charAt(this.at) === ',') this.skip(1)
      else if (text.charAt(this.at) !== close) refuse()
    }
    this.at += 1
    this.depth -= 1
    this.noteScalar(start, start + 1, -2)
    return open === '[' ? list : map
  }

  private flowWord(isKey: boolean): unknown {
    FLOW_WORD.lastIndex = this.at
    const written = FLOW_WORD.exec(this.text)?.[0]
    if (written === undefined || (isKey && written.includes('__proto__'))) refuse()
    const isQuoted = /^["']/.test(written)
    this.noteScalar(this.at, this.at + written.length, isQuoted ? this.at + 1 : this.at)
    this.at += written.length
    if (isQuoted) return written.slice(1, -1)
    const { type, value } = untagged(written)
    if ((isKey && type !== 'text') || (typeof value === 'number' && !Number.isFinite(value))) refuse()
    return value
  }

  /** Over `characters`, and blanks behind them. */
  private skip(characters: number): void {
    this.at += characters
    while (this.text.charCodeAt(this.at) === 32) this.at += 1
  }
}
