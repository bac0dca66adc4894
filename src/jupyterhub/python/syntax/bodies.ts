import type { Cut } from './condensed.ts'
import type { Token } from './layout.ts'

/** The block of a function; a name stands in its place, which Python allows wherever it allows a block. */
export interface FunctionBody extends Cut {
  /** Where the colon before it stands. */
  readonly colon: number
}

/** The blocks of all functions, methods included; not of those that stand in another. */
export function functionBodies(tokens: readonly Token[]): FunctionBody[] {
  const bodies: FunctionBody[] = []
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i]
    if (token?.text !== 'def' || token.depth > 0) continue
    let end = i + 1
    while (tokens[end]?.line === token.line) end += 1
    const [colon, first] = [tokens[end - 1], tokens[end]]
    if (colon?.text !== ':' || first === undefined || first.block <= token.block) continue
    while ((tokens[end]?.block ?? 0) > token.block) end += 1
    i = end - 1
    bodies.push({ colon: colon.from, from: first.from, to: tokens[i]?.to ?? first.to, instead: '_' })
  }
  return bodies
}
