import type { SyntaxNode } from '@lezer/common'
import { itemsOf } from './arguments.ts'
import { assign, assignAll, bind, remove } from './assign.ts'
import { blur } from './attributes.ts'
import { defineClass } from './classes.ts'
import { define } from './functions.ts'
import { importing } from './imports.ts'
import { expressionList } from './lists.ts'
import type { Ending, Machine } from './machine.ts'
import { operate, Raised, setOperation, truth, unique } from './operators.ts'
import { children, split } from './parser.ts'
import { common, List } from './state.ts'
import { type Frame, none, unknown, type Value } from './values.ts'

/** Runs the statements of a body or of a whole text. */
export function execute(machine: Machine, body: SyntaxNode, frame: Frame): Ending {
  return sequence(
    machine,
    children(body).filter(node => node.name !== ':'),
    0,
    frame,
  )
}

function sequence(machine: Machine, nodes: readonly SyntaxNode[], start: number, frame: Frame): Ending {
  for (let i = start; i < nodes.length; i += 1) {
    const node = nodes[i]
    const ending = node === undefined ? 'next' : statement(machine, node, frame)
    if (ending === 'next') continue
    if (ending === 'perhaps') machine.maybe(() => sequence(machine, nodes, i + 1, frame))
    return ending
  }
  return 'next'
}

function statement(machine: Machine, node: SyntaxNode, frame: Frame): Ending {
  machine.limit.spend(1)
  switch (node.name) {
    case 'StatementGroup':
      return sequence(
        machine,
        children(node).filter(child => child.name !== ';'),
        0,
        frame,
      )
    case 'ExpressionStatement':
      expressionList(machine, children(node), frame)
      return 'next'
    case 'AssignStatement':
      assignment(machine, node, frame)
      return 'next'
    case 'UpdateStatement':
      augmented(machine, node, frame)
      return 'next'
    case 'DeleteStatement':
      for (const target of children(node).slice(1)) if (target.name !== ',') remove(machine, target, frame)
      return 'next'
    case 'IfStatement':
      return branches(machine, node, frame)
    case 'ForStatement':
    case 'WhileStatement':
      return loop(machine, node, frame)
    case 'TryStatement':
      return trying(machine, node, frame)
    case 'WithStatement':
      return within(machine, node, frame)
    case 'MatchStatement':
      return matching(machine, node, frame)
    case 'FunctionDefinition':
      define(machine, node, frame, false)
      return 'next'
    case 'ClassDefinition':
      defineClass(machine, node, frame)
      return 'next'
    case 'DecoratedStatement':
      decorated(machine, node, frame)
      return 'next'
    case 'ImportStatement':
      importing(machine, node, frame)
      return 'next'
    case 'ScopeStatement':
      for (const name of children(node).slice(1))
        if (name.name === 'VariableName') frame.scope.foreign.add(frame.module.text.slice(name.from, name.to))
      return 'next'
    case 'ReturnStatement': {
      const values = children(node).slice(1)
      const where = frame.module.place(node.from, node.to)
      return { returned: values.length === 0 ? none(where) : expressionList(machine, values, frame) }
    }
    case 'BreakStatement':
      return 'break'
    case 'ContinueStatement':
      return 'continue'
    case 'RaiseStatement':
      throw new Raised('it raises an exception', frame.module.place(node.from, node.to))
    case 'AssertStatement': {
      const [, condition] = children(node)
      if (condition !== undefined && truth(machine.evaluate(condition, frame)) === false)
        throw new Raised('an assertion in it fails', frame.module.place(node.from, node.to))
      return 'next'
    }
    default:
      return 'next'
  }
}

function assignment(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const groups = split(
    children(node).filter(child => child.name !== 'TypeDef'),
    'AssignOp',
  )
  const expression = groups.at(-1)
  // an annotation alone assigns nothing
  if (expression === undefined || groups.length < 2) return
  const value = expressionList(machine, expression, frame)
  for (const targets of groups.slice(0, -1)) {
    if (targets.some(target => target.name === ',')) assignAll(machine, targets, value, frame)
    else for (const target of targets) assign(machine, target, value, frame)
  }
}

