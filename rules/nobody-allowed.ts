import { accessOnceAccepted } from '../src/jupyterhub/access/access.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'nobody-allowed',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error' },
  summary: 'Nobody can log in.',
  why: `Since JupyterHub 5 (chart 4.0), and for OAuth since chart 3.0, nobody is allowed until something says who is; after an
upgrade or a misspelt setting everybody is turned away.`,
  advice: 'name who may log in: allowed_users, or the organisations, teams or groups of your identity provider',
  instead: `hub:
  config:
    JupyterHub:
      authenticator_class: github
    GitHubOAuthenticator:
      client_id: 0123456789abcdef0123
      oauth_callback_url: https://hub.example.org/hub/oauth_callback
    Authenticator:
      allowed_users:
        - ada`,
  example: `hub:
  config:
    JupyterHub:
      authenticator_class: github`,
  except: 'NullAuthenticator, which is chosen so that nobody can log in.',

  *check(hub) {
    const { verdict, because, configured, class: authenticator } = accessOnceAccepted(hub)
    if (verdict !== 'nobody' || authenticator?.endsWith('NullAuthenticator')) return
    const [first] = because
    const reason = first === undefined ? '' : `: ${first.sentence}`
    yield { at: first?.at ?? configured, message: `nobody can log in${reason}` }
  },
})
