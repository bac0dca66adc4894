import { culling } from '../src/jupyterhub/culling.ts'
import { atMostSeconds, demand, printSeconds } from '../src/model/option.ts'
import { defineRule } from '../src/model/rule.ts'

const HOUR = 3600

export default defineRule({
  id: 'slow-culling',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error', nrp: 'error' },
  summary: 'Idle servers are stopped, but late.',
  why: 'Until then they hold memory, GPUs and nodes that others wait for. A session that matters is saved long before.',
  advice: "set cull.timeout (in seconds) to what a pause lasts: 3600 is the chart's default",
  instead: `cull:
  timeout: 3600
  maxAge: 604800`,
  example: `cull:
  timeout: 604800`,
  except: 'A timeout of exactly the limit, and a timeout of 0 or null, for which the culler takes its own 600 s.',

  options: {
    maxIdle: atMostSeconds({
      about: 'The longest idle time that is in order.',
      default: 24 * HOUR,
      profiles: { strict: 6 * HOUR, nrp: 6 * HOUR },
    }),
    requireMaxAge: demand({ about: 'Whether there must also be a limit for servers in use (maxAge).', default: false }),
  },

  *check(hub, { maxIdle, requireMaxAge }) {
    const { verdict, idleSeconds, everySeconds, maxAgeSeconds, because } = culling(hub)
    if (verdict !== 'active') return
    if (idleSeconds !== null && idleSeconds > maxIdle) {
      const latest = everySeconds === null ? '' : `, at the latest after ${printSeconds(idleSeconds + everySeconds)}`
      yield {
        at: because[0]?.at ?? hub.values.at('cull').at('timeout'),
        message: `servers are stopped after ${printSeconds(idleSeconds)} without use${latest}; the limit is ${printSeconds(maxIdle)}`,
      }
    }
    if (requireMaxAge && maxAgeSeconds === null)
      yield { at: hub.values.at('cull').at('maxAge'), message: 'servers in use have no limit of age' }
  },
})
