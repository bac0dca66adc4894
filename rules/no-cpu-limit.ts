import { called, isUserPod, notebookOf } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'no-cpu-limit',
  about: 'pod',
  severity: { strict: 'warning' },
  summary: "A user's server may take all the CPUs of its node.",
  why: `One loop that runs on all cores makes the servers of everybody else on the node slow, and what mines coins in an account that
was taken over runs as fast as the node can.`,
  advice: 'set singleuser.cpu.limit, or cpu_limit in the profile',
  instead: `singleuser:
  cpu:
    guarantee: 0.1
    limit: 2`,
  example: `singleuser:
  cpu:
    limit: null`,
  except: 'Pods that are not for users. A LimitRange of the namespace is not seen.',

  *check(pod) {
    if (!isUserPod(pod)) return
    const container = notebookOf(pod)
    const limit = container.at('resources').at('limits').at('cpu')
    if (container.isMap && !limit.isSet) yield { at: limit, message: `${called(container)} has no CPU limit` }
  },
})