/** `target += expression` and its like. */
function augmented(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const [target, sign, ...rest] = children(node)
  if (target === undefined || sign === undefined) return
  const operator = frame.module.text.slice(sign.from, sign.to - 1)
  const before = machine.evaluate(target, frame)
  const value = expressionList(machine, rest, frame)
  const where = frame.module.place(node.from, node.to)
  if (before.kind === 'unset') {
    const why = 'it adds to what the chart or the image set before'
    assign(machine, target, unknown(where, why), frame)
  } else
    assign(machine, target, inPlace(machine, operator, before, value) ?? operate(operator, before, value, where), frame)
}

/** What changes a list, set or dict itself, so that others who hold it see the change; undefined for other values. */
function inPlace(machine: Machine, operator: string, before: Value, value: Value): Value | undefined {
  const isSet = before.kind === 'list' && before.type === 'set'
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
  if (isSet && value.kind !== 'list') {
    blur(machine, before, 'what is added to it cannot be known')
    return before
  }
  if (isSet && value.kind === 'list' && value.type === 'set') {
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

/** Runs one of several ways on, of which Python takes one that cannot be known; ways that raise would stop the hub, and do not count. */
function oneOf(machine: Machine, ways: readonly (() => Ending)[]): Ending {
  let raised: Raised | undefined
  const endings = machine.world.fork(
    ways.map(way => () => {
      try {
        return way()
      } catch (error) {
        if (!(error instanceof Raised)) throw error
        raised ??= error
        return 'raised'
      }
    }),
    ending => ending !== 'raised',
  )
  const [first, ...others] = endings
  if (first === undefined) throw raised ?? new Error('no way on, and none raised')
  if (typeof first === 'object' && others.every(ending => typeof ending === 'object')) {
    const values = endings.map(ending => (typeof ending === 'object' ? ending.returned : undefined))
    return { returned: common(values) ?? first.returned }
  }
  return others.every(ending => ending === first) ? first : 'perhaps'
}

function branches(machine: Machine, node: SyntaxNode, frame: Frame): Ending {
  return branch(machine, children(node), frame)
}

function branch(machine: Machine, parts: readonly SyntaxNode[], frame: Frame): Ending {
  const at = parts.findIndex(part => part.name === 'Body')
  const body = parts[at]
  if (body === undefined) return 'next'
  const rest = parts.slice(at + 1)
  const condition = parts[at - 1]
  if (parts[0]?.name === 'else' || condition === undefined) return machine.execute(body, frame)
  const holds = truth(machine.evaluate(condition, frame))
  if (holds === true) return machine.execute(body, frame)
  if (holds === false) return machine.limit.deeper(() => branch(machine, rest, frame))
  return oneOf(machine, [
    () => machine.execute(body, frame),
    () => machine.limit.deeper(() => branch(machine, rest, frame)),
  ])
}

function loop(machine: Machine, node: SyntaxNode, frame: Frame): Ending {
  const parts = children(node).filter(part => part.name !== 'async')
  const [body, otherwise] = parts.filter(part => part.name === 'Body')
  const head = parts.slice(
    1,
    parts.findIndex(part => part.name === 'Body'),
  )
  if (body === undefined) return 'next'
  const last = (): Ending => (otherwise === undefined ? 'next' : machine.execute(otherwise, frame))
  if (node.name === 'WhileStatement') {
    const holds = truth(expressionList(machine, head, frame))
    if (holds === false) return last()
    machine.maybe(() => machine.execute(body, frame))
    return 'next'
  }
  const at = head.findIndex(part => part.name === 'in')
  const targets = head.slice(0, at)
  const source = expressionList(machine, head.slice(at + 1), frame)
  const items = itemsOf(source)
  if (items !== undefined)
    return rounds(
      machine,
      [...items],
      round => assignAll(machine, targets, round, frame),
      () => machine.execute(body, frame),
      last,
    )
  return oneOf(machine, [
    () => 'next',
    () => {
      assignAll(machine, targets, unknown(source.where), frame)
      const ending = machine.execute(body, frame)
      return typeof ending === 'object' ? ending : 'next'
    },
  ]) === 'next'
    ? last()
    : 'perhaps'
}

/** Runs a loop once for each item. */
function rounds(
  machine: Machine,
  items: readonly Value[],
  enter: (item: Value) => void,
  body: () => Ending,
  last: () => Ending,
): Ending {
  for (const [i, item] of items.entries()) {
    enter(item)
    const ending = body()
    if (ending === 'break') return 'next'
    if (typeof ending === 'object') return ending
    if (ending !== 'perhaps') continue
    // some ways through the body have left the loop, or the function
    machine.maybe(() => rounds(machine, items.slice(i + 1), enter, body, last))
    return machine.calls.length > 0 ? 'perhaps' : 'next'
  }
  return last()
}

/** `try`: the body runs; handlers run if it certainly raises, and may run otherwise. */
function trying(machine: Machine, node: SyntaxNode, frame: Frame): Ending {
  const clauses: { keyword: string; names: SyntaxNode[]; body: SyntaxNode }[] = []
  let head: SyntaxNode[] = []
  for (const part of children(node)) {
    if (part.name === 'Body') {
      clauses.push({
        keyword: head[0]?.name ?? '',
        names: head.slice(head.findIndex(each => each.name === 'as') + 1),
        body: part,
      })
      head = []
    } else head.push(part)
  }
  const run = (keyword: string): Ending => {
    const body = clauses.find(clause => clause.keyword === keyword)?.body
    return body === undefined ? 'next' : machine.execute(body, frame)
  }
  const handlers = clauses
    .filter(clause => clause.keyword === 'except')
    .map(({ names, body }) => (): Ending => {
      const [name] = names
      if (names.length === 1 && name?.name === 'VariableName')
        bind(
          machine,
          frame.module.text.slice(name.from, name.to),
          unknown(frame.module.place(name.from, name.to)),
          frame,
        )
      return machine.execute(body, frame)
    })
  let ending: Ending
  try {
    ending = run('try')
    if (ending === 'next') ending = run('else')
    if (handlers.length > 0) ending = oneOf(machine, [() => ending, ...handlers])
  } catch (error) {
    if (!(error instanceof Raised) || handlers.length === 0) throw error
    ending = oneOf(machine, handlers)
  }
  const final = run('finally')
  return final === 'next' ? ending : final
}

function within(machine: Machine, node: SyntaxNode, frame: Frame): Ending {
  const parts = children(node)
  const body = parts.find(part => part.name === 'Body')
  for (const group of split(
    parts.filter(part => part.name !== 'with' && part.name !== 'async' && part !== body),
    ',',
  )) {
    const [context, , name] = group
    if (context === undefined) continue
    const value = machine.evaluate(context, frame)
    const where = frame.module.place(context.from, context.to)
    if (name !== undefined) assign(machine, name, unknown(where, undefined, value.kind === 'config'), frame)
  }
  return body === undefined ? 'next' : machine.execute(body, frame)
}

/** `match`: any of the cases, or none. */
function matching(machine: Machine, node: SyntaxNode, frame: Frame): Ending {
  const parts = children(node)
  const [, subject] = parts
  if (subject !== undefined) machine.evaluate(subject, frame)
  const cases = children(parts.at(-1) ?? node).filter(part => part.name === 'MatchClause')
  return oneOf(machine, [
    () => 'next',
    ...cases.map(clause => (): Ending => {
      capture(machine, clause, frame)
      const body = children(clause).find(part => part.name === 'Body')
      return body === undefined ? 'next' : machine.execute(body, frame)
    }),
  ])
}

function capture(machine: Machine, pattern: SyntaxNode, frame: Frame): void {
  for (const part of children(pattern)) {
    if (part.name === 'Body' || part.name === 'Guard') continue
    if (part.name === 'VariableName' && pattern.name !== 'ClassPattern' && pattern.name !== 'KeywordPattern')
      bind(machine, frame.module.text.slice(part.from, part.to), unknown(frame.module.place(part.from, part.to)), frame)
    machine.limit.deeper(() => capture(machine, part, frame))
  }
}

function decorated(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const parts = children(node)
  for (const decorator of parts) {
    const list = decorator.name === 'Decorator' ? children(decorator).find(part => part.name === 'ArgList') : undefined
    for (const argument of list === undefined ? [] : children(list))
      if (argument.type.is('Expression')) machine.evaluate(argument, frame)
  }
  const definition = parts.at(-1)
  if (definition?.name === 'ClassDefinition') defineClass(machine, definition, frame)
  else if (definition !== undefined) define(machine, definition, frame, true)
}
