import { accessOnceAccepted } from '../src/jupyterhub/access/access.ts'
import { refusals } from '../src/jupyterhub/refusals.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'hub-will-not-start',
  about: 'hub',
  severity: { recommended: 'error', strict: 'error', nrp: 'error', dsri: 'error', welkin: 'error' },
  summary: 'The hub stops at its start.',
  why: `After the upgrade nobody can log in or start a server, and the old hub is gone: the Deployment has no second replica to fall
back on.`,
  advice: 'mend the setting that stops it; the message says which, and what this version expects',
  instead: `hub:
  config:
    JupyterHub:
      authenticator_class: github
    GitHubOAuthenticator:
      client_id: 0123456789abcdef0123
      oauth_callback_url: https://hub.example.org/hub/oauth_callback
      allowed_users:
        - ada`,
  example: `hub:
  config:
    JupyterHub:
      authenticator_class: github
    GitHubOAuthenticator:
      allowed_users: null`,
  except:
    'What the chart refuses and an authenticator class that cannot be imported, which have rules of their own, and what concerns neither authentication nor Python.',

  *check(hub) {
    const { verdict, configured, because } = accessOnceAccepted(hub)
    const [first] = because
    if (verdict !== 'fails' || first === undefined || first.at === configured || refusals(hub).includes(first)) return
    yield { at: first.at, message: first.sentence }
  },
})
