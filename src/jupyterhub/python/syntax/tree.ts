/** A piece of Python with what it consists of; signs and keywords are nodes too, named by their text. */
export interface SyntaxNode {
  /** `AssignStatement`, `VariableName`, `(` */
  readonly name: string
  readonly from: number
  readonly to: number
  readonly children: readonly SyntaxNode[]
}

const NONE: readonly SyntaxNode[] = []

export function leaf(name: string, from: number, to: number): SyntaxNode {
  return { name, from, to, children: NONE }
}

/** A node that reaches from its first to its last child. */
export function branch(name: string, children: readonly SyntaxNode[]): SyntaxNode {
  return { name, from: children[0]?.from ?? 0, to: children.at(-1)?.to ?? 0, children }
}

const OPERANDS = new Set([
  'VariableName',
  'Number',
  'String',
  'FormatString',
  'TemplateString',
  'ContinuedString',
  'Boolean',
  'None',
])

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
