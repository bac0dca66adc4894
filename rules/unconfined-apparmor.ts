import { type Pod, securityContexts } from '../src/model/pod.ts'
import { APPARMOR_ANNOTATION, CONFINING, profileNamed } from '../src/model/pod-security.ts'
import { defineRule, type Problem } from '../src/model/rule.ts'
import type { View } from '../src/model/view.ts'

/**
 * Restricted: `securityContext.appArmorProfile.type` of the pod and of all containers. Allowed: unset, `RuntimeDefault`, `Localhost`.
 * Restricted: `metadata.annotations["container.apparmor.security.beta.kubernetes.io/*"]`. Allowed: unset, empty, `runtime/default`,
 * `localhost/*`.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_appArmorProfile.go.
 */
export default defineRule({
  id: 'unconfined-apparmor',
  about: 'pod',
  fields: ['appArmorProfile', APPARMOR_ANNOTATION],
  severity: {
    recommended: 'error',
    strict: 'error',
    dsri: 'error',
    'pss-baseline': 'error',
    'pss-restricted': 'error',
  },
  summary: 'A container runs without the AppArmor profile of its runtime.',
  why: `The profile keeps processes from mounting file systems and from writing to the parts of /proc and /sys that steer the node. It
costs nothing, and is there by default.`,
  advice: 'remove the profile, or write type: RuntimeDefault, or Localhost with a profile of your own',
  instead: `hub:
  config:
    KubeSpawner:
      container_security_context:
        appArmorProfile:
          type: RuntimeDefault`,
  example: `hub:
  config:
    KubeSpawner:
      container_security_context:
        appArmorProfile:
          type: Unconfined`,
  except: 'Profiles of your own (Localhost), and containers for which nobody says anything.',

  *check(pod) {
    for (const { who, security } of securityContexts(pod)) {
      const profile = security.at('appArmorProfile')
      const name = profileNamed(profile)
      if (name !== undefined && !CONFINING.includes(name))
        yield { at: profile.at('type'), message: `${who} has the AppArmor profile "${name}"` }
    }
    yield* annotated(pod)
  },
})

function* annotated(pod: View<Pod>): Generator<Problem> {
  const annotations = pod.at('metadata').at('annotations')
  for (const key of annotations.keys()) {
    if (!key.startsWith(APPARMOR_ANNOTATION)) continue
    const profile = annotations.at(key)
    if (!profile.text) continue
    if (profile.text === 'runtime/default' || profile.text.startsWith('localhost/')) continue
    const container = key.slice(APPARMOR_ANNOTATION.length)
    yield { at: profile, message: `container "${container}" has the AppArmor profile "${profile.text}"` }
  }
}
