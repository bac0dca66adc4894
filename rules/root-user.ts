import { isMetadataBlocker, sparedBlockerImages } from '../src/jupyterhub/metadata-blocker.ts'
import { type Container, called, containers, effective, mayHaveOwnUsers, type Pod } from '../src/model/pod.ts'
import { defineRule, type Problem } from '../src/model/rule.ts'
import type { View } from '../src/model/view.ts'

/** What stands for root, by field. */
const ROOT = [
  ['runAsUser', 0],
  ['runAsNonRoot', false],
] as const

/**
 * Restricted: `securityContext.runAsUser` and `runAsNonRoot` of the pod and of all containers. Allowed: unset, a user other than 0,
 * true; anything if the pod has `hostUsers: false`. Pod Security judges what is written, also where something else overrules it.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_runAsUser.go, check_runAsNonRoot.go (1.35).
 */
export default defineRule({
  id: 'root-user',
  about: 'pod',
  fields: ['runAsUser', 'runAsNonRoot'],
  severity: {
    recommended: { root: 'warning', overruled: 'off' },
    strict: 'error',
    dsri: 'error',
    welkin: 'error',
    'pss-restricted': 'error',
  },
  summary: 'A container runs as root, or may.',
  why: 'Root in a container is root on the node as soon as a flaw, a mount or a capability lets it out.',
  advice: 'run as another user: 1000 is the one of the Jupyter images',
  instead: `singleuser:
  uid: 1000
  fsGid: 100`,
  example: `singleuser:
  uid: 0`,
  except: `Pods with users of their own (hostUsers: false), the init container that blocks the cloud metadata server, which has a rule of
its own, and in the recommended profile what has no effect: runAsNonRoot: false beside a user other than 0, and what the pod says where
each container says something else.`,

  options: { blockerImages: sparedBlockerImages },

  *check(pod, { blockerImages }) {
    if (mayHaveOwnUsers(pod)) return
    const judged = containers(pod).filter(container => !isMetadataBlocker(container, blockerImages))
    for (const container of judged) {
      const [user, nonRoot] = [effective(pod, container, 'runAsUser'), effective(pod, container, 'runAsNonRoot')]
      if (user.value === 0)
        yield { at: user, situation: 'root', message: `${whose('runAsUser', container)} runs as root (user 0)` }
      else if (nonRoot.value === false) {
        const who = whose('runAsNonRoot', container)
        yield user.isSet
          ? { at: nonRoot, situation: 'overruled', message: `runAsNonRoot is false for ${who}, though a user is named` }
          : {
              at: nonRoot,
              situation: 'root',
              message: `${who} may run as root: runAsNonRoot is false and no user is named`,
            }
      }
    }
    yield* overruled(pod, judged)
  },
})

/** Whom a setting is for: what the pod says, it says once for all of its containers. */
function whose(field: 'runAsUser' | 'runAsNonRoot', container: View<Container>): string {
  return container.at('securityContext').at(field).isSet ? called(container) : 'the pod'
}

/** What the pod says of root while each container says something of its own. */
function* overruled(pod: View<Pod>, judged: readonly View<Container>[]): Generator<Problem> {
  for (const [field, root] of ROOT) {
    const own = pod.at('spec').at('securityContext').at(field)
    if (own.value === root && judged.every(container => container.at('securityContext').at(field).isSet))
      yield {
        at: own,
        situation: 'overruled',
        message: `${field} is ${root} for the pod, though each of its containers has its own`,
      }
  }
}
