import { Refused } from './refused.ts'
import type { SyntaxNode } from './syntax/tree.ts'
import type { Func } from './values.ts'

/** Whether a function certainly returns one of its parameters, unless code that it calls raises. */
export function passesOn(func: Func, index: number): boolean {
  try {
    return isPassedOn(func, index)
  } catch (error) {
    // a long text's functions are read no sooner than here
    if (error instanceof Refused) return false
    throw error
  }
}

function isPassedOn({ params, body, frame, given, decorated }: Func, index: number): boolean {
  const name = params[index]?.name
  const last = body.children.at(-1)
  if (name === undefined || given !== null || decorated || last?.name !== 'ReturnStatement') return false
  const text = (node: SyntaxNode | undefined) => (node === undefined ? '' : frame.module.text.slice(node.from, node.to))
  const pending = [body]
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const [first, second, ...rest] = node.children
    if (node.name === 'RaiseStatement' || node.name === 'AssertStatement' || node.name === 'LambdaExpression')
      return false
    if (node.name === 'ReturnStatement' && (text(second) !== name || rest.length > 0)) return false
    if (node.name === 'AssignStatement' && text(first) === name) return false
    pending.push(...node.children)
  }
  return true
}
