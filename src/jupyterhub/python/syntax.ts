import type { SyntaxNode } from '@lezer/common'

/** Where code stops being Python. */
export interface SyntaxProblem {
  /** Lower case, no full stop. */
  readonly message: string
  readonly from: number
  readonly to: number
}

/** The first place where the text is not Python 3; null for code that is. */
export function syntaxProblem(root: SyntaxNode, code: string): SyntaxProblem | null {
  const cursor = root.cursor()
  do {
    if (cursor.type.isError && !isGap(cursor.node)) return problemAt(cursor.from, cursor.to, code)
    if (cursor.name === 'PrintStatement')
      return { message: 'print is a function in Python 3', from: cursor.from, to: cursor.to }
  } while (cursor.next())
  return null
}

/** What Python allows and the grammar does not: `(yield)`, and brackets around what `with` opens. */
function isGap(error: SyntaxNode): boolean {
  const { parent } = error
  if (parent?.name === 'YieldExpression' || parent?.name === 'YieldStatement') return error.from === error.to
  return parent?.name === 'ParenthesizedExpression' && parent.parent?.name === 'WithStatement'
}

function problemAt(from: number, to: number, code: string): SyntaxProblem {
  const end = code.indexOf('\n', to)
  const rest = code.slice(from, end === -1 ? undefined : end).trim()
  const shown = rest.length > 40 ? `${rest.slice(0, 40)}…` : rest
  return {
    message: shown === '' ? 'something is missing' : `it cannot be read at ${JSON.stringify(shown)}`,
    from,
    to: Math.max(to, from + 1),
  }
}
