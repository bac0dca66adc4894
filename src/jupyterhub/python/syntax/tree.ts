/** A piece of Python with what it consists of; signs and keywords are nodes too, named by their text. */
export interface SyntaxNode {
  /** `AssignStatement`, `VariableName`, `(` */
  readonly name: string
  readonly from: number
  readonly to: number
  readonly children: readonly SyntaxNode[]
}

const OPERANDS = new Set(['VariableName', 'Number', 'String', 'FormatString', 'ContinuedString', 'Boolean', 'None'])

/** Whether a node stands for a value, as opposed to signs and keywords. */
export function isExpression({ name }: SyntaxNode): boolean {
  return name.endsWith('Expression') || OPERANDS.has(name)
}

/** Nodes between separators: each group is what stands between two of them; empty groups are left out. */
export function split(nodes: readonly SyntaxNode[], separator: string): SyntaxNode[][] {
  const groups: SyntaxNode[][] = []
  let group: SyntaxNode[] = []
  for (const node of nodes) {
    if (node.name !== separator) group.push(node)
    else {
      if (group.length > 0) groups.push(group)
      group = []
    }
  }
  if (group.length > 0) groups.push(group)
  return groups
}
