import type { SyntaxNode, Tree } from '@lezer/common'
import type { Chart } from '../../model/hub.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import { pythonSources } from '../config/python-sources.ts'
import { layoutOf } from './layout.ts'
import { plainer } from './plainer.ts'
import { type SyntaxProblem, syntaxProblem } from './syntax.ts'

let grammar: Promise<void> | undefined
let parse: ((code: string) => Tree) | undefined

/** Loads the grammar, which takes longer than a whole run without Python. To be awaited before `parsePython`. */
export function loadPython(): Promise<void> {
  grammar ??= import('@lezer/python').then(({ parser }) => {
    parse = code => parser.parse(code)
  })
  return grammar
}

/** Whether these values hold Python, so that the grammar must be loaded before a hub is made of them. */
export function needsPython(values: View<HubValues>, chart: Chart): boolean {
  const { files, extraConfig } = pythonSources(values, chart)
  return [...files, ...extraConfig].some(({ code }) => code.text !== undefined && code.text.trim() !== '')
}

/** Words on a logical line beyond which the grammar may give up. */
const LONG = 2000

/** The syntax tree of a piece of Python, or why it is none. */
export function parsePython(code: string): SyntaxNode | SyntaxProblem {
  if (parse === undefined) throw new Error('loadPython() has not been awaited')
  const { tokens, problem } = layoutOf(code)
  if (problem !== null) return problem
  const root = parse(plainer(code, tokens)).topNode
  const found = syntaxProblem(root, code)
  if (found === null) return root
  const line = tokens.find(token => token.to > found.from)?.line
  return tokens.filter(token => token.line === line).length > LONG ? { ...found, uncertain: true } : found
}

/** What a node consists of, comments left out. */
export function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment') found.push(child)
  }
  return found
}

/** Children of a node between separators: each group is what stands between two of them; empty groups are left out. */
export function split(nodes: readonly SyntaxNode[], separator: string): SyntaxNode[][] {
  const groups: SyntaxNode[][] = []
  let group: SyntaxNode[] = []
  for (const node of nodes) {
    if (node.name !== separator) group.push(node)
    else {
      if (group.length > 0) groups.push(group)
      group = []
    }
  }
  if (group.length > 0) groups.push(group)
  return groups
}
