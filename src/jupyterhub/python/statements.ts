import { assign, assignAll, remove } from './assign.ts'
import { augmented } from './augmented.ts'
import { defineClass } from './classes.ts'
import { branches, loop, matching, trying, within } from './control.ts'
import { define } from './functions.ts'
import { importing } from './imports.ts'
import { expressionList } from './lists.ts'
import type { Ending, Machine } from './machine.ts'
import { Raised, truth } from './operators.ts'
import { isExpression, type SyntaxNode, split } from './syntax/tree.ts'
import { type Frame, none } from './values.ts'

/** Runs the statements of a body or of a whole text. */
export function execute(machine: Machine, body: SyntaxNode, frame: Frame): Ending {
  return sequence(
    machine,
    body.children.filter(node => node.name !== ':'),
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
        node.children.filter(child => child.name !== ';'),
        0,
        frame,
      )
    case 'ExpressionStatement':
      expressionList(machine, node.children, frame)
      return 'next'
    case 'AssignStatement':
      assignment(machine, node, frame)
      return 'next'
    case 'UpdateStatement':
      augmented(machine, node, frame)
      return 'next'
    case 'DeleteStatement':
      for (const target of node.children.slice(1)) if (target.name !== ',') remove(machine, target, frame)
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
      for (const name of node.children.slice(1))
        if (name.name === 'VariableName') frame.scope.foreign.add(frame.module.text.slice(name.from, name.to))
      return 'next'
    case 'ReturnStatement': {
      const values = node.children.slice(1)
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
      const [, condition] = node.children
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
    node.children.filter(child => child.name !== 'TypeDef'),
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

function decorated(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const parts = node.children
  for (const decorator of parts) {
    const list = decorator.name === 'Decorator' ? decorator.children.find(part => part.name === 'ArgList') : undefined
    for (const argument of list === undefined ? [] : list.children)
      if (isExpression(argument)) machine.evaluate(argument, frame)
  }
  const definition = parts.at(-1)
  if (definition?.name === 'ClassDefinition') defineClass(machine, definition, frame)
  else if (definition !== undefined) define(machine, definition, frame, true)
}
