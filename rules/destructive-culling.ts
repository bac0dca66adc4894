import { atLeast } from '../src/jupyterhub/charts/versions.ts'
import { culling } from '../src/jupyterhub/culling.ts'
import type { Hub } from '../src/model/hub.ts'
import { printSeconds } from '../src/model/option.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'destructive-culling',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'warning' },
  summary: 'Culling takes more than idle servers: homes, or servers in use.',
  why: `When the culler removes a user, KubeSpawner deletes the volume with the user's home. And a maximum age that is not above the
idle timeout stops every server at that age, however busy.`,
  advice: 'leave cull.users off where homes are kept, and set cull.maxAge well above cull.timeout',
  instead: `cull:
  users: false
  timeout: 3600
  maxAge: 604800`,
  example: `cull:
  users: true`,
  except: 'Hubs without a volume for each user, and hubs that keep volumes (KubeSpawner.delete_pvc: false).',

  *check(hub) {
    const { verdict, by, idleSeconds, maxAgeSeconds } = culling(hub)
    if (verdict !== 'active' || by !== 'chart') return
    const { users, maxAge } = { users: hub.values.at('cull').at('users'), maxAge: hub.values.at('cull').at('maxAge') }
    if (users.flag === true && deletesHomes(hub))
      yield { at: users, message: 'users without a running server are removed, and their home volumes with them' }
    if (idleSeconds !== null && maxAgeSeconds !== null && maxAgeSeconds > 0 && maxAgeSeconds <= idleSeconds)
      yield {
        at: maxAge,
        message: `busy servers are stopped as well: maxAge (${printSeconds(maxAgeSeconds)}) is not above the idle timeout (${printSeconds(idleSeconds)})`,
      }
  },
})

/**
 * Whether a removed user loses the home. Source: jupyterhub/kubespawner@1.0.0:kubespawner/spawner.py (`delete_forever`,
 * `delete_pvc`, on by default), which charts have from 1.0.0 on.
 */
function deletesHomes(hub: Hub): boolean {
  if (!atLeast(hub.chart, '1.0.0')) return false
  const spawner = hub.config.trait('KubeSpawner', 'delete_pvc')
  const kept = spawner.exists ? spawner : hub.config.trait('Spawner', 'delete_pvc')
  return (
    hub.values.at('singleuser').at('storage').at('type').text === 'dynamic' && !kept.isOpaque && kept.flag !== false
  )
}
