import type { Cursor } from './cursor.ts'
import { branch, type SyntaxNode } from './tree.ts'

/** `import …` and `from … import …`. */
export function importing(cursor: Cursor): SyntaxNode {
  if (cursor.at('import')) return branch('ImportStatement', [cursor.take(), ...imported(cursor, dotted)])
  const parts = [cursor.take()]
  while (cursor.at('.') || cursor.at('...')) parts.push(cursor.take())
  if (parts.length === 1 || !cursor.at('import')) parts.push(...dotted(cursor))
  parts.push(cursor.expect('import'))
  if (cursor.at('*')) parts.push(cursor.take())
  else if (cursor.at('('))
    parts.push(cursor.take(), ...imported(cursor, word => [word.name()], ')'), cursor.expect(')'))
  else parts.push(...imported(cursor, word => [word.name()]))
  return branch('ImportStatement', parts)
}

function imported(cursor: Cursor, name: (cursor: Cursor) => SyntaxNode[], end?: string): SyntaxNode[] {
  const parts: SyntaxNode[] = []
  for (;;) {
    parts.push(...name(cursor))
    if (cursor.at('as')) parts.push(cursor.take(), cursor.name())
    if (!cursor.at(',')) return parts
    parts.push(cursor.take())
    if (end !== undefined && cursor.at(end)) return parts
  }
}

function dotted(cursor: Cursor): SyntaxNode[] {
  const parts = [cursor.name()]
  while (cursor.at('.')) parts.push(cursor.take(), cursor.name())
  return parts
}
