import { blockerImages, isMetadataBlocker } from '../src/jupyterhub/metadata-blocker.ts'
import { called, containers, effective } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'root-user',
  about: 'pod',
  severity: { recommended: 'warning', strict: 'error' },
  summary: 'A container runs as root, or may.',
  why: 'Root in a container is root on the node as soon as a flaw, a mount or a capability lets it out.',
  advice: 'run as another user: 1000 is the one of the Jupyter images',
  instead: `singleuser:
  uid: 1000
  fsGid: 100`,
  example: `singleuser:
  uid: 0`,
  except: `The init container that blocks the cloud metadata server, which has a rule of its own, and runAsNonRoot: false beside a
user other than 0.`,

  options: { blockerImages },

  *check(pod, { blockerImages }) {
    for (const container of containers(pod)) {
      if (isMetadataBlocker(container, blockerImages)) continue
      const [user, nonRoot] = [effective(pod, container, 'runAsUser'), effective(pod, container, 'runAsNonRoot')]
      if (user.value === 0) yield { at: user, message: `${called(container)} runs as root (user 0)` }
      else if (nonRoot.value === false && !user.isSet)
        yield {
          at: nonRoot,
          message: `${called(container)} may run as root: runAsNonRoot is false and no user is named`,
        }
    }
  },
})
