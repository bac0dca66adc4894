/** A line's indentation as Python compares it: with tabs as far as 8 and as far as 1. */
export interface Indent {
  readonly wide: number
  readonly narrow: number
}

/** Source: python/cpython@v3.12.0:Parser/tokenizer.h (MAXINDENT). */
const DEEPEST = 100

/** The blocks that are open, by their indentation. Source: python/cpython@v3.12.0:Doc/reference/lexical_analysis.rst. */
export class Indentation {
  private readonly open: Indent[] = [{ wide: 0, narrow: 0 }]

  /** Takes a line in: how many blocks it opens (1) or closes (less than 0), or what is wrong with it. */
  enter({ wide, narrow }: Indent, opensBlock: boolean): number | string {
    const last = this.last()
    if (Math.sign(wide - last.wide) !== Math.sign(narrow - last.narrow))
      return 'tabs and spaces are mixed in its indentation'
    if (wide > last.wide) {
      this.open.push({ wide, narrow })
      if (this.open.length > DEEPEST) return 'too many blocks are open'
      return opensBlock ? 1 : 'a line is indented for no reason'
    }
    if (opensBlock) return 'an indented block is missing'
    let closed = 0
    for (; this.last().wide > wide; closed += 1) this.open.pop()
    return this.last().wide === wide ? -closed : 'a line is indented like none before it'
  }

  /** How many blocks are open. */
  get depth(): number {
    return this.open.length - 1
  }

  private last(): Indent {
    return this.open.at(-1) ?? { wide: 0, narrow: 0 }
  }
}
