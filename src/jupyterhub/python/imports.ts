import { bind } from './assign.ts'
import type { Machine } from './machine.ts'
import { type SyntaxNode, split } from './syntax/tree.ts'
import type { Frame, Where } from './values.ts'

/** `import a.b as c`, `from a import b as c`: names for what is not in the values. */
export function importing(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const parts = node.children.filter(part => part.name !== '(' && part.name !== ')')
  const text = (nodes: readonly SyntaxNode[]) => nodes.map(each => frame.module.text.slice(each.from, each.to)).join('')
  const where: Where = frame.module.place(node.from, node.to)
  const from = parts[0]?.name === 'from'
  const at = parts.findIndex(part => part.name === 'import')
  const module = from ? `${text(parts.slice(1, at))}.` : ''
  for (const group of split(parts.slice(at + 1), ',')) {
    const as = group.findIndex(part => part.name === 'as')
    const dotted = text(as === -1 ? group : group.slice(0, as))
    if (dotted === '*') {
      machine.knowsNames = false
      continue
    }
    const name = as === -1 ? undefined : text(group.slice(as + 1))
    // `import a.b` binds a
    const root = from ? dotted : (dotted.split('.')[0] ?? dotted)
    bind(machine, name ?? root, { kind: 'imported', name: module + (name === undefined ? root : dotted), where }, frame)
  }
}
