/** Where code stops being Python. */
export interface SyntaxProblem {
  /** Lower case, no full stop. */
  readonly message: string
  readonly from: number
  readonly to: number
  /** Whether the grammar may just have given up on a line that is too long for it. */
  readonly uncertain?: boolean
}

/** The problem at a place that the grammar cannot read. */
export function unreadable(from: number, to: number, code: string): SyntaxProblem {
  const end = code.slice(to).search(/[\r\n]/)
  const rest = code.slice(from, end === -1 ? undefined : to + end).trim()
  const shown = rest.length > 40 ? `${rest.slice(0, 40)}…` : rest
  return {
    message: shown === '' ? 'something is missing' : `it cannot be read at ${JSON.stringify(shown)}`,
    from,
    to: Math.max(to, from + 1),
  }
}
