import type { Fault } from '../src/engine/fault.ts'
import { RULES_URL } from '../src/engine/judge.ts'
import { printPath } from '../src/model/path.ts'

/** More reasons than these are counted, not told: a terminal shows no more. */
const MOST_REASONS = 100

/** Together, in characters: the API server cuts longer warnings. Source: kubernetes/apiserver@v0.36.1:pkg/endpoints/filters/warning.go. */
const LONGEST_WARNINGS = 4096

/** Why an object is refused: each reason with its place and what to write instead. */
export function denial(name: string, faults: readonly Fault[]): string {
  const told = faults
    .slice(0, MOST_REASONS)
    .map(fault => `${placed(fault)} [${fault.rule.id}]\n    ${fault.rule.advice}`)
  const left = faults.length - told.length
  const head = `${name} is refused for ${faults.length === 1 ? 'one reason' : `${faults.length} reasons`}:`
  const rest = left > 0 ? [`and ${left} more`] : []
  return [head, ...told, ...rest, `what the rules say, and why: ${RULES_URL}`].join('\n')
}

/** One line for each fault, as many as the API server passes on whole. */
export function warnings(faults: readonly Fault[]): string[] {
  const lines = [...new Set(faults.map(fault => onOneLine(`${placed(fault)} [${fault.rule.id}]`)))]
  const told: string[] = []
  let left = LONGEST_WARNINGS
  for (const [i, line] of lines.entries()) {
    const behind = lines.length - i - 1
    const note = `and ${behind + 1} more`
    left -= lengthOf(line)
    if (left < (behind > 0 ? note.length : 0)) return [...told, note]
    told.push(line)
  }
  return told
}

/** Path first; of a hub's configuration, the pods concerned as well. */
function placed({ origin, message, subjects }: Fault): string {
  const path = printPath(origin.path)
  const pods = [...subjects].filter(name => name.startsWith('user pod'))
  const whom =
    pods.length === 0
      ? ''
      : ` (${pods.slice(0, 3).join(', ')}${pods.length > 3 ? `, and ${pods.length - 3} more` : ''})`
  return `${path === '' ? '' : `${path}: `}${message}${whom}`
}

/** A control character makes the API server drop a warning without a word. */
function onOneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
  return lengthOf(plain) > LONGEST_LINE ? `${[...plain].slice(0, LONGEST_LINE - 1).join('')}…` : plain
}

const LONGEST_LINE = 1024

/** In characters, as the API server counts them. */
function lengthOf(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
