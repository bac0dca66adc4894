import { itemsOf } from './arguments.ts'
import { assign, assignAll, bind } from './assign.ts'
import { expressionList } from './lists.ts'
import type { Ending, Machine } from './machine.ts'
import { Raised, truth } from './operators.ts'
import { common } from './state.ts'
import { type SyntaxNode, split } from './syntax/tree.ts'
import { type Frame, unknown, type Value } from './values.ts'

/** Runs one of several ways on, of which Python takes one that cannot be known. */
function oneOf(machine: Machine, ways: readonly (() => Ending)[]): Ending {
  const endings = machine.either(ways)
  const [first, ...others] = endings
  if (first === undefined) return 'next'
  if (typeof first === 'object' && others.every(ending => typeof ending === 'object')) {
    const values = endings.map(ending => (typeof ending === 'object' ? ending.returned : undefined))
    return { returned: common(values) ?? first.returned }
  }
  return others.every(ending => ending === first) ? first : 'perhaps'
}

/** `if`, with its `elif` and `else`. */
export function branches(machine: Machine, node: SyntaxNode, frame: Frame): Ending {
  return branch(machine, node.children, frame)
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

/** `for` and `while`. */
export function loop(machine: Machine, node: SyntaxNode, frame: Frame): Ending {
  const parts = node.children.filter(part => part.name !== 'async')
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
    machine.maybe(last)
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
export function trying(machine: Machine, node: SyntaxNode, frame: Frame): Ending {
  const clauses: { keyword: string; names: SyntaxNode[]; body: SyntaxNode }[] = []
  let head: SyntaxNode[] = []
  for (const part of node.children) {
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

/** `with`: its body runs, up to what is raised where the context may swallow that. */
export function within(machine: Machine, node: SyntaxNode, frame: Frame): Ending {
  const parts = node.children
  const body = parts.find(part => part.name === 'Body')
  let maySwallow = false
  for (const group of split(
    parts.filter(part => part.name !== 'with' && part.name !== 'async' && part !== body),
    ',',
  )) {
    const [context, , name] = group
    if (context === undefined) continue
    const value = machine.evaluate(context, frame)
    maySwallow ||= !isFile(context, frame)
    const where = frame.module.place(context.from, context.to)
    if (name !== undefined) assign(machine, name, unknown(where, undefined, value.kind === 'config'), frame)
  }
  if (body === undefined) return 'next'
  try {
    return machine.execute(body, frame)
  } catch (error) {
    if (!(error instanceof Raised) || !maySwallow) throw error
    return 'next'
  }
}

/** Whether a context is an open file, which lets out what is raised inside; others may swallow it, as contextlib.suppress does. */
function isFile({ name, children: [callee] }: SyntaxNode, { module, scope }: Frame): boolean {
  return (
    name === 'CallExpression' &&
    callee !== undefined &&
    module.text.slice(callee.from, callee.to) === 'open' &&
    scope.find('open') === undefined
  )
}

/** `match`: any of the cases, or none. */
export function matching(machine: Machine, node: SyntaxNode, frame: Frame): Ending {
  const parts = node.children
  const [, subject] = parts
  // of several subjects, the grammar is given one name in their place
  if (subject !== undefined && /[\s:]/.test(frame.module.text.charAt(subject.to))) machine.evaluate(subject, frame)
  const cases = (parts.at(-1) ?? node).children.filter(part => part.name === 'MatchClause')
  return oneOf(machine, [
    () => 'next',
    ...cases.map(clause => (): Ending => {
      capture(machine, clause, frame)
      const body = clause.children.find(part => part.name === 'Body')
      return body === undefined ? 'next' : machine.execute(body, frame)
    }),
  ])
}

/** Patterns whose own names are looked up, not bound. */
const NAMING = new Set(['ClassPattern', 'KeywordPattern', 'AttributePattern'])

function capture(machine: Machine, pattern: SyntaxNode, frame: Frame): void {
  for (const part of pattern.children) {
    if (part.name === 'Body' || part.name === 'Guard') continue
    if (part.name === 'VariableName' && !NAMING.has(pattern.name))
      bind(machine, frame.module.text.slice(part.from, part.to), unknown(frame.module.place(part.from, part.to)), frame)
    machine.limit.deeper(() => capture(machine, part, frame))
  }
}
