import { expect } from 'vitest'
import { type Outcome, run } from '../cli/run.ts'

/** What `jhub-lint cluster --format json` says, as far as tests look at it. */
export interface Report {
  readonly findings: {
    rule: string
    message: string
    path: (string | number)[]
    location: null
    subjects: string[]
    objects: { name: string }[]
  }[]
  readonly notJudged: { location: { file: string }; reason: string }[]
  readonly summary: { judged: number }
}

/** Judges a cluster by a kubeconfig, without a policy. */
export function judgedWith(
  config: string,
  args: readonly string[],
): { readonly status: number | null; readonly report: Report } {
  const { status, out, err } = withConfig(config, ['cluster', '--no-policy', '--format', 'json', ...args])
  expect(err).not.toMatch(/defect/)
  return { status, report: JSON.parse(out) as Report }
}

/** Runs the command by a kubeconfig. */
export function withConfig(config: string, args: readonly string[]): Outcome {
  const before = process.env['KUBECONFIG']
  process.env['KUBECONFIG'] = config
  try {
    return run(args)
  } finally {
    if (before === undefined) delete process.env['KUBECONFIG']
    else process.env['KUBECONFIG'] = before
  }
}
