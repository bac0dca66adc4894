import { type Arguments, after } from './arguments.ts'
import { bind } from './assign.ts'
import { duplicate } from './duplicate.ts'
import { TooMuch } from './limits.ts'
import type { Machine, Result } from './machine.ts'
import { Raised } from './operators.ts'
import { Refused } from './refused.ts'
import { Dealings, spawnerInstance } from './spawner-instance.ts'
import { Dict, List, Scope } from './state.ts'
import { type SyntaxNode, split } from './syntax/tree.ts'
import { type Frame, type Func, none, type Param, unknown, type Value, type Where } from './values.ts'

/** A `def`, bound to its name. */
export function define(machine: Machine, node: SyntaxNode, frame: Frame, decorated: boolean): void {
  const parts = node.children
  const name = parts.find(part => part.name === 'VariableName')
  const body = parts.find(part => part.name === 'Body')
  if (name === undefined || body === undefined) return
  const text = frame.module.text.slice(name.from, name.to)
  const isAsync = parts[0]?.name === 'async'
  const params = parametersOf(
    machine,
    parts.find(part => part.name === 'ParamList'),
    frame,
  )
  bind(
    machine,
    text,
    {
      kind: 'function',
      name: text,
      params,
      body,
      frame,
      decorated,
      isAsync,
      given: null,
      where: frame.module.place(node.from, node.to),
    },
    frame,
  )
}

export function lambda(machine: Machine, node: SyntaxNode, frame: Frame, where: Where): Value {
  const parts = node.children
  const body = parts.at(-1)
  if (body === undefined) return unknown(where)
  const params = parametersOf(
    machine,
    parts.find(part => part.name === 'ParamList'),
    frame,
  )
  return {
    kind: 'function',
    name: 'a lambda',
    params,
    body,
    frame,
    decorated: false,
    isAsync: false,
    given: null,
    where,
  }
}

/** Whether nothing is put around a function: no decorator, no generator. */
function isWhole({ decorated, body }: Func): boolean {
  return !decorated && !yields(body)
}

/** Whether a body holds `yield`, which turns a call into something else. Functions inside are looked at too: it only costs precision. */
function yields(body: SyntaxNode): boolean {
  const pending = [body]
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.name === 'yield') return true
    for (const child of node.children) pending.push(child)
  }
  return false
}

function parametersOf(machine: Machine, list: SyntaxNode | undefined, frame: Frame): Param[] {
  if (list === undefined) return []
  const nodes = list.children.filter(node => node.name !== '(' && node.name !== ')')
  return split(nodes, ',').flatMap(group => {
    const name = group.find(node => node.name === 'VariableName')
    if (name === undefined) return []
    const equals = group.findIndex(node => node.name === 'AssignOp')
    const fallback = equals === -1 ? undefined : group[equals + 1]
    const stars = group[0]?.name === '**' ? 2 : group[0]?.name === '*' ? 1 : 0
    return [
      {
        name: frame.module.text.slice(name.from, name.to),
        stars,
        fallback: fallback === undefined ? undefined : machine.evaluate(fallback, frame),
      },
    ] satisfies Param[]
  })
}

/** Calls a function that the values define. */
export function invoke(machine: Machine, func: Func, args: Arguments, where: Where): Value {
  if (!func.isAsync && isWhole(func)) return run(machine, func, args, where)
  machine.maybe(() => run(machine, func, args, where))
  return unknown(where)
}

/** What a function comes to for the server of a user. Nothing it does stays done. */
export function resultFor(machine: Machine, func: Func, user: string): Result {
  const dealings = new Dealings()
  const spawner = spawnerInstance(user, dealings, func.where)
  let value: Value | undefined
  let raises: string | null = null
  try {
    if (isWhole(func))
      value = machine.world.discard(() => {
        const made = run(machine, func, { positional: [spawner], named: new Map(), complete: true }, func.where)
        // a copy, as what was done to the value itself is taken back
        return duplicate(made, func.where)
      })
  } catch (error) {
    if (error instanceof Raised) raises = error.message
    else if (!(error instanceof Refused || error instanceof TooMuch || error instanceof RangeError)) throw error
  }
  return { value: dealings.changes ? undefined : value, raises, asks: dealings.asks }
}

function run(machine: Machine, func: Func, args: Arguments, where: Where): Value {
  const frame: Frame = { module: func.frame.module, scope: new Scope(func.frame.scope) }
  for (const [name, value] of bound(func, after(func.given, args), where)) frame.scope.entries.set(name, value)
  machine.calls.push(func.body)
  try {
    if (func.body.name !== 'Body') return machine.evaluate(func.body, frame)
    const ending = machine.execute(func.body, frame)
    if (typeof ending === 'object') return ending.returned
    return ending === 'perhaps' ? unknown(where) : none(where)
  } finally {
    machine.calls.pop()
  }
}

function bound(func: Func, args: Arguments, where: Where): Map<string, Value> {
  const values = new Map<string, Value>()
  const names = new Set(func.params.filter(param => param.stars === 0).map(param => param.name))
  let next = 0
  for (const { name, stars, fallback } of func.params) {
    if (stars === 1) {
      const rest = new List('tuple', args.positional.slice(next), where)
      if (!args.complete) rest.blurred = 'it holds arguments that cannot be known'
      next = args.positional.length
      values.set(name, rest)
    } else if (stars === 2) {
      const rest = new Dict(
        [...args.named].filter(([key]) => !names.has(key)),
        where,
      )
      if (!args.complete) rest.blurred = 'it holds arguments that cannot be known'
      values.set(name, rest)
    } else {
      const given = args.named.get(name) ?? args.positional[next]
      if (!args.named.has(name)) next += 1
      values.set(name, (args.complete ? (given ?? fallback) : undefined) ?? unknown(where))
    }
  }
  return values
}
