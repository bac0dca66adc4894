import { securityContexts } from '../src/model/pod.ts'
import { SELINUX_TYPES } from '../src/model/pod-security.ts'
import { defineRule } from '../src/model/rule.ts'

/**
 * Restricted: `securityContext.seLinuxOptions.type` of the pod and of all containers. Allowed: unset, empty, `container_t`,
 * `container_init_t`, `container_kvm_t`, `container_engine_t`. Restricted: `user` and `role` there. Allowed: unset, empty.
 * Source: kubernetes/pod-security-admission@v0.36.1:policy/check_seLinuxOptions.go.
 */
export default defineRule({
  id: 'custom-selinux',
  about: 'pod',
  fields: ['seLinuxOptions'],
  severity: {
    recommended: 'error',
    strict: 'error',
    dsri: 'error',
    'pss-baseline': 'error',
    'pss-restricted': 'error',
  },
  summary: 'A container has an SELinux type that is not made for containers, or an SELinux user or role.',
  why: 'The label is what keeps a process that breaks out from the files of the node: with spc_t, for one, SELinux stops nothing.',
  advice: 'remove seLinuxOptions.type, user and role; level may stay',
  instead: `hub:
  config:
    KubeSpawner:
      pod_security_context:
        seLinuxOptions:
          level: s0:c123,c456`,
  example: `hub:
  config:
    KubeSpawner:
      pod_security_context:
        seLinuxOptions:
          type: spc_t`,
  except: `The level, and the types ${SELINUX_TYPES.join(', ')}.`,

  *check(pod) {
    for (const { who, security } of securityContexts(pod)) {
      const options = security.at('seLinuxOptions')
      const type = options.at('type')
      if (type.text && !SELINUX_TYPES.includes(type.text))
        yield { at: type, message: `${who} has the SELinux type "${type.text}"` }
      for (const key of ['user', 'role'] as const) {
        const name = options.at(key)
        if (name.text) yield { at: name, message: `${who} has the SELinux ${key} "${name.text}"` }
      }
    }
  },
})
