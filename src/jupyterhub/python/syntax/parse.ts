import { type FunctionBody, functionBodies } from './bodies.ts'
import { Condensed, type Cut, type Stretch } from './condensed.ts'
import { grammarTree } from './grammar.ts'
import { layoutOf, type Token } from './layout.ts'
import { type Elsewhere, plainTree } from './plain-tree.ts'
import { plainer } from './plainer.ts'
import type { SyntaxProblem } from './problem.ts'
import type { SyntaxNode } from './tree.ts'

/**
 * Operators on a logical line beyond which the grammar may give up.
 * Source: lezer-parser/lr@1.4.12:src/parse.ts (MaxLeftAssociativeReductionCount; CutDepth is far more).
 */
const LONG = 300

/** What puts one expression into another. */
const OPERATOR = /^(?:[-+*/%@&|^~<>=!.([]|and|or|not|in|is|if|for|lambda|await)$/

/**
 * The syntax tree of a piece of Python 3, or the first place where it is none; `loadPython` must have been awaited. Not seen is
 * some of what only Python's own parser and compiler refuse: `await` outside functions, parameters twice, `global` behind a use.
 *
 * With `refused`, the grammar reads the block of a function only when its node is asked for its children, and what `refused` makes
 * of a problem in it is thrown then. So in functions that nothing calls, problems of the grammar are not seen; strings, brackets
 * and indentation are always checked.
 */
export function parsePython(
  code: string,
  refused: ((problem: SyntaxProblem) => Error) | null = null,
): SyntaxNode | SyntaxProblem {
  const { tokens, hidden: unseen, problem } = layoutOf(code)
  if (problem !== null) return problem
  const plain = plainer(code, tokens)
  const hidden = unseen.map((part): Cut => ({ ...withBlanks(part, code), instead: '' }))
  // what follows the last word tells the grammar of a block that is not there
  const whole = { from: 0, to: tokens.at(-1)?.to ?? 0 }
  if (refused === null) return read(new Condensed(plain, hidden, whole))
  const bodies = functionBodies(tokens)
  return read(new Condensed(plain, inOrder(bodies, hidden), whole), from => {
    const body = bodies.find(({ colon }) => colon === from)
    return body === undefined ? undefined : () => statementsOf(body, refused)
  })

  function read(part: Condensed, elsewhere: Elsewhere = () => undefined): SyntaxNode | SyntaxProblem {
    const root = plainTree(grammarTree(part.text), code, part, elsewhere)
    return 'message' in root && isOnLongLine(tokens, root) ? { ...root, uncertain: true } : root
  }

  /** What a block consists of, from its colon on. */
  function statementsOf(body: FunctionBody, refused: (problem: SyntaxProblem) => Error): readonly SyntaxNode[] {
    const root = read(new Condensed(plain, hidden, { from: body.colon, to: body.to }, HEAD))
    if ('message' in root) throw refused(root)
    return root.children[0]?.children.at(-1)?.children ?? []
  }
}

/** A part of the code with the blanks before it, so that nothing is left of a line that holds nothing else. */
function withBlanks({ from, to }: Stretch, code: string): Stretch {
  let start = from
  while (' \t\f'.includes(code.charAt(start - 1)) && start > 0) start -= 1
  return { from: start, to }
}

/** Bodies, and what is hidden outside them. */
function inOrder(bodies: readonly FunctionBody[], hidden: readonly Cut[]): Cut[] {
  // of two that start at the same place or inside each other, the first counts
  return [...bodies, ...hidden].sort((a, b) => a.from - b.from)
}

const HEAD = 'def f()'

function isOnLongLine(tokens: readonly Token[], { from }: Stretch): boolean {
  const line = tokens.find(token => token.to > from)?.line
  return tokens.filter(token => token.line === line && OPERATOR.test(token.text)).length > LONG
}
