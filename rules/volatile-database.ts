import { access } from '../src/jupyterhub/access/access.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'volatile-database',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error' },
  summary: "The hub's database is in memory.",
  why: `Every restart of the hub, also one by an upgrade or a moved node, forgets who the users are: tokens, sharing, approved sign-ups and
admin rights given in the panel are gone, and servers that still run are orphans that nobody stops.`,
  advice: 'take sqlite-pvc (the default), or PostgreSQL',
  instead: `hub:
  db:
    type: sqlite-pvc`,
  example: `hub:
  db:
    type: sqlite-memory`,
  except:
    'Hubs whose users are made up at each login, or that nobody logs in to (TmpAuthenticator, NullAuthenticator).',

  *check(hub) {
    const url = hub.config.trait('JupyterHub', 'db_url')
    if (url.text === undefined || !IN_MEMORY.test(url.text.trim())) return
    const { class: name } = access(hub)
    if (name !== null && FORGETFUL.test(name)) return
    yield { at: url, message: "the hub's database is in memory: every restart of the hub loses it" }
  },
})

/** Source: sqlalchemy/sqlalchemy@rel_2_0_30:lib/sqlalchemy/dialects/sqlite/pysqlite.py, and jupyterhub/jupyterhub@5.5.0:jupyterhub/app.py (`db_url`). */
const IN_MEMORY = /^(?:sqlite(?:\+pysqlite)?:\/\/(?:\/?:memory:|\/)?|:memory:)$/

const FORGETFUL = /(?:^|\.)(?:Tmp|Null)Authenticator$/
