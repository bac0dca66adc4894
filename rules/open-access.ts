import { accessOnceAccepted, type Reach } from '../src/jupyterhub/access/access.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'open-access',
  about: 'hub',
  severity: {
    recommended: {
      ...{ world: 'error', provider: 'error', institution: 'warning' },
      ...{ 'listed-providers': 'warning', 'shared-password': 'warning' },
    },
    strict: 'error',
    // they ask for allowed_idps or allowed_users, and call the first "a basic step"
    nrp: {
      ...{ world: 'error', provider: 'error', institution: 'error' },
      ...{ 'listed-providers': 'info', 'shared-password': 'error' },
    },
  },
  summary: 'Everybody whom the identity source knows gets in.',
  why: `With a public identity source such as GitHub or Google that is the whole world, and an open hub is found and used by
others within days, mostly for mining. With your own it is everybody who has an account there.`,
  advice: 'name who may log in: allowed_users, or the organisations, teams or groups of your identity provider',
  instead: `hub:
  config:
    JupyterHub:
      authenticator_class: google
    GoogleOAuthenticator:
      client_id: 123456789012-abc.apps.googleusercontent.com
      oauth_callback_url: https://hub.example.org/hub/oauth_callback
    Authenticator:
      allowed_users:
        - ada@example.org
        - grace@example.org`,
  example: `hub:
  config:
    JupyterHub:
      authenticator_class: google
    Authenticator:
      allow_all: true
    GoogleOAuthenticator:
      allow_all: true`,
  except: `Hubs that admit lists, groups, teams or organisations, hubs that admit nobody, and DummyAuthenticator, which has a rule of
its own.`,

  *check(hub) {
    const { verdict, reach, because, configured, class: authenticator } = accessOnceAccepted(hub)
    if (verdict !== 'open' || authenticator?.endsWith('DummyAuthenticator')) return
    const [first] = because
    const reason = first === undefined ? '' : `: ${first.sentence}`
    const situation = situationOf(reach, authenticator)
    yield {
      at: first?.at ?? configured,
      situation,
      message: `${WHO[situation]} gets in${reason}`,
    }
  },
})

type OpenReach = 'world' | 'provider' | 'institution' | 'listed-providers' | 'shared-password'

const WHO: Readonly<Record<OpenReach, string>> = {
  world: 'anybody',
  provider: 'everybody with an account at the public identity provider',
  institution: 'everybody with an account at the identity source',
  'listed-providers': 'everybody with an account at the identity source',
  'shared-password': 'everybody who knows the shared password',
}

/** An open hub whose circle is not known is at least open to everybody at its source. */
function situationOf(reach: Reach, authenticator: string | null): OpenReach {
  if (reach === 'world' || reach === 'provider' || reach === 'shared-password') return reach
  return reach === 'institution' && authenticator?.endsWith('.CILogonOAuthenticator')
    ? 'listed-providers'
    : 'institution'
}
