import { compound } from './blocks.ts'
import type { Cursor } from './cursor.ts'
import { assigned, list, operand, test, yielding } from './expressions.ts'
import { importing } from './imports.ts'
import { typeParameters } from './parameters.ts'
import { checkTarget, checkTargets } from './targets.ts'
import { branch, type SyntaxNode } from './tree.ts'

/** What a statement stands in, as far as it matters for what may be said there. */
export interface Surroundings {
  readonly inFunction: boolean
  readonly inLoop: boolean
}

/** All statements of a text. */
export function script(cursor: Cursor): SyntaxNode {
  const children: SyntaxNode[] = []
  while (!cursor.is('end')) children.push(statement(cursor, { inFunction: false, inLoop: false }))
  return { name: 'Script', from: 0, to: cursor.code.length, children }
}

/** `:` and what it opens: statements on the same line, or a block. */
export function body(cursor: Cursor, around: Surroundings): SyntaxNode {
  const parts = [cursor.expect(':')]
  if (cursor.is('newline')) {
    cursor.skip()
    if (!cursor.is('indent')) cursor.fail()
    cursor.skip()
    while (!cursor.is('dedent')) parts.push(statement(cursor, around))
    cursor.skip()
  } else parts.push(line(cursor, around))
  return branch('Body', parts)
}

function statement(cursor: Cursor, around: Surroundings): SyntaxNode {
  return compound(cursor, around) ?? line(cursor, around)
}

/** Statements up to the end of the line. */
function line(cursor: Cursor, around: Surroundings): SyntaxNode {
  const parts = [simple(cursor, around)]
  while (cursor.at(';')) {
    parts.push(cursor.take())
    if (!cursor.is('newline')) parts.push(simple(cursor, around))
  }
  if (!cursor.is('newline')) cursor.fail()
  cursor.skip()
  const [first] = parts
  return first !== undefined && parts.length === 1 ? first : branch('StatementGroup', parts)
}

function simple(cursor: Cursor, around: Surroundings): SyntaxNode {
  const { token } = cursor
  switch (token.text) {
    case 'pass':
      return branch('PassStatement', [cursor.take()])
    case 'break':
      if (!around.inLoop) cursor.refuse(token, '"break" stands outside a loop')
      return branch('BreakStatement', [cursor.take()])
    case 'continue':
      if (!around.inLoop) cursor.refuse(token, '"continue" stands outside a loop')
      return branch('ContinueStatement', [cursor.take()])
    case 'return':
      return returning(cursor, around)
    case 'raise':
      return raising(cursor)
    case 'yield':
      return yielding(cursor, 'YieldStatement')
    case 'del':
      return deleting(cursor)
    case 'assert':
      return asserting(cursor)
    case 'global':
    case 'nonlocal':
      return branch('ScopeStatement', [cursor.take(), ...names(cursor)])
    case 'import':
    case 'from':
      return importing(cursor)
    case 'type':
      return cursor.ahead(1).kind === 'name' ? typeAlias(cursor) : expressions(cursor)
    default:
      return expressions(cursor)
  }
}

function returning(cursor: Cursor, around: Surroundings): SyntaxNode {
  const { token } = cursor
  const keyword = cursor.take()
  const values = cursor.is('newline') || cursor.at(';') ? [] : list(cursor)
  const node = branch('ReturnStatement', [keyword, ...values])
  return around.inFunction ? node : cursor.refuse({ ...node, from: token.from }, '"return" stands outside a function')
}

function raising(cursor: Cursor): SyntaxNode {
  const parts = [cursor.take()]
  if (!cursor.is('newline') && !cursor.at(';')) {
    parts.push(test(cursor))
    if (cursor.at('from')) parts.push(cursor.take(), test(cursor))
  }
  return branch('RaiseStatement', parts)
}

function deleting(cursor: Cursor): SyntaxNode {
  const keyword = cursor.take()
  const targets = list(cursor, operand)
  checkTargets(cursor, targets)
  return branch('DeleteStatement', [keyword, ...targets])
}

function asserting(cursor: Cursor): SyntaxNode {
  const parts = [cursor.take(), test(cursor)]
  if (cursor.at(',')) parts.push(cursor.take(), test(cursor))
  return branch('AssertStatement', parts)
}

function names(cursor: Cursor): SyntaxNode[] {
  const parts = [cursor.name()]
  while (cursor.at(',')) parts.push(cursor.take(), cursor.name())
  return parts
}

function typeAlias(cursor: Cursor): SyntaxNode {
  const parts = [cursor.take(), cursor.name(), ...typeParameters(cursor), cursor.expect('=', 'AssignOp'), test(cursor)]
  return branch('TypeDefinition', parts)
}

const UPDATES = new Set(['+=', '-=', '*=', '/=', '//=', '%=', '@=', '&=', '|=', '^=', '>>=', '<<=', '**='])

/** Expressions by themselves, or what is done with them: an assignment, an update, an annotation. */
function expressions(cursor: Cursor): SyntaxNode {
  const first = list(cursor)
  const [target] = first
  const single = first.length === 1 ? target : undefined
  if (single !== undefined && UPDATES.has(cursor.token.text)) {
    checkTarget(cursor, single)
    return branch('UpdateStatement', [...first, cursor.take('UpdateOp'), ...assigned(cursor)])
  }
  if (single !== undefined && cursor.at(':')) {
    checkTarget(cursor, single)
    const type = branch('TypeDef', [cursor.take(), test(cursor)])
    const value = cursor.at('=') ? [cursor.take('AssignOp'), ...assigned(cursor)] : []
    return branch('AssignStatement', [...first, type, ...value])
  }
  if (!cursor.at('=')) return branch('ExpressionStatement', first)
  const parts = [...first]
  let targets: readonly SyntaxNode[] = first
  while (cursor.at('=')) {
    checkTargets(cursor, targets)
    parts.push(cursor.take('AssignOp'))
    targets = assigned(cursor)
    parts.push(...targets)
  }
  return branch('AssignStatement', parts)
}
