import type { Cursor } from './cursor.ts'
import type { SyntaxNode } from './tree.ts'

const CONTAINERS = new Set(['TupleExpression', 'ArrayExpression', 'ParenthesizedExpression'])
const SIGNS = new Set([',', '*', '(', ')', '[', ']'])

/** Refuses what nothing can be assigned to. */
export function checkTargets(cursor: Cursor, nodes: readonly SyntaxNode[]): void {
  for (const node of nodes) {
    if (CONTAINERS.has(node.name)) checkTargets(cursor, node.children)
    else if (!SIGNS.has(node.name)) checkTarget(cursor, node)
  }
}

/** Refuses what is no single place: neither a name, nor an attribute, nor an item. */
export function checkTarget(cursor: Cursor, node: SyntaxNode): void {
  const inner = node.name === 'ParenthesizedExpression' ? node.children[1] : undefined
  if (inner !== undefined) checkTarget(cursor, inner)
  else if (node.name !== 'VariableName' && node.name !== 'MemberExpression')
    cursor.refuse(node, 'nothing can be assigned to a value')
}
