/** One document of a stream of objects, before any YAML is read. */
export interface StreamDocument {
  readonly text: string
  /** How many lines of the stream come before it. */
  readonly linesBefore: number
  /** Whether it is so long that its text was dropped. */
  readonly tooLong: boolean
}

/** The longest document that is read, in UTF-16 units. The API server takes objects of 3 MB at most. */
const LONGEST = 32 * 1024 * 1024

/**
 * Cuts a stream into documents as kubectl does, at every line that starts with `---`, while it is still being read. Only the
 * document in hand is held. Source: kubernetes/apimachinery@v0.34.0:pkg/util/yaml/decoder.go, YAMLReader.
 */
export class DocumentCutter {
  private held: string[] = []
  private length = 0
  /** Lines before the document in hand, and those of it whose text was dropped. */
  private before = 0
  private dropped = 0

  private hold(text: string): void {
    this.length += text.length
    this.held.push(text)
    if (this.length <= LONGEST) return
    for (const part of this.held) this.dropped += linesIn(part)
    this.held = []
  }

  private take(): StreamDocument {
    const text = this.held.join('')
    const document = { text, linesBefore: this.before, tooLong: this.length > LONGEST }
    this.before += this.dropped + linesIn(text)
    this.held = []
    this.length = 0
    this.dropped = 0
    return document
  }

  /** Takes the next piece of the stream, which must end where a line ends, unless it is the last; gives what it completes. */
  *push(given: string): Generator<StreamDocument> {
    // files put behind each other may bring a byte order mark before their dashes
    const piece = given.includes('\ufeff') ? given.replace(/\n\ufeff(?=---)/g, '\n') : given
    let from = 0
    for (let at = dashes(piece, 0); at !== -1; ) {
      const lineEnd = piece.indexOf('\n', at)
      const next = lineEnd === -1 ? piece.length : lineEnd + 1
      // with nothing before them the dashes belong to what follows, as do those that are refused for what stands behind them
      if (at > from || this.length > 0) {
        this.hold(piece.slice(from, at))
        yield this.take()
        const behind = piece.slice(at + 3, next).trim()
        const plain = behind === '' || behind.startsWith('#')
        from = plain ? next : at
        if (plain) this.before += 1
      }
      at = lineEnd === -1 ? -1 : dashes(piece, next)
    }
    this.hold(piece.slice(from))
  }

  /** The last document, which nothing ends but the stream. */
  *end(): Generator<StreamDocument> {
    if (this.length > 0) yield this.take()
  }
}

/** The first line at or after `from`, the start of a line, that begins with `---`; -1 if there is none. */
function dashes(text: string, from: number): number {
  if (text.startsWith('---', from)) return from
  const found = text.indexOf('\n---', from)
  return found === -1 ? -1 : found + 1
}

/** How many lines end in a text, as editors count them: at LF, CRLF and lone CR. */
function linesIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1
  return text.includes('\r') ? count + (text.match(/\r(?!\n)/g)?.length ?? 0) : count
}

/** The template that Helm printed a document from, as its comment says; null where there is none. */
export function templateOf(text: string): string | null {
  if (!text.includes('# Source: ')) return null
  return (
    /^\ufeff?(?:(?:---[^\n]*|#(?! Source: )[^\n]*|[ \t\r]*)\n)*# Source: ([^\r\n]+)/.exec(text)?.[1]?.trim() ?? null
  )
}
