import type { SyntaxNode } from '@lezer/common'

/** Where code stops being Python. */
export interface SyntaxProblem {
  /** Lower case, no full stop. */
  readonly message: string
  readonly from: number
  readonly to: number
  /** Whether the grammar may just have given up on a line that is too long for it. */
  readonly uncertain?: boolean
}

/** The first place where the text is not Python 3; null for code that is. */
export function syntaxProblem(root: SyntaxNode, code: string): SyntaxProblem | null {
  const cursor = root.cursor()
  do {
    if (cursor.type.isError && !isGap(cursor.node)) return problemAt(cursor.from, cursor.to, code)
    const message = misplaced(cursor.node)
    if (message !== null) return { message, from: cursor.from, to: cursor.to }
  } while (cursor.next())
  return null
}

/** Python allows `(yield)`, and the grammar does not. */
function isGap(error: SyntaxNode): boolean {
  const { parent } = error
  return (parent?.name === 'YieldExpression' || parent?.name === 'YieldStatement') && error.from === error.to
}

/** What the grammar takes for statements or targets, and Python's compiler refuses. */
function misplaced(node: SyntaxNode): string | null {
  if (node.name === 'ReturnStatement' && !isInside(node, ['FunctionDefinition']))
    return '"return" stands outside a function'
  if (node.name === 'BreakStatement' && !isInside(node, ['ForStatement', 'WhileStatement']))
    return '"break" stands outside a loop'
  if (node.name === 'ContinueStatement' && !isInside(node, ['ForStatement', 'WhileStatement']))
    return '"continue" stands outside a loop'
  if (node.name === 'TryStatement' && node.getChild('except') === null && node.getChild('finally') === null)
    return '"try" has neither "except" nor "finally"'
  const target = node.name === 'AssignStatement' || node.name === 'UpdateStatement' ? node.firstChild?.name : undefined
  return target !== undefined && VALUES.has(target) ? 'nothing can be assigned to a value' : null
}

const VALUES = new Set([
  'String',
  'FormatString',
  'ContinuedString',
  'Number',
  'Boolean',
  'None',
  'CallExpression',
  'BinaryExpression',
  'UnaryExpression',
  'DictionaryExpression',
  'SetExpression',
  'LambdaExpression',
  'ConditionalExpression',
])

function isInside(node: SyntaxNode, kinds: readonly string[]): boolean {
  for (let around = node.parent; around !== null; around = around.parent) if (kinds.includes(around.name)) return true
  return false
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
