import type { Origin } from '../src/model/origin.ts'
import { defineRule } from '../src/model/rule.ts'
import type { Run } from '../src/model/source.ts'

export default defineRule({
  id: 'nothing-judged',
  about: 'run',
  severity: 'error',
  summary: 'Nothing in the input could be judged.',
  why: 'A check that looked at nothing must not pass: a wrong path in a pipeline would look like a hub without faults.',
  advice:
    'name the values files of the hub, with --key where they stand below a key that is not found; --allow-unjudged lets files pass that are not of a hub',
  instead: `hub:
  config:
    JupyterHub:
      admin_access: false
cull:
  timeout: 3600`,
  example: `replicaCount: 2
service:
  type: ClusterIP`,
  except: 'Runs in which at least one file was judged or could not be read, and all runs with --allow-unjudged.',

  *check(run) {
    const unreadable = run.notJudged.some(({ kind }) => kind === 'unreadable')
    if (run.judged > 0 || unreadable) return
    const [first, ...others] = run.notJudged
    const message =
      first === undefined
        ? 'there was nothing to judge'
        : others.length === 0
          ? `nothing could be judged: ${first.reason}`
          : `none of ${run.notJudged.length} inputs could be judged; of the first: ${first.reason}`
    yield { at: { raw: undefined, origin: () => placeOf(run) }, message }
  },
})

function placeOf({ notJudged: [first] }: Run): Origin {
  if (first === undefined) return { by: 'nobody', name: 'nobody', path: [], span: null }
  const { file, line = 1, column = 1 } = first.location
  return { by: 'file', name: file, path: [], span: { file, line, column, endLine: line, endColumn: column } }
}
