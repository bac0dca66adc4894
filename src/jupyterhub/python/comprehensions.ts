import { itemsOf } from './arguments.ts'
import { assignAll } from './assign.ts'
import { expressionList } from './lists.ts'
import type { Machine } from './machine.ts'
import { Raised, truth, unique } from './operators.ts'
import { Dict, List, Scope } from './state.ts'
import type { SyntaxNode } from './syntax/tree.ts'
import { type Frame, unknown, type Value, type Where } from './values.ts'

/** One `for … in …` or `if …` of a comprehension. */
type Clause =
  | { readonly targets: readonly SyntaxNode[]; readonly source: readonly SyntaxNode[] }
  | { readonly condition: readonly SyntaxNode[] }

/** A comprehension; known if what it goes through and its conditions are. */
export function comprehension(machine: Machine, node: SyntaxNode, frame: Frame, where: Where): Value {
  const parts = node.children.slice(1, -1)
  const start = parts.findIndex(part => part.name === 'for' || part.name === 'async')
  const [key, , item] = parts.slice(0, start)
  const isDict = node.name === 'DictionaryComprehensionExpression'
  const clauses = clausesOf(parts.slice(start))
  if (key === undefined || (isDict && item === undefined)) return unknown(where)
  const inside: Frame = { module: frame.module, scope: new Scope(frame.scope, true) }
  const keys: Value[] = []
  const items: Value[] = []
  const run = () =>
    through(machine, clauses, inside, () => {
      keys.push(machine.evaluate(key, inside))
      if (item !== undefined) items.push(machine.evaluate(item, inside))
    })
  const known = isLazy(node) ? orUnknown(run) : run()
  if (!known) return unknown(where)
  if (isDict) {
    const dict = new Dict([], where)
    for (const [i, each] of keys.entries()) {
      if (each.kind !== 'scalar') return unknown(where)
      dict.entries.set(each.data, items[i] ?? unknown(where))
    }
    return dict
  }
  return node.name === 'SetComprehensionExpression'
    ? new List('set', unique(keys), where)
    : new List(node.name === 'ArrayComprehensionExpression' ? 'list' : 'iterator', keys, where)
}

/** Whether it is a generator, which runs only when somebody goes through it. */
function isLazy({ name }: SyntaxNode): boolean {
  return !/^(?:Array|Set|Dictionary)/.test(name)
}

function orUnknown(run: () => boolean): boolean {
  try {
    return run()
  } catch (error) {
    if (error instanceof Raised) return false
    throw error
  }
}

function clausesOf(parts: readonly SyntaxNode[]): Clause[] {
  const groups: SyntaxNode[][] = []
  for (const part of parts) {
    if (part.name === 'for' || part.name === 'if') groups.push([part])
    else if (part.name !== 'async') groups.at(-1)?.push(part)
  }
  return groups.map(([keyword, ...rest]) => {
    if (keyword?.name === 'if') return { condition: rest }
    const at = rest.findIndex(part => part.name === 'in')
    return { targets: rest.slice(0, at), source: rest.slice(at + 1) }
  })
}

/** Runs `each` for every combination; false if they cannot be known, and then `each` may have run. */
function through(machine: Machine, clauses: readonly Clause[], frame: Frame, each: () => void): boolean {
  const [clause, ...rest] = clauses
  if (clause === undefined) {
    each()
    return true
  }
  if ('condition' in clause) {
    const holds = truth(expressionList(machine, clause.condition, frame))
    if (holds === true) return through(machine, rest, frame, each)
    if (holds === undefined) machine.maybe(() => through(machine, rest, frame, each))
    return holds !== undefined
  }
  const source = expressionList(machine, clause.source, frame)
  const items = itemsOf(source)
  if (items === undefined) {
    machine.maybe(() => {
      assignAll(machine, clause.targets, unknown(source.where), frame)
      through(machine, rest, frame, each)
    })
    return false
  }
  let known = true
  for (const item of items) {
    machine.limit.spend(1)
    assignAll(machine, clause.targets, item, frame)
    known = through(machine, rest, frame, each) && known
  }
  return known
}
