import type { Cursor } from './cursor.ts'
import { list, namedTest } from './expressions.ts'
import { stringLiterals } from './literals.ts'
import { body, type Surroundings } from './statements.ts'
import { branch, type SyntaxNode } from './tree.ts'

/** Whether `match`, which may be a name, starts a statement here: only that has a block behind its line. */
export function isMatch(cursor: Cursor): boolean {
  for (let i = 1; ; i += 1) {
    const { kind } = cursor.ahead(i)
    if (kind === 'newline') return cursor.ahead(i - 1).text === ':' && cursor.ahead(i + 1).kind === 'indent'
    if (kind === 'end') return false
  }
}

/** `match …:` with its cases. Source: python/cpython@v3.12.0:Grammar/python.gram. */
export function matchStatement(cursor: Cursor, around: Surroundings): SyntaxNode {
  const keyword = cursor.take()
  const subject = list(cursor, namedTest)
  const cases = [cursor.expect(':')]
  cursor.skip()
  cursor.skip()
  while (!cursor.is('dedent')) cases.push(matchClause(cursor, around))
  cursor.skip()
  return branch('MatchStatement', [keyword, ...subject, branch('MatchBody', cases)])
}

function matchClause(cursor: Cursor, around: Surroundings): SyntaxNode {
  const parts = [cursor.expect('case'), ...patterns(cursor, ':')]
  if (cursor.at('if')) parts.push(branch('Guard', [cursor.take(), namedTest(cursor)]))
  parts.push(body(cursor, around))
  return branch('MatchClause', parts)
}

/** Patterns between commas, up to the sign behind them. */
function patterns(cursor: Cursor, end: string, item = pattern): SyntaxNode[] {
  const parts: SyntaxNode[] = []
  while (!cursor.at(end)) {
    parts.push(item(cursor))
    if (!cursor.at(',')) break
    parts.push(cursor.take())
  }
  return parts.length === 0 && end === ':' ? cursor.fail() : parts
}

function pattern(cursor: Cursor): SyntaxNode {
  cursor.enter()
  const result = cursor.at('*') ? branch('StarPattern', [cursor.take(), cursor.name()]) : alternatives(cursor)
  cursor.leave()
  return result
}

function alternatives(cursor: Cursor): SyntaxNode {
  const parts = [closed(cursor)]
  while (cursor.at('|')) parts.push(cursor.take('LogicOp'), closed(cursor))
  const [first] = parts
  const either = first !== undefined && parts.length === 1 ? first : branch('OrPattern', parts)
  return cursor.at('as') ? branch('AsPattern', [either, cursor.take(), cursor.name()]) : either
}

function closed(cursor: Cursor): SyntaxNode {
  if (cursor.is('name')) return named(cursor)
  switch (cursor.token.text) {
    case '(':
      return branch('SequencePattern', [cursor.take(), ...patterns(cursor, ')'), cursor.expect(')')])
    case '[':
      return branch('SequencePattern', [cursor.take(), ...patterns(cursor, ']'), cursor.expect(']')])
    case '{':
      return branch('MappingPattern', [cursor.take(), ...patterns(cursor, '}', mapped), cursor.expect('}')])
    default:
      return literal(cursor)
  }
}

/** A name that is bound, a dotted name, or a class with what its instances hold. */
function named(cursor: Cursor): SyntaxNode {
  const parts = [cursor.name()]
  while (cursor.at('.')) parts.push(cursor.take(), cursor.name('PropertyName'))
  const dotted = parts.length > 1
  if (!cursor.at('(')) return branch(dotted ? 'AttributePattern' : 'CapturePattern', parts)
  const type = dotted ? [branch('AttributePattern', parts)] : parts
  const args = branch('PatternArgList', [cursor.take(), ...patterns(cursor, ')', argument), cursor.expect(')')])
  return branch('ClassPattern', [...type, args])
}

function argument(cursor: Cursor): SyntaxNode {
  if (!cursor.is('name') || cursor.ahead(1).text !== '=') return pattern(cursor)
  return branch('KeywordPattern', [cursor.name(), cursor.take(), pattern(cursor)])
}

/** `key: pattern` or `**rest`. */
function mapped(cursor: Cursor): SyntaxNode {
  if (cursor.at('**')) return branch('StarPattern', [cursor.take(), cursor.name()])
  return branch('MappingItem', [closed(cursor), cursor.expect(':'), pattern(cursor)])
}

const CONSTANTS: Readonly<Record<string, string>> = { None: 'None', True: 'Boolean', False: 'Boolean' }

function literal(cursor: Cursor): SyntaxNode {
  if (cursor.is('string')) return branch('LiteralPattern', [stringLiterals(cursor)])
  const constant = CONSTANTS[cursor.token.text]
  if (constant !== undefined) return branch('LiteralPattern', [cursor.take(constant)])
  const parts = number(cursor)
  if (cursor.at('+') || cursor.at('-')) parts.push(cursor.take('ArithOp'), ...number(cursor))
  return branch('LiteralPattern', parts)
}

function number(cursor: Cursor): SyntaxNode[] {
  const sign = cursor.at('-') ? [cursor.take('ArithOp')] : []
  return cursor.is('number') ? [...sign, cursor.take('Number')] : cursor.fail()
}
