import { type Access, accessOnceAccepted } from '../src/jupyterhub/access/access.ts'
import { isWritten } from '../src/model/origin.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'dummy-authenticator',
  about: 'hub',
  severity: {
    recommended: 'error',
    strict: 'error',
    nrp: 'error',
    dsri: { password: 'warning', 'no password': 'error' },
  },
  summary: 'The hub uses DummyAuthenticator, which asks nobody who they are.',
  why: `It is made for tests, and it is what the chart uses while nobody chooses an authenticator. Whoever finds the login page
can take any name, also an admin's, and reaches every file and server of that name.`,
  advice:
    'set hub.config.JupyterHub.authenticator_class to a class that asks your identity provider, and say who is allowed',
  instead: `hub:
  config:
    JupyterHub:
      authenticator_class: github
    GitHubOAuthenticator:
      client_id: 0123456789abcdef0123
      oauth_callback_url: https://hub.example.org/hub/oauth_callback
      allowed_organizations:
        - example-org
      scope:
        - read:org`,
  example: `hub:
  config:
    JupyterHub:
      authenticator_class: dummy`,
  except: 'Hubs whose class is set in another layer or in Python, and classes that cannot be known.',

  *check(hub) {
    const found = accessOnceAccepted(hub)
    if (!isDummy(found.class)) return
    const chosen = found.configured.text
    const choice =
      isWritten(found.configured.origin()) && chosen !== undefined
        ? `the authenticator "${chosen}" asks nobody who they are`
        : `nobody chose an authenticator, so the chart's default holds: DummyAuthenticator, which asks nobody who they are`
    yield {
      at: found.configured,
      situation: found.reach === 'shared-password' ? 'password' : 'no password',
      message: `${choice}; ${consequence(found)}`,
    }
  },
})

/** Source: jupyterhub/jupyterhub@5.5.0:jupyterhub/auth.py; jupyterhub/dummyauthenticator for charts up to 0.10. */
function isDummy(authenticator: string | null): boolean {
  return authenticator?.split('.').at(-1) === 'DummyAuthenticator'
}

function consequence({ verdict, reach }: Access): string {
  if (verdict === 'nobody') return 'it lets nobody in now, and anybody under every name that is allowed later'
  if (verdict !== 'open' && verdict !== 'restricted') return 'it knows at most one password, the same for every name'
  const names =
    verdict === 'open' ? "under any name, also an admin's" : "under each of the allowed names, and under each admin's"
  return reach === 'shared-password'
    ? `a password is set, but it is one for all: whoever knows it gets in ${names}`
    : `no password is set: anybody gets in ${names}`
}
