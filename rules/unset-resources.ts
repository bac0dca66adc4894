import { finds } from '../src/model/option.ts'
import { called, containers } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'
import type { View } from '../src/model/view.ts'

export default defineRule({
  id: 'unset-resources',
  about: 'pod',
  severity: { welkin: 'error' },
  summary: 'A container does not say how much of its node it needs, or how much it may take.',
  why: `Clusters with quotas refuse such pods. Elsewhere nobody can plan with them, and one of them can take what the others on its node
were promised.`,
  advice: 'set resources of the component, and cpu and memory with guarantee and limit for user pods',
  instead: `hub:
  resources: &resources
    requests: { memory: 512Mi, cpu: 10m }
    limits: { memory: 1Gi, cpu: 1 }
proxy:
  chp: { resources: *resources }
prePuller:
  resources: *resources
  hook: { resources: *resources }
scheduling:
  userScheduler: { enabled: false }
singleuser:
  cpu: { guarantee: 0.1, limit: 1 }
  memory: { guarantee: 1G, limit: 2G }
  cloudMetadata: { blockWithIptables: false }`,
  example: `singleuser:
  cpu:
    guarantee: 0.1
  memory:
    guarantee: 1G`,
  except: 'What a LimitRange of the namespace fills in is not seen.',

  options: {
    demand: finds({
      about: 'What each container must have: "requests.cpu", "requests.memory", "limits.cpu", "limits.memory".',
      default: ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'],
    }),
  },

  *check(pod, { demand }) {
    for (const container of containers(pod)) {
      const resources: View = container.get('resources')
      const missing = demand.filter(wanted => {
        const [list = '', resource = ''] = wanted.split('.')
        const value = resources.get(list).get(resource)
        return !value.isSet && !value.isOpaque
      })
      if (missing.length > 0) yield { at: resources, message: `${called(container)} has no ${missing.join(', ')}` }
    }
  },
})
