import { adminScopes, adminServices, everybodysAdminGroups, guessableAdmins } from '../src/jupyterhub/admins.ts'
import { isWritten } from '../src/model/origin.ts'
import { defineRule, type Problem } from '../src/model/rule.ts'

export default defineRule({
  id: 'broad-admin',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error' },
  summary: 'Admin rights reach further than to a few named people.',
  why: `An admin of the hub opens every server and reads every file there, and makes others admins. A name that anybody can type, a group
that everybody is in, and the token of a service that leaks all come to the same.`,
  advice: 'name the admins, and give services and roles the few scopes they need, filtered where that is possible',
  instead: `hub:
  config:
    JupyterHub:
      authenticator_class: github
    Authenticator:
      admin_users:
        - ada
  loadRoles:
    reporter:
      scopes:
        - list:users
      services:
        - reporter
  services:
    reporter: {}`,
  example: `hub:
  config:
    JupyterHub:
      authenticator_class: github
    GitHubOAuthenticator:
      allowed_organizations:
        - example-org
  loadRoles:
    user:
      scopes:
        - self
        - admin:servers`,
  except: `The chart's own culler, whose rights it needs; roles for named people; scopes with a filter; and services of charts before 2.0,
where there are no scopes.`,

  *check(hub) {
    for (const problem of [
      ...guessableAdmins(hub),
      ...everybodysAdminGroups(hub),
      ...adminScopes(hub),
      ...adminServices(hub),
    ] satisfies Problem[])
      if (isWritten(problem.at.origin())) yield problem
  },
})
