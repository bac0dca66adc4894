import { type SecretKind, secretsOf } from '../src/jupyterhub/secrets.ts'
import { isWritten } from '../src/model/origin.ts'
import { defineRule } from '../src/model/rule.ts'
import { weaknessOfIssued, weaknessOfPassword, weaknessOfRandom } from '../src/model/weakness.ts'

const WEAKNESS: Readonly<Record<SecretKind, (text: string) => string | null>> = {
  random: weaknessOfRandom,
  password: weaknessOfPassword,
  issued: weaknessOfIssued,
}

export default defineRule({
  id: 'weak-secret',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error' },
  summary: 'A secret can be guessed.',
  why: `Programs try words, patterns and every example of the documentation in seconds. Who finds the proxy token routes all traffic
of the hub, who finds the cookie secret is anybody, and who finds a shared password is every user.`,
  advice:
    'take 32 random bytes (openssl rand -hex 32); from chart 1.0 on the chart makes its own secrets if you leave them out',
  instead: `hub:
  existingSecret: hub-secrets`,
  example: `proxy:
  secretToken: my-secret-token`,
  except:
    'What somebody else issues, unless it is no such thing on the face of it, and placeholders, which have a rule of their own.',

  *check(hub) {
    for (const secret of secretsOf(hub)) {
      const weakness = WEAKNESS[secret.kind](secret.text)
      if (weakness === null || !isWritten(secret.place.at.origin())) continue
      yield { ...secret.place, message: `${secret.name} can be guessed: ${weakness}` }
    }
  },
})
