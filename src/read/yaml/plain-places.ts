import type { Path } from '../../model/path.ts'
import type { Part, Span } from '../../model/span.ts'
import { Lines } from './lines.ts'
import type { Stretch } from './locate.ts'
import { type PlainEntry, plainEntries } from './plain.ts'
import type { Document } from './read-yaml.ts'

/** A document that `readPlain` read, with the places that the full reader would give; they are looked up only when asked for. */
export function plainDocument(text: string, data: unknown, file: string): Document {
  let found: Finder | undefined
  const finder = () => {
    found ??= new Finder(text, file)
    return found
  }
  return {
    data,
    locate: (path, part) => finder().locate(path, part),
    locateKey: path => finder().locateKey(path),
  }
}

class Finder {
  private readonly entries: ReturnType<typeof plainEntries>
  private readonly lines: Lines
  private readonly file: string

  constructor(text: string, file: string) {
    this.entries = plainEntries(text)
    this.lines = new Lines(text)
    this.file = file
  }

  locate(path: Path, part: Part | undefined): Span | null {
    const entry = this.entry(path)
    if (entry === null) return null
    const { content, token, key } = entry
    if (content !== -1 && part !== undefined) return this.span(partOf(entry, content, part))
    return this.span(content !== -1 && token !== null ? token : (key ?? this.firstToken(entry)))
  }

  locateKey(path: Path): Span | null {
    const entry = this.entry(path)
    return entry === null ? null : this.span(entry.key ?? this.firstToken(entry))
  }

  private entry(path: Path): PlainEntry | null {
    const { of, root } = this.entries
    let entry = of.get(root)?.get(0)
    for (const step of path) {
      const data = entry?.data
      entry = typeof data === 'object' && data !== null ? of.get(data)?.get(step) : undefined
    }
    return entry ?? null
  }

  /** The first thing that is written of an entry: a scalar, a bracket, a dash, a key. */
  private firstToken(entry: PlainEntry): Stretch {
    const { data, token } = entry
    if (token !== null) return token
    if (typeof data !== 'object' || data === null) return { start: 0, end: 0 }
    const dash = this.entries.dashes.get(data)
    if (dash !== undefined) return { start: dash, end: dash + 1 }
    const [first] = this.entries.of.get(data)?.values() ?? []
    return first?.key ?? { start: 0, end: 0 }
  }

  private span({ start, end }: Stretch): Span {
    return this.lines.span(this.file, start, end)
  }
}

/** A stretch of a scalar's text, which stands as it is written. */
function partOf({ data, token }: PlainEntry, content: number, { start, end }: Part): Stretch {
  const written = typeof data === 'string' ? data.length : token === null ? 0 : token.end - token.start
  if (written === 0 && token !== null) return { start: token.start, end: token.start + (end > start ? 1 : 0) }
  const from = content + Math.min(start, written - 1)
  return { start: from, end: end > start ? Math.max(content + Math.min(end, written), from) : from }
}
