import { called, isUserPod, notebookOf } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'no-memory-limit',
  about: 'pod',
  severity: { recommended: 'info', strict: 'warning' },
  summary: "A user's server may take all the memory of its node.",
  why: `Memory that one notebook takes is missing to all others there: when the node runs out, Kubernetes kills servers, and not always
the one to blame.`,
  advice: 'set singleuser.memory.limit, or mem_limit in the profile',
  instead: `singleuser:
  memory:
    guarantee: 1G
    limit: 2G`,
  example: `singleuser:
  memory:
    limit: null`,
  except: 'Pods that are not for users. A LimitRange of the namespace is not seen.',

  *check(pod) {
    if (!isUserPod(pod)) return
    const container = notebookOf(pod)
    const limit = container.at('resources').at('limits').at('memory')
    if (container.isMap && !limit.isSet) yield { at: limit, message: `${called(container)} has no memory limit` }
  },
})
