import { culling } from '../src/jupyterhub/culling.ts'
import { switched } from '../src/model/fix.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'missing-culling',
  about: 'hub',
  severity: {
    recommended: { missing: 'error', 'done by others': 'info' },
    strict: { missing: 'error', 'done by others': 'info' },
    nrp: { missing: 'error', 'done by others': 'info' },
  },
  summary: 'Nothing stops idle servers.',
  why: `Servers that nobody uses keep their memory, their GPUs and their nodes until somebody stops them by hand, and what is left
running unattended is also what gets abused.`,
  advice: 'set cull.enabled: true',
  instead: `cull:
  enabled: true
  timeout: 3600
  every: 600`,
  example: `cull:
  enabled: false`,
  except: `Hubs on which a service of their own or the servers themselves do it; that is an info which says who.`,

  *check(hub) {
    const { verdict, by, because } = culling(hub)
    const [first] = because
    const at = first?.at ?? hub.values.at('cull').at('enabled')
    if (verdict === 'missing') {
      const reason = first === undefined ? '' : `: ${first.sentence}`
      const enabled = hub.values.at('cull').at('enabled')
      yield {
        at,
        situation: 'missing',
        message: `nothing stops idle servers${reason}`,
        fix: enabled.flag === false ? switched(enabled, 'cull.enabled') : undefined,
      }
    } else if (verdict === 'active' && (by === 'service' || by === 'server')) {
      const reason = first === undefined ? '' : `: ${first.sentence}`
      yield {
        at,
        situation: 'done by others',
        message: `idle servers are stopped, but not by the chart's culler${reason}`,
      }
    }
  },
})
