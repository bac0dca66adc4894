/** Where code stops being Python. */
export interface SyntaxProblem {
  /** Lower case, no full stop. */
  readonly message: string
  readonly from: number
  readonly to: number
  /** Whether Python might still read it: it is only too deep for us. */
  readonly uncertain?: boolean
}

/** Thrown inside the parser, which stops at the first problem. */
export class Refused extends Error {
  readonly problem: SyntaxProblem

  constructor(problem: SyntaxProblem) {
    super(problem.message)
    this.problem = problem
  }
}
