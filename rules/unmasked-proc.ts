import { called, containers, mayHaveOwnUsers } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `securityContext.procMount` of all containers. Allowed: unset, `Default`; at the baseline level anything if the
 * pod has `hostUsers: false`.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_procMount_baseline.go, check_procMount_restricted.go.
 */
export default defineRule({
  id: 'unmasked-proc',
  about: 'pod',
  fields: ['procMount'],
  severity: {
    recommended: { 'users of the node': 'error', 'own users': 'off' },
    strict: 'error',
    'pss-baseline': { 'users of the node': 'error', 'own users': 'off' },
    'pss-restricted': 'error',
  },
  summary: 'A container sees all of /proc.',
  why: `Runtimes hide the parts of /proc that tell about the node or steer its kernel, and make others read-only. Without the masks a
process may read and set what belongs to the node.`,
  advice: 'remove procMount, or add hostUsers: false where containers are built or nested',
  instead: `hub:
  config:
    KubeSpawner:
      container_security_context:
        procMount: Default`,
  example: `hub:
  config:
    KubeSpawner:
      container_security_context:
        procMount: Unmasked`,
  except: 'Outside the strict profiles, pods with users of their own (hostUsers: false).',

  *check(pod) {
    const situation = mayHaveOwnUsers(pod) ? 'own users' : 'users of the node'
    for (const container of containers(pod)) {
      const mount = container.at('securityContext').at('procMount')
      if (mount.text !== undefined && mount.text !== 'Default')
        yield { at: mount, situation, message: `${called(container)} mounts /proc with procMount: ${mount.text}` }
    }
  },
})
