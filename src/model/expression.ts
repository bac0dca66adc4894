/**
 * What can be said of a regular expression without running it: how its matches begin, and whether they reach the end of
 * the text. Where an expression is not understood, less is said.
 */

/** The letters with which a match begins; `whole` if it is nothing else. */
interface Start {
  readonly text: string
  readonly whole: boolean
}

/** Longer expressions are not read. */
const LONGEST = 2000

/** So many beginnings are told apart; of more, only what they share is known. */
const MOST_STARTS = 64

/** The literal beginnings of all that an expression matches; one of them is empty where a match may begin with anything. */
export function literalStarts(expression: string): string[] {
  if (expression.length > LONGEST) return ['']
  return starts(expression.replace(/^\(\?[a-z]+\)/, '')).map(start => start.text)
}

/** Whether a match reaches to the end of the text, `$` or not. */
export function reachesEnd(expression: string): boolean {
  if (expression.length > LONGEST) return false
  return alternatives(expression).every(sequence => {
    if (/(?:^|[^\\])(?:\\\\)*(?:\$|\.[*+])$|\\[Zz]$/.test(sequence)) return true
    const group = groupAt(sequence, 0)
    return group !== null && group.end === sequence.length && reachesEnd(group.inside)
  })
}

function starts(expression: string): readonly Start[] {
  return few(alternatives(expression).flatMap(startsOfSequence))
}

function few(found: readonly Start[]): readonly Start[] {
  return found.length > MOST_STARTS ? [{ text: '', whole: false }] : found
}

function startsOfSequence(sequence: string): readonly Start[] {
  let text = ''
  let i = /^(?:\^|\\A)/.exec(sequence)?.[0].length ?? 0
  while (i < sequence.length) {
    const group = groupAt(sequence, i)
    if (group !== null) {
      if (/[*?{]/.test(sequence[group.end] ?? '')) return [{ text, whole: false }]
      const insides = starts(group.inside).map(inside => ({ text: text + inside.text, whole: inside.whole }))
      if (sequence[group.end] === '+') return insides.map(inside => ({ text: inside.text, whole: false }))
      const rests = few(startsOfSequence(sequence.slice(group.end)))
      return insides.flatMap(inside =>
        inside.whole ? rests.map(rest => ({ text: inside.text + rest.text, whole: rest.whole })) : [inside],
      )
    }
    const letter = letterAt(sequence, i)
    if (letter === null || /[*?{]/.test(sequence[letter.end] ?? '')) return [{ text, whole: false }]
    text += letter.text
    if (sequence[letter.end] === '+') return [{ text, whole: false }]
    i = letter.end
  }
  return [{ text, whole: true }]
}

/** A letter that stands for itself, or an escaped sign that does. */
function letterAt(expression: string, i: number): { text: string; end: number } | null {
  const escaped = expression[i] === '\\'
  const text = expression[escaped ? i + 1 : i]
  if (text === undefined || (escaped ? /[A-Za-z0-9]/ : /[.^$*+?()[\]{}|]/).test(text)) return null
  return { text, end: i + (escaped ? 2 : 1) }
}

/** A group that opens at `i` and only groups: no look-ahead, no flags. */
function groupAt(expression: string, i: number): { inside: string; end: number } | null {
  const opening = /^\((?:\?:|\?P<\w+>|(?!\?))/.exec(expression.slice(i, i + 100))
  if (opening === null) return null
  for (const { letter, depth, at } of signs(expression, i)) {
    if (letter === ')' && depth === 0) return { inside: expression.slice(i + opening[0].length, at), end: at + 1 }
  }
  return null
}

/** An expression cut at the bars that stand in no group and no class. */
function alternatives(expression: string): string[] {
  const bars = [...signs(expression, 0)]
    .filter(({ letter, depth }) => letter === '|' && depth === 0)
    .map(({ at }) => at)
  return [...bars, expression.length].map((bar, i) => expression.slice(i === 0 ? 0 : (bars[i - 1] ?? 0) + 1, bar))
}

/** The signs of an expression that are neither escaped nor in a class; of a bracket, the depth outside it. */
function* signs(expression: string, from: number): Generator<{ letter: string; depth: number; at: number }> {
  let depth = 0
  for (let at = from; at < expression.length; at += 1) {
    const letter = expression[at] ?? ''
    if (letter === '\\') at += 1
    else if (letter === '[') at = endOfClass(expression, at)
    else {
      if (letter === ')') depth -= 1
      yield { letter, depth, at }
      if (letter === '(') depth += 1
    }
  }
}

function endOfClass(expression: string, from: number): number {
  // a bracket right after the opening one stands for itself
  let at = from + (expression[from + 1] === '^' ? 2 : 1) + 1
  while (at < expression.length && expression[at] !== ']') at += expression[at] === '\\' ? 2 : 1
  return at
}
