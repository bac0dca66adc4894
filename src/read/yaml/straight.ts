import { EVENT_ALIAS, EVENT_DOCUMENT, EVENT_MAPPING, EVENT_POP, EVENT_SCALAR, type Event } from 'js-yaml'
import { isFlow, styleOf } from './build.ts'
import type { Parsed } from './parse.ts'
import { scalarText } from './scalar-text.ts'
import { untaggedValue } from './scalars.ts'

type Scalar = Event & { type: typeof EVENT_SCALAR }
type Held = Record<string, unknown> | unknown[]

/** A longer key goes through nodes, where its length is judged. */
const LONG_KEY = 1000

/**
 * The data of an ordinary document, straight from its events: maps, lists and scalars, no key twice, nothing that Go might refuse
 * where js-yaml does not. Undefined for any other, of which `compose` and `check` know what to make, from nodes. Most documents of
 * a stream are ordinary, and in most of those nobody asks for a place, which nodes are there for.
 */
export function straight(parsed: Parsed): unknown {
  const { source, end, events } = parsed
  if (parsed.joined || parsed.apostrophes.length > 0) return undefined
  const tab = source.indexOf('\t')
  return tab !== -1 && tab < end ? undefined : new Straight(parsed).read(events)
}

class Straight {
  private readonly parsed: Parsed
  private readonly source: string
  /** Maps and lists around the event in hand, the innermost last, and whether they are in brackets. */
  private readonly outer: Held[] = []
  private readonly outerFlow: boolean[] = []
  private holder: Held | null = null
  private flow = false
  /** The key whose value comes next, and where it ends; null where a key is next. */
  private key: string | null = null
  private keyEnd = 0
  private root: unknown

  constructor(parsed: Parsed) {
    this.parsed = parsed
    this.source = parsed.source
  }

  read(events: readonly Event[]): unknown {
    const [first] = events
    if (first?.type !== EVENT_DOCUMENT || first.explicitStart) return undefined
    for (let i = 1; i < events.length; i += 1) {
      const event = events[i]
      if (event === undefined || !this.take(event)) return undefined
    }
    return this.root
  }

  /** Whether the event is ordinary. */
  private take(event: Event): boolean {
    if (event.type === EVENT_POP) return this.close()
    if (event.type === EVENT_DOCUMENT || event.type === EVENT_ALIAS) return false
    if (event.anchorStart !== -1 || event.tagStart !== -1) return false
    if (event.type === EVENT_SCALAR) return this.isKeyNext() ? this.takeKey(event) : this.takeScalar(event)
    if (this.isKeyNext()) return false
    const held: Held = event.type === EVENT_MAPPING ? {} : []
    if (!this.put(held, event.start)) return false
    if (this.holder !== null) {
      this.outer.push(this.holder)
      this.outerFlow.push(this.flow)
    }
    this.holder = held
    this.flow = isFlow(event)
    this.key = null
    return true
  }

  private close(): boolean {
    this.holder = this.outer.pop() ?? null
    this.flow = this.outerFlow.pop() ?? false
    this.key = null
    return true
  }

  private isKeyNext(): boolean {
    return this.key === null && this.holder !== null && !Array.isArray(this.holder)
  }

  private takeKey(event: Scalar): boolean {
    const { valueStart, valueEnd, fast } = event
    if (valueStart === -1 || !fast || valueEnd - valueStart > LONG_KEY) return false
    const key = this.source.slice(valueStart, valueEnd)
    if (styleOf(event) === 'plain') {
      if (key === '<<' || (this.flow && isMark(key)) || untaggedValue(key) !== key) return false
    }
    this.key = key
    this.keyEnd = valueEnd
    return true
  }

  private takeScalar(event: Scalar): boolean {
    const { valueStart, fast } = event
    if (valueStart === -1) return this.put(null, -1)
    const style = styleOf(event)
    // escapes are judged with the nodes
    if (style === 'double' && !fast) return false
    const text = scalarText(event, style, this.parsed)
    if (style !== 'plain') return this.put(text, valueStart)
    if (this.flow && isMark(text)) return false
    const value = untaggedValue(text)
    return (typeof value !== 'number' || Number.isFinite(value)) && this.put(value, valueStart)
  }

  /** Puts a value where it belongs, unless its key is there already or stands on another line between brackets. */
  private put(value: unknown, start: number): boolean {
    const { holder, key } = this
    if (holder === null) {
      this.root = value
      return true
    }
    if (Array.isArray(holder)) {
      holder.push(value)
      return true
    }
    // so are the names that every object has
    if (key === null || holder[key] !== undefined) return false
    if (this.flow && start !== -1 && !onOneLine(this.source, this.keyEnd, start)) return false
    holder[key] = value
    this.key = null
    return true
  }
}

function onOneLine(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 10 || code === 13) return false
  }
  return true
}

/** Between brackets Go takes some texts for marks. */
function isMark(text: string): boolean {
  return text.startsWith(':') || text.includes('?')
}
