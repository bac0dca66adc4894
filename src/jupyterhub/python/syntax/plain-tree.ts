import type { Tree } from '@lezer/common'
import type { Condensed } from './condensed.ts'
import { misplaced } from './misplaced.ts'
import { type SyntaxProblem, unreadable } from './problem.ts'
import type { SyntaxNode } from './tree.ts'

/** Makes the children of the `Body` that starts at a place, if they are not in the tree. */
export type Elsewhere = (from: number) => (() => readonly SyntaxNode[]) | undefined

/** The `Body` of a function whose statements are read when they are asked for. */
class LaterBody implements SyntaxNode {
  readonly name = 'Body'
  readonly from: number
  readonly to: number
  private readonly read: () => readonly SyntaxNode[]
  private known: readonly SyntaxNode[] | undefined

  constructor(from: number, to: number, read: () => readonly SyntaxNode[]) {
    this.from = from
    this.to = to
    this.read = read
  }

  get children(): readonly SyntaxNode[] {
    this.known ??= this.read()
    return this.known
  }
}

const NONE: readonly SyntaxNode[] = []

/**
 * The grammar's tree as plain nodes without comments and with places in the whole code, or the first place where it is no
 * Python 3.
 */
export function plainTree(
  tree: Tree,
  code: string,
  places: Condensed,
  elsewhere: Elsewhere,
): SyntaxNode | SyntaxProblem {
  const around: string[] = []
  const levels: SyntaxNode[][] = [[]]
  let problem: SyntaxProblem | null = null
  tree.iterate({
    enter: ({ name, type, from, to }) => {
      if (problem !== null || name === 'Comment') return false
      if (type.isError && !(from === to && isGap(around))) {
        const start = places.start(from)
        problem = unreadable(start, Math.max(start, places.end(to)), code)
      }
      around.push(name)
      levels.push([])
      return true
    },
    leave: ({ name, from, to }) => {
      if (problem !== null) return
      around.pop()
      const parts = levels.pop() ?? []
      const children = name === 'ArgList' ? withNamedExpressions(parts, code) : parts
      const start = places.start(from)
      const end = Math.max(start, places.end(to))
      const read = name === 'Body' ? elsewhere(start) : undefined
      const node =
        read === undefined
          ? { name: nameOf(name, start, code), from: start, to: end, children: children.length === 0 ? NONE : children }
          : new LaterBody(start, end, read)
      if (children.length > 0 && read === undefined) problem = misplaced(node, around, code)
      levels.at(-1)?.push(...(isStarred(node, code) ? starred(node) : [node]))
    },
  })
  return problem ?? levels[0]?.[0] ?? { name: 'Script', from: 0, to: code.length, children: NONE }
}

/** The grammar has no `/` in a lambda, and is shown a name in its place. */
function nameOf(name: string, from: number, code: string): string {
  return name === 'VariableName' && code.charAt(from) === '/' ? '/' : name
}

/** Whether it is `*a` where the grammar knows no star and is shown a minus. */
function isStarred({ name, from }: SyntaxNode, code: string): boolean {
  return name === 'UnaryExpression' && code.charAt(from) === '*'
}

function starred({ children: [sign, ...rest] }: SyntaxNode): readonly SyntaxNode[] {
  return sign === undefined ? rest : [{ ...sign, name: '*' }, ...rest]
}

/** `f(a := 1)`, which the grammar does not tell from `f(a = 1)`. */
function withNamedExpressions(parts: SyntaxNode[], code: string): SyntaxNode[] {
  const at = parts.findIndex(({ name, from }) => name === 'AssignOp' && code.charAt(from) === ':')
  const [target, sign, value] = parts.slice(at - 1, at + 2)
  if (at === -1 || target === undefined || sign === undefined || value === undefined) return parts
  const named = { name: 'NamedExpression', from: target.from, to: value.to, children: [target, sign, value] }
  return [...parts.slice(0, at - 1), named, ...withNamedExpressions(parts.slice(at + 2), code)]
}

/** Python allows `(yield)` and `case str():`, where the grammar finds something missing. */
function isGap(around: readonly string[]): boolean {
  const [outer, parent] = around.slice(-2)
  if (parent === 'LiteralPattern') return outer === 'PatternArgList'
  return parent === 'YieldExpression' || parent === 'YieldStatement'
}
