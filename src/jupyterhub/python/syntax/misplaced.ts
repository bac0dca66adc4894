import { type SyntaxProblem, unreadable } from './problem.ts'
import { type SyntaxNode, split } from './tree.ts'

/**
 * What the grammar takes and Python refuses: a node with all it consists of, and the names of the nodes around it, outermost
 * first. Source: python/cpython@v3.12.0:Grammar/python.gram (invalid_… rules) and Python/compile.c.
 */
export function misplaced(node: SyntaxNode, around: readonly string[], code: string): SyntaxProblem | null {
  switch (node.name) {
    case 'ReturnStatement':
      return isWithin(around, FUNCTION, CLASS) ? null : at(node, '"return" stands outside a function')
    case 'BreakStatement':
      return isWithin(around, LOOP, DEFINITION) ? null : at(node, '"break" stands outside a loop')
    case 'ContinueStatement':
      return isWithin(around, LOOP, DEFINITION) ? null : at(node, '"continue" stands outside a loop')
    case 'TryStatement':
      return node.children.some(({ name }) => name === 'except' || name === 'finally')
        ? null
        : at(node, '"try" has neither "except" nor "finally"')
    case 'AssignStatement':
      return assignment(node)
    case 'UpdateStatement':
      return valueAmong(node.children.slice(0, 1))
    case 'ForStatement':
      return valueAmong(between(node.children, 'for', 'in'))
    case 'RaiseStatement':
      return refusal(
        node.children.find(({ name }) => name === ','),
        code,
      )
    case 'BinaryExpression':
      return refusal(negation(node.children), code)
    case 'ArgList':
      return unnamedArgument(node)
    case 'ParamList':
      return withoutDefault(node)
    default:
      return null
  }
}

const FUNCTION = new Set(['FunctionDefinition'])
const CLASS = new Set(['ClassDefinition'])
const DEFINITION = new Set(['FunctionDefinition', 'ClassDefinition'])
const LOOP = new Set(['ForStatement', 'WhileStatement'])

/** Whether one of these kinds comes before any border, from inside out. */
function isWithin(around: readonly string[], kinds: ReadonlySet<string>, borders: ReadonlySet<string>): boolean {
  const nearest = around.findLast(name => kinds.has(name) || borders.has(name))
  return nearest !== undefined && kinds.has(nearest)
}

function at({ from, to }: SyntaxNode, message: string): SyntaxProblem {
  return { message, from, to }
}

function refusal(node: SyntaxNode | undefined, code: string): SyntaxProblem | null {
  return node === undefined ? null : unreadable(node.from, node.children[0]?.to ?? node.to, code)
}

/** `not b` in `a == not b`: an operand of what binds more tightly. */
function negation(parts: readonly SyntaxNode[]): SyntaxNode | undefined {
  const right = parts.at(-1)
  const isLoose = parts.some(({ name }) => name === 'and' || name === 'or')
  return !isLoose && right?.name === 'UnaryExpression' && right.children[0]?.name === 'not' ? right : undefined
}

function assignment({ children }: SyntaxNode): SyntaxProblem | null {
  const last = children.findLastIndex(isAssign)
  const [star, operand, ...more] = children.slice(last + 1)
  if (last !== -1 && star?.name === '*' && operand !== undefined && more.length === 0)
    return at(star, 'a lone value has "*" before it')
  return valueAmong(children.slice(0, Math.max(1, last)))
}

function isAssign({ name }: SyntaxNode): boolean {
  return name === 'AssignOp'
}

function between(nodes: readonly SyntaxNode[], first: string, last: string): readonly SyntaxNode[] {
  const names = nodes.map(({ name }) => name)
  return nodes.slice(names.indexOf(first) + 1, names.indexOf(last))
}

const CONTAINERS = new Set(['TupleExpression', 'ArrayExpression', 'ParenthesizedExpression'])
const PLACES = new Set(['VariableName', 'MemberExpression', 'TypeDef', 'AssignOp', ',', '*', '(', ')', '[', ']'])

/** The first of some targets that is a value, to which nothing can be assigned. */
function valueAmong(targets: readonly SyntaxNode[]): SyntaxProblem | null {
  for (const target of targets) {
    if (PLACES.has(target.name)) continue
    if (!CONTAINERS.has(target.name)) return at(target, 'nothing can be assigned to a value')
    const inner = valueAmong(target.children)
    if (inner !== null) return inner
  }
  return null
}

/** `f(a=1, b)`. */
function unnamedArgument({ children }: SyntaxNode): SyntaxProblem | null {
  let named = false
  for (const group of split(children.slice(1, -1), ',')) {
    const [first] = group
    if (first === undefined || first.name === '*') continue
    if (first.name === '**' || group.some(isAssign)) named = true
    else if (named) return at(first, 'an argument without name stands behind one with a name')
  }
  return null
}

/** `def f(a=1, b)`. */
function withoutDefault({ children }: SyntaxNode): SyntaxProblem | null {
  let given = false
  for (const group of split(children, ',')) {
    const name = group.find(node => node.name === 'VariableName')
    // behind a star, parameters have names, and any of them may have a default
    if (group.some(node => node.name === '*' || node.name === '**')) return null
    if (group.some(isAssign)) given = true
    else if (given && name !== undefined)
      return at(name, 'a parameter without default stands behind one with a default')
  }
  return null
}
