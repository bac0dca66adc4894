import { type Secret, secretsOf } from '../src/jupyterhub/secrets.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'secret-in-values',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error' },
  summary: 'A secret stands in clear in the values.',
  why: `Values are kept in git, copied into pipelines and shown in reviews, and what was once in a history stays there. With these
secrets anybody who reads them can log in as somebody else, or as the hub itself.`,
  advice:
    'keep it out of the file: in one that is encrypted (SOPS, helm-secrets), in a Secret that hub.existingSecret names, or handed in by the pipeline; then replace it, because this one was seen',
  instead: `hub:
  existingSecret: hub-secrets
  config:
    JupyterHub:
      authenticator_class: github
    GitHubOAuthenticator:
      client_id: 0123456789abcdef0123
      oauth_callback_url: https://hub.example.org/hub/oauth_callback`,
  example: `hub:
  config:
    GitHubOAuthenticator:
      client_secret: 0b3c5d7e9f10a2b4c6d8e0f1a3b5c7d9e1f2a4b6`,
  except: `What is encrypted, references and placeholders, what comes from the command line, and the Secrets in a cluster or a rendered
chart, where secrets belong.`,

  *check(hub) {
    for (const secret of secretsOf(hub)) {
      const { by, object } = secret.place.at.origin()
      const isKeptApart = object?.name.startsWith('Secret ') === true || by === 'object'
      if (isKeptApart || (by !== 'file' && by !== 'python')) continue
      yield { ...secret.place, message: `${secret.name} is written in clear${readers(secret)}` }
    }
  },
})

function readers({ forUsers }: Secret): string {
  return forUsers ? ', and every user of the hub can read it' : ''
}
