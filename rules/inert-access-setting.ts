import { accessOnceAccepted } from '../src/jupyterhub/access/access.ts'
import { isWritten } from '../src/model/origin.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'inert-access-setting',
  about: 'hub',
  severity: {
    recommended: { inert: 'warning', 'inert on an open hub': 'error', unsure: 'warning', deprecated: 'info' },
    strict: { inert: 'error', 'inert on an open hub': 'error', unsure: 'warning', deprecated: 'info' },
  },
  summary: 'A setting looks as if it decided who gets in, and does nothing.',
  why: `JupyterHub reads a setting only in the section of the class in force or of its parents, and only under its exact name; all
else it ignores, with a line in its log at most. The admin thinks that access is restricted, and it is not.`,
  advice: 'move the setting to the section of the class in force, under the name that this version knows, or delete it',
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
      allowed_users:
        - ada
    GitHubOAuthenticator:
      allow_all: true`,
  except: `Settings that a class which cannot be known may read, and allow_all where everybody gets in anyway. Names that are deprecated and still work are an info; where the hub
runs another image than the chart's, which may know more names, this is never an error.`,

  *check(hub) {
    const { verdict, inert, configured } = accessOnceAccepted(hub)
    const isChosenElsewhere = hub.completeness !== 'whole' && !isWritten(configured.origin())
    for (const { at, sentence, situation, instead } of inert) {
      // what another file says of the class may make any setting count but those of the hub itself
      if (isChosenElsewhere && !at.origin().path.includes('JupyterHub')) continue
      // in a layer the version is a guess, and the new name may not exist yet in the one that runs
      if (situation === 'deprecated' && hub.completeness === 'layer') continue
      // nobody takes it for a restriction, and what it asks for is so
      if (situation === 'inert' && verdict === 'open' && at.origin().path.at(-1) === 'allow_all' && at.raw === true)
        continue
      yield {
        at,
        situation:
          situation === 'inert' && verdict === 'open' && !isChosenElsewhere ? 'inert on an open hub' : situation,
        message: instead === null ? sentence : `${sentence}; write ${instead}`,
      }
    }
  },
})
