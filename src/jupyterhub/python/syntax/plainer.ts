import type { Token } from './layout.ts'

/**
 * The same code, of the same length, without what Python allows and the grammar does not know: brackets and targets of
 * `with`, several subjects of a `match`, any expression as decorator, `/` in a lambda, `*` behind `in`, in subscripts and before
 * the type of a parameter, `1.`, and `print` as a name. Only the grammar reads
 * it; texts are taken from the code as it was written. Source: python/cpython@v3.12.0:Grammar/python.gram.
 */
export function plainer(code: string, tokens: readonly Token[]): string {
  const edits: Edit[] = []
  for (const [i, token] of tokens.entries()) {
    const first = tokens[i - 1]?.line !== token.line
    if (token.text === 'print') edits.push({ from: token.from, to: token.to, text: 'prinT' })
    else if (/^\d[\d_]*\.$/.test(token.text)) edits.push({ from: token.to - 1, to: token.to, text: '0' })
    else if (token.text === 'with' && token.depth === 0) edits.push(...plainWith(tokens, i + 1))
    else if (token.text === '@' && first) edits.push(...plainDecorator(code, tokens, i + 1))
    else if (token.text === '/' && isMarker(tokens, i)) edits.push({ from: token.from, to: token.to, text: '_' })
    else if (token.text === 'match' && first) edits.push(...plainSubject(tokens, i))
    else if (token.text === '*' && isUnknownStar(tokens, i)) edits.push({ from: token.from, to: token.to, text: '-' })
  }
  return edited(code, edits)
}

interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
}

function edited(code: string, edits: readonly Edit[]): string {
  let result = ''
  let at = 0
  for (const { from, to, text } of edits.toSorted((a, b) => a.from - b.from)) {
    if (from < at) continue
    result += code.slice(at, from) + text.padEnd(to - from)
    at = to
  }
  return result + code.slice(at)
}

/** Whether a `/` is the end of positional parameters in a lambda, not a division. */
function isMarker(tokens: readonly Token[], at: number): boolean {
  if (tokens[at - 1]?.text !== ',' || ![',', ':'].includes(tokens[at + 1]?.text ?? '')) return false
  const depth = tokens[at]?.depth
  for (let i = at - 1; i >= 0; i -= 1) {
    const token = tokens[i]
    if (token === undefined || token.line !== tokens[at]?.line || token.depth < (depth ?? 0)) return false
    if (token.text === 'lambda') return true
  }
  return false
}

/** Whether a bracket opens a subscript, not a list. */
function isSubscript(tokens: readonly Token[], at: number): boolean {
  const [bracket, before] = [tokens[at], tokens[at - 1]]
  return bracket?.text === '[' && before?.to === bracket.from && /[\w)\]]$/.test(before.text)
}

/** `in *a`, `for *a` and `for a, *b` in comprehensions, `x[*a]`, `*args: *Ts`. */
function isUnknownStar(tokens: readonly Token[], at: number): boolean {
  const [before, depth] = [tokens[at - 1]?.text, tokens[at]?.depth ?? 0]
  if (before === 'in' || isSubscript(tokens, at - 1)) return true
  if (before === ':' || before === 'for') return depth > 0
  return before === ',' && depth > 0 && isTarget(tokens, at)
}

/** Whether only names and commas stand between `for` and a place. */
function isTarget(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= 0; i -= 1) {
    const token = tokens[i]
    if (token?.text === 'for') return true
    if (token === undefined || token.depth !== tokens[at]?.depth || !(token.text === ',' || isName(token.text)))
      return false
  }
  return false
}

/** Of words and signs, names alone begin with a letter. The expression with all letters takes a millisecond to make. */
function isName(text: string): boolean {
  return /^[A-Za-z_]/.test(text) || (text > '\x7f' && /^\p{ID_Start}/u.test(text))
}

/** `match a, b:`: several subjects become a name. */
function plainSubject(tokens: readonly Token[], start: number): Edit[] {
  let end = start
  while (tokens[end + 1]?.line === tokens[start]?.line) end += 1
  const subject = tokens.slice(start + 1, end)
  const [first, last] = [subject[0], subject.at(-1)]
  const isStatement = tokens[end]?.text === ':' && (tokens[end + 1]?.block ?? 0) > (tokens[end]?.block ?? 0)
  const several = subject.some(({ text, depth }) => text === ',' && depth === 0)
  return first === undefined || last === undefined || !isStatement || !several
    ? []
    : [{ from: first.from, to: last.to, text: '_' }]
}

/** `@a.b[0](c)`: what is no dotted name with arguments becomes a name. */
function plainDecorator(code: string, tokens: readonly Token[], start: number): Edit[] {
  const line = tokens[start]?.line
  let end = start
  while (tokens[end + 1] !== undefined && tokens[end + 1]?.line === line) end += 1
  const [first, last] = [tokens[start], tokens[end]]
  if (first === undefined || last === undefined) return []
  const text = code.slice(first.from, last.to)
  if (text.includes('\n') || /^[\w.]+\s*(\(.*\))?$/.test(text)) return []
  return [{ from: first.from, to: last.to, text: '_' }]
}

/** The items of `with` without brackets around them, and with names only behind `as`. */
function plainWith(tokens: readonly Token[], start: number): Edit[] {
  const end = tokens.findIndex((token, i) => i >= start && token.text === ':' && token.depth === 0)
  if (end === -1) return []
  const [opening, closing] = [tokens[start], tokens[end - 1]]
  if (opening === undefined || closing === undefined) return []
  const items = tokens.slice(start, end)
  const wrapped =
    opening.text === '(' &&
    closing.text === ')' &&
    items.slice(1, -1).every(token => token.depth > 0) &&
    items.some(token => token.text === 'as' && token.depth === 1)
  const edits: Edit[] = []
  const depth = wrapped ? 1 : 0
  if (wrapped) {
    // outside brackets, line ends and comments would end the statement
    for (const [i, token] of items.entries()) {
      const next = items[i + 1]
      if (i === 0 || i === items.length - 1) edits.push({ from: token.from, to: token.to, text: ' ' })
      if (next !== undefined && token.depth <= 1) edits.push({ from: token.to, to: next.from, text: '' })
    }
  }
  for (const [i, token] of items.entries()) {
    if (token.text !== 'as' || token.depth !== depth) continue
    const after = items.findIndex(
      (other, j) => j > i && other.depth <= depth && (other.text === ',' || (wrapped && other === closing)),
    )
    const target = items.slice(i + 1, after === -1 ? undefined : after)
    const [first, last] = [target[0], target.at(-1)]
    if (first !== undefined && last !== undefined && target.length > 1)
      edits.push({ from: first.from, to: last.to, text: '_' })
  }
  return edits
}
