import { surprises } from '../src/jupyterhub/yaml-surprises.ts'
import { isWritten } from '../src/model/origin.ts'
import { defineRule } from '../src/model/rule.ts'
import { problemsOf } from '../src/model/source.ts'

export default defineRule({
  id: 'yaml-surprise',
  about: 'source',
  severity: { recommended: 'warning', strict: 'error' },
  summary: 'YAML reads a value as something else than it looks like.',
  why: `Helm reads yes, no, on and off as truth values, in lists and as keys too, and 0600 as an octal number; and a merge key (<<) wins
over what stands above it. The value that arrives is not the one that was meant.`,
  advice:
    'put quotes around texts, write a leading zero before file modes and nowhere else, and put << first in its map',
  instead: `singleuser:
  extraFiles:
    setup:
      mountPath: /usr/local/bin/setup.sh
      mode: 0755
      stringData: echo ready`,
  example: `singleuser:
  extraFiles:
    setup:
      mountPath: /usr/local/bin/setup.sh
      mode: 755
      stringData: echo ready`,
  except: `Values that mean the same either way, image tags (invalid-image), names of users that stop the hub (hub-will-not-start), what
the chart refuses (rejected-by-chart), and 60:30 and dates, which Helm leaves as they are.`,

  *check(source) {
    yield* problemsOf(source, 'merged')
  },

  *checkHub(hub) {
    for (const problem of surprises(hub)) if (isWritten(problem.at.origin())) yield problem
  },
})
