import { itemsOf } from './arguments.ts'
import { deleteItem, setAttribute, setItem } from './attributes.ts'
import { expressionList } from './lists.ts'
import type { Machine } from './machine.ts'
import { isPlainName } from './names.ts'
import { List } from './state.ts'
import { type SyntaxNode, split } from './syntax/tree.ts'
import { type Frame, str, unknown, type Value } from './values.ts'

/** Gives a value to whatever stands left of `=`, behind `for` or behind `as`. */
export function assign(machine: Machine, target: SyntaxNode, value: Value, frame: Frame): void {
  switch (target.name) {
    case 'VariableName':
      bind(machine, frame.module.text.slice(target.from, target.to), value, frame)
      return
    case 'ParenthesizedExpression':
    case 'TupleExpression':
    case 'ArrayExpression':
      assignAll(machine, target.children.slice(1, -1), value, frame)
      return
    case 'MemberExpression': {
      const [object, dot, ...rest] = target.children
      const [property] = rest
      if (object === undefined || dot === undefined || property === undefined) return
      const owner = machine.evaluate(object, frame)
      const where = frame.module.place(target.from, target.to)
      if (dot.name === '.') {
        setAttribute(machine, owner, frame.module.text.slice(property.from, property.to), value, where)
        return
      }
      setItem(machine, owner, index(machine, rest.slice(0, -1), frame), value, where)
      return
    }
    default:
  }
}

function index(machine: Machine, nodes: readonly SyntaxNode[], frame: Frame): Value {
  if (!nodes.some(node => node.name === ':')) return expressionList(machine, nodes, frame)
  return unknown(frame.module.place(nodes[0]?.from ?? 0, nodes.at(-1)?.to ?? 0))
}

/** Gives the items of a value to targets between commas; to a single one, the value. */
export function assignAll(machine: Machine, nodes: readonly SyntaxNode[], value: Value, frame: Frame): void {
  const [single] = nodes
  if (nodes.length === 1 && single !== undefined) {
    assign(machine, single, value, frame)
    return
  }
  const targets = split(nodes, ',')
  const items = itemsOf(value)
  const starred = targets.findIndex(([first]) => first?.name === '*')
  for (const [i, [first, second]] of targets.entries()) {
    const target = second ?? first
    if (target === undefined) continue
    const where = frame.module.place(target.from, target.to)
    const tail = targets.length - i
    if (items === undefined) assign(machine, target, unknown(where), frame)
    else if (i === starred)
      assign(machine, target, new List('list', items.slice(i, items.length - tail + 1), where), frame)
    else {
      const at = starred !== -1 && i > starred ? items.length - tail : i
      assign(machine, target, items[at] ?? unknown(where), frame)
    }
  }
}

/** Gives a value to a name. */
export function bind(machine: Machine, name: string, value: Value, frame: Frame): void {
  const scope = frame.scope.home(name)
  machine.world.touch(scope)
  scope.entries.set(name, value)
  if (!isPlainName(name)) machine.knowsNames = false
  if (name === 'c' && scope === machine.globals && !(value.kind === 'config' && value.section === null))
    machine.lose(null, null, 'gives the name c to something else', value.where)
}

/** `del target` */
export function remove(machine: Machine, target: SyntaxNode, frame: Frame): void {
  if (target.name === 'VariableName') {
    const name = frame.module.text.slice(target.from, target.to)
    const scope = frame.scope.home(name)
    machine.world.touch(scope)
    scope.entries.delete(name)
    return
  }
  const [object, dot, ...rest] = target.children
  const [property] = rest
  if (target.name !== 'MemberExpression' || object === undefined || dot === undefined || property === undefined) return
  const owner = machine.evaluate(object, frame)
  const where = frame.module.place(target.from, target.to)
  if (dot.name !== '.') {
    deleteItem(machine, owner, index(machine, rest.slice(0, -1), frame), where)
    return
  }
  const name = str(frame.module.text.slice(property.from, property.to), where)
  if (owner.kind === 'config' || (owner.kind === 'dict' && owner.isConfig)) deleteItem(machine, owner, name, where)
}
