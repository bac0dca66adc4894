import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import type { Finding } from '../../src/model/finding.ts'

/** What one run of the built command printed and how it ended. */
export interface Outcome {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

export interface Surroundings {
  readonly cwd?: string
  readonly input?: string | Uint8Array
}

/** Runs the built command as a shell would. */
export function run(args: readonly string[], { cwd, input }: Surroundings = {}): Outcome {
  const program = resolve('dist/jhub-lint.cjs')
  const done = spawnSync(process.execPath, [program, ...args], { cwd, input, encoding: 'utf8', maxBuffer: 1 << 28 })
  return { status: done.status, out: done.stdout, err: done.stderr }
}

/** The findings that the built command reports. Throws if it did not answer with a report. */
export function lintJson(args: readonly string[], surroundings?: Surroundings) {
  const { status, out, err } = run(['lint', '--no-policy', '--format', 'json', ...args], surroundings)
  if (status !== 0 && status !== 1) throw new Error(`exit ${status}: ${err}`)
  return JSON.parse(out) as {
    findings: Finding[]
    inputs: { file: string; kind: string; chartVersion: string | null; chartVersionFrom: string | null }[]
    notJudged: { location: { file: string }; reason: string }[]
    summary: Record<string, number>
  }
}
