import { access } from '../src/jupyterhub/access/access.ts'
import { isWritten } from '../src/model/origin.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'access-union',
  about: 'hub',
  severity: { recommended: 'info', strict: 'warning' },
  summary: 'A list of users and a group of the identity provider add up.',
  why: `Since oauthenticator 16 (chart 3.0) whoever fits one of the settings gets in. Before, both had to fit: a list that was meant to
narrow an organisation down now lets people in from outside it.`,
  advice: 'delete the one that should not let anybody in; nothing demands both',
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
      client_id: 0123456789abcdef0123
      oauth_callback_url: https://hub.example.org/hub/oauth_callback
      allowed_organizations:
        - example-org
      allowed_users:
        - ada`,
  except: `Charts before 3.0, where both must fit; settings that only restrict, such as hosted_domain; admins, who are meant to get in
besides; and hubs that are open anyway.`,

  *check(hub) {
    const { verdict, circles } = access(hub)
    if (verdict !== 'restricted') return
    const list = circles.find(({ who, by }) => who === 'names' && by?.trait === 'allowed_users')?.by
    const groups = circles.flatMap(({ who, by }) => (who === 'members' && by?.trait.startsWith('allowed') ? [by] : []))
    if (list === undefined || groups.length === 0 || !isWritten(list.at.origin())) return
    const names = groups.map(({ name }) => name).join(' and ')
    yield {
      at: list.at,
      message: `${list.name} and ${names} add up: whoever fits one of them gets in, and nobody has to fit both`,
    }
  },
})
