/** A part of a text. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** What is left out of a text, and what stands in its place. */
export interface Cut extends Stretch {
  readonly instead: string
}

/** A stretch of the text and where it went. */
interface Piece extends Stretch {
  readonly at: number
  readonly length: number
}

/** A part of a text without what is left out: fewer signs for the grammar to read, with the places of the whole text. */
export class Condensed {
  readonly text: string
  private readonly pieces: readonly Piece[]

  /** `cuts` are in order and do not overlap. */
  constructor(code: string, cuts: readonly Cut[], { from, to }: Stretch, head = '') {
    const pieces: Piece[] = []
    let text = head
    const add = (part: string, start: number, end: number): void => {
      if (part === '') return
      pieces.push({ at: text.length, length: part.length, from: start, to: end })
      text += part
    }
    let at = from
    for (const cut of cuts) {
      if (cut.from < at || cut.to > to) continue
      add(code.slice(at, cut.from), at, cut.from)
      add(cut.instead, cut.from, cut.to)
      at = cut.to
    }
    add(code.slice(at, to), at, to)
    this.text = text
    this.pieces = pieces
  }

  /** Where a node that starts there starts in the whole text. */
  start(at: number): number {
    const piece = this.pieceAt(at)
    return piece === undefined ? at : Math.min(piece.from + (at - piece.at), piece.to)
  }

  /** Where a node that ends there ends in the whole text. */
  end(at: number): number {
    const piece = this.pieceAt(at - 1)
    if (piece === undefined) return at
    return at === piece.at + piece.length ? piece.to : piece.from + (at - piece.at)
  }

  /** The last piece that starts there or before. */
  private pieceAt(at: number): Piece | undefined {
    let [low, high] = [0, this.pieces.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.pieces[middle]?.at ?? 0) <= at) low = middle + 1
      else high = middle
    }
    return this.pieces[low - 1]
  }
}
