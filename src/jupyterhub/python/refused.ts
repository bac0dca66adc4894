import type { SyntaxProblem } from './syntax/problem.ts'
import type { Module } from './values.ts'

/** Thrown where the block of a function that is called turns out not to be Python. */
export class Refused extends Error {
  readonly problem: SyntaxProblem
  readonly module: Module

  constructor(problem: SyntaxProblem, module: Module) {
    super(problem.message)
    this.problem = problem
    this.module = module
  }
}
