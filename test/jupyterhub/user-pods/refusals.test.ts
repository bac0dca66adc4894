import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { refusals } from '../../../src/jupyterhub/user-pods/refusals/refusals.ts'
import type { Pod } from '../../../src/model/pod.ts'
import { traced } from '../../../src/model/traced.ts'

interface Recorded {
  readonly what: string
  readonly pod: Pod
  /** What the validation of Kubernetes said. */
  readonly refused: readonly string[]
}

const recorded = readFileSync('fixtures/pod-validation/pods.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Recorded)

const ours = (pod: Pod) => refusals(traced(pod, path => ({ by: 'file', name: 'pod.yaml', path, span: null })))

test.each(recorded.map(line => [line.what, line] as const))('%s', (_, { pod, refused }) => {
  expect(ours(pod).map(({ sentence }) => sentence)).toHaveLength(refused.length === 0 ? 0 : 1)
})
