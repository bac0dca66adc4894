import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'unbounded-named-servers',
  about: 'hub',
  severity: { recommended: 'info', strict: 'warning' },
  summary: 'Users may have any number of servers.',
  why: 'One user, or one loop in a script, can take the whole cluster: each named server has its own pod and often its own volume.',
  advice: 'set hub.namedServerLimitPerUser',
  instead: `hub:
  allowNamedServers: true
  namedServerLimitPerUser: 5`,
  example: `hub:
  allowNamedServers: true`,
  except: 'A limit that Python works out.',

  *check({ config, completeness }) {
    const [allowed, limit] = [
      config.trait('JupyterHub', 'allow_named_servers'),
      config.trait('JupyterHub', 'named_server_limit_per_user'),
    ]
    // zero is no limit. Source: jupyterhub/jupyterhub@1.1.0 and @5.5.0:jupyterhub/app.py (named_server_limit_per_user)
    if (allowed.flag !== true || limit.isOpaque || (limit.isSet && limit.value !== 0)) return
    // in one layer of several, another may set the limit
    const isMissing = limit.value !== 0 && completeness === 'whole'
    yield { at: isMissing ? allowed : limit, message: 'users may have any number of named servers at once' }
  },
})
