import { Cursor } from './cursor.ts'
import { tokensOf } from './lexer.ts'
import { Refused, type SyntaxProblem } from './problem.ts'
import { script } from './statements.ts'
import type { SyntaxNode } from './tree.ts'

/**
 * The syntax tree of a piece of Python 3, or the first place where it is none. Not seen is most of what only Python's compiler
 * refuses: `await` and `yield` outside functions, parameters twice, `global` behind a use, patterns that bind different names.
 */
export function parsePython(code: string): SyntaxNode | SyntaxProblem {
  try {
    return script(new Cursor(code, tokensOf(code)))
  } catch (error) {
    if (error instanceof Refused) return error.problem
    throw error
  }
}
