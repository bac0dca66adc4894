import { defineRule } from '../src/model/rule.ts'
import { problemsOf } from '../src/model/source.ts'

export default defineRule({
  id: 'lost-text',
  about: 'source',
  severity: 'error',
  summary: 'Text of a file that Helm silently never reads.',
  why: `Helm stops where the first value of the file ends: at a key that is indented less than the first one, say. All that follows
has no effect, and nothing says so.`,
  advice: 'indent all keys of the root alike, so that they are one map',
  instead: `hub:
  config:
    JupyterHub:
      admin_access: false
cull:
  timeout: 3600`,
  example: `  hub:
    config:
      JupyterHub:
        admin_access: false
cull:
  timeout: 3600`,
  except: 'Comments, and further documents where this version of Helm reads them.',

  *check(source) {
    yield* problemsOf(source, 'lost')
  },
})
