import { itemsOf } from './arguments.ts'
import { assign } from './assign.ts'
import { blur } from './attributes.ts'
import { refuse } from './lazy.ts'
import { expressionList } from './lists.ts'
import type { Machine } from './machine.ts'
import { operate, setOperation, unique } from './operators.ts'
import { isSet, List } from './state.ts'
import type { SyntaxNode } from './syntax/tree.ts'
import { type Frame, unknown, type Value } from './values.ts'

/** `target += expression` and its like. */
export function augmented(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const [target, sign, ...rest] = node.children
  if (target === undefined || sign === undefined) return
  const operator = frame.module.text.slice(sign.from, sign.to - 1)
  const before = machine.evaluate(target, frame)
  const value = expressionList(machine, rest, frame)
  const where = frame.module.place(node.from, node.to)
  if (before.kind === 'unset') {
    refuse(before, `cannot be changed by ${operator}=`, where)
    const why = 'it adds to what the chart or the image set before'
    assign(machine, target, unknown(where, why), frame)
  } else
    assign(machine, target, inPlace(machine, operator, before, value) ?? operate(operator, before, value, where), frame)
}

/** What changes a list, set or dict itself, so that others who hold it see the change; undefined for other values. */
function inPlace(machine: Machine, operator: string, before: Value, value: Value): Value | undefined {
  const isGrowing = before.kind === 'list' && before.type === 'set'
  if (before.kind === 'list' && before.type === 'list' && operator === '+') {
    const items = itemsOf(value)
    if (items === undefined && value.kind === 'scalar') return undefined
    if (items === undefined) blur(machine, before, 'what is added to it cannot be known')
    else {
      machine.world.touch(before)
      before.items = [...before.items, ...items]
    }
    return before
  }
  if (isGrowing && value.kind !== 'list') {
    blur(machine, before, 'what is added to it cannot be known')
    return before
  }
  if (isGrowing && value.kind === 'list' && isSet(value)) {
    const result =
      operator === '|'
        ? new List('set', unique([...before.items, ...value.items]), before.where)
        : setOperation(operator, before.items, value.items, before.where)
    machine.world.touch(before)
    if (result.kind === 'list') before.items = result.items
    before.blurred =
      result.kind === 'list' ? (before.blurred ?? value.blurred) : 'it is changed in a way that cannot be followed'
    return before
  }
  if (before.kind === 'dict' && operator === '|') {
    if (value.kind === 'dict' && value.blurred === null) {
      machine.world.touch(before)
      for (const [key, item] of value.entries) before.entries.set(key, item)
    } else blur(machine, before, 'what is added to it cannot be known')
    return before
  }
  return undefined
}
