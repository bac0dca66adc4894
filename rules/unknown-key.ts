import { access } from '../src/jupyterhub/access/access.ts'
import { unknownChartKeys } from '../src/jupyterhub/keys/chart-keys.ts'
import { unknownProfileKeys } from '../src/jupyterhub/keys/profile-keys.ts'
import { unknownSections } from '../src/jupyterhub/keys/sections.ts'
import { unknownTraits } from '../src/jupyterhub/keys/traits.ts'
import type { Hub } from '../src/model/hub.ts'
import { isWritten } from '../src/model/origin.ts'
import { printPath } from '../src/model/path.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'unknown-key',
  about: 'hub',
  severity: {
    recommended: { unread: 'warning', 'perhaps read': 'info' },
    strict: { unread: 'error', 'perhaps read': 'warning' },
  },
  summary: 'A key stands where nothing reads it.',
  why: `Charts before 1.0 pass over keys that they do not have, and later ones still do below hub.config and in profiles; JupyterHub and
KubeSpawner do too. So a misspelt limit is no limit, and nobody is told.`,
  advice: 'write the key that is meant, or delete this one',
  instead: `singleuser:
  profileList:
    - display_name: Small
      kubespawner_override:
        mem_limit: 2G`,
  example: `singleuser:
  profileList:
    - display_name: Small
      kubespawner_override:
        memory_limit: 2G`,
  except: `Keys that the chart refuses (rejected-by-chart), settings about access (inert-access-setting), keys of other charts
(legacy-key), and maps in which people write names of their own. Where Python that cannot be seen may read a key, this is an info.`,

  *check(hub) {
    const spokenOf = new Set(access(hub).inert.map(({ at }) => printPath(at.origin().path)))
    for (const { at, sentence, meant, mayBeRead } of unknownKeys(hub)) {
      const origin = at.origin()
      if (!isWritten(origin) || spokenOf.has(printPath(origin.path))) continue
      yield {
        at,
        // the chart around this one may bring Python of its own
        situation: mayBeRead || hub.completeness === 'layer' ? 'perhaps read' : 'unread',
        message: meant === undefined ? sentence : `${sentence}; did you mean ${meant}?`,
      }
    }
  },
})

function unknownKeys(hub: Hub) {
  return [...unknownChartKeys(hub), ...unknownSections(hub), ...unknownTraits(hub), ...unknownProfileKeys(hub)]
}
