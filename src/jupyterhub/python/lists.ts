import { type Arguments, itemsOf } from './arguments.ts'
import type { Machine } from './machine.ts'
import { unique } from './operators.ts'
import { List } from './state.ts'
import { type SyntaxNode, split } from './syntax/tree.ts'
import type { Frame, Value } from './values.ts'

/** Expressions between commas: one value, or a tuple of them. */
export function expressionList(machine: Machine, nodes: readonly SyntaxNode[], frame: Frame): Value {
  const [first] = nodes
  if (first !== undefined && nodes.length === 1) return machine.evaluate(first, frame)
  const last = nodes.at(-1)
  const where = frame.module.place(first?.from ?? 0, last?.to ?? 0)
  return filled(machine, new List('tuple', [], where), nodes, frame)
}

/** Puts what stands between commas into a list. */
export function filled(machine: Machine, list: List, nodes: readonly SyntaxNode[], frame: Frame): List {
  for (const [first, second] of split(nodes, ',')) {
    if (first === undefined) continue
    const value = machine.evaluate(second ?? first, frame)
    const items = second === undefined ? [value] : itemsOf(value)
    if (items === undefined) list.blurred = 'it holds the items of what cannot be known'
    else list.items.push(...items)
  }
  if (list.type === 'set') list.items = unique(list.items)
  return list
}

/** The arguments of a call, evaluated in order. */
export function argumentsOf(machine: Machine, list: SyntaxNode, frame: Frame): Arguments {
  const nodes = list.children.slice(1, -1)
  // a generator is the only argument
  if (nodes.some(node => node.name === 'for'))
    return { positional: [machine.evaluate(list, frame)], named: new Map(), complete: true }
  const positional: Value[] = []
  const named = new Map<string, Value>()
  let complete = true
  for (const [first, second, third] of split(nodes, ',')) {
    if (first === undefined) continue
    const stars = first.name === '*' || first.name === '**' ? first.name : ''
    const expression = third ?? second ?? first
    const value = machine.evaluate(expression, frame)
    if (stars === '*') {
      const items = itemsOf(value)
      positional.push(...(items ?? [value]))
      complete &&= items !== undefined
    } else if (stars === '**') {
      if (value.kind === 'dict' && value.blurred === null)
        for (const [key, item] of value.entries) named.set(String(key), item)
      else complete = false
    } else if (third !== undefined) named.set(frame.module.text.slice(first.from, first.to), value)
    else positional.push(value)
  }
  return { positional, named, complete }
}
