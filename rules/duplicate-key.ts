import { defineRule } from '../src/model/rule.ts'
import { problemsOf } from '../src/model/source.ts'

export default defineRule({
  id: 'duplicate-key',
  about: 'source',
  severity: 'error',
  summary: 'A key stands twice in one map.',
  why: `Helm takes the last one with all that is below it, and says nothing: what stands under the first has no effect, often a whole
section.`,
  advice: 'put what both say under one key',
  instead: `singleuser:
  uid: 1000
  image:
    name: quay.io/jupyter/scipy-notebook
    tag: "2025-03-17"`,
  example: `singleuser:
  uid: 1000
singleuser:
  image:
    name: quay.io/jupyter/scipy-notebook
    tag: "2025-03-17"`,
  except: 'The same key in different maps, and keys that a merge (<<) brings.',

  *check(source) {
    yield* problemsOf(source, 'duplicate')
  },
})
