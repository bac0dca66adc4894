import { defineRule } from '../src/model/rule.ts'
import { problemsOf } from '../src/model/source.ts'

export default defineRule({
  id: 'unreadable-yaml',
  about: 'source',
  severity: 'error',
  summary: 'A file cannot be read the way Helm reads it.',
  why: 'Helm refuses the file, so nothing of it would be deployed, and no rule has seen what it says.',
  advice: 'correct the YAML at this place',
  instead: `hub:
  config:
    JupyterHub:
      admin_access: false`,
  example: `hub:
  config:
    JupyterHub:
	  admin_access: false`,
  except: 'Files that are not YAML by their name and nature.',

  *check(source) {
    yield* problemsOf(source, 'unreadable')
  },
})
