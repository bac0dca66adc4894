import { atLeast } from '../src/jupyterhub/charts/versions.ts'
import { keysOfOtherEras } from '../src/jupyterhub/keys/eras.ts'
import { formerTraits } from '../src/jupyterhub/keys/former-traits.ts'
import { saysAnything } from '../src/jupyterhub/keys/unknown-key.ts'
import type { Hub } from '../src/model/hub.ts'
import { isWritten } from '../src/model/origin.ts'
import { printPath } from '../src/model/path.ts'
import { defineRule, type Problem } from '../src/model/rule.ts'

export default defineRule({
  id: 'legacy-key',
  about: 'hub',
  severity: {
    recommended: { ignored: 'warning', former: 'info' },
    strict: { ignored: 'error', former: 'warning' },
  },
  summary: 'A key belongs to another version of the chart or of its software.',
  why: `Keys move and change their names between versions. Where the chart or the hub passes over the old name, or the new one, in
silence, the setting has no effect, and what it was meant to prevent happens.`,
  advice: 'write the key that this version reads',
  instead: `hub:
  config:
    KubeSpawner:
      privileged: false`,
  example: `hub:
  config:
    KubeSpawner:
      singleuser_privileged: false`,
  except: `Keys that the chart refuses (rejected-by-chart), and settings about who gets in (inert-access-setting). Names that still
work are an info.`,

  *check(hub) {
    yield* ofTheChart(hub)
    for (const { at, sentence, acts } of formerTraits(hub))
      if (isWritten(at.origin())) yield { at, situation: acts ? 'former' : 'ignored', message: sentence }
    yield* adminAccess(hub)
  },
})

function* ofTheChart(hub: Hub): Generator<Problem> {
  for (const { path, since, until, instead } of keysOfOtherEras(hub.chart)) {
    const at = hub.values.down(path)
    // hub.config is all about access here
    if (!saysAnything(at) || !isWritten(at.origin()) || printPath(path) === 'hub.config') continue
    const when = since === undefined ? `no longer read from jupyterhub ${until} on` : `read from jupyterhub ${since} on`
    const message = `${printPath(path)} is ${when}, and jupyterhub ${hub.chart.version} ignores it`
    yield { at, situation: 'ignored', message: instead === undefined ? message : `${message}; write ${instead}` }
  }
}

/** From JupyterHub 2 on, scopes decide what admins may do. Source: jupyterhub/jupyterhub@2.0.0:docs/source/changelog.md, issue 3745. */
const WITH_SCOPES = '2.0.0'

function* adminAccess(hub: Hub): Generator<Problem> {
  const at = hub.config.trait('JupyterHub', 'admin_access')
  if (!atLeast(hub.chart, WITH_SCOPES) || at.raw !== false || !isWritten(at.origin())) return
  yield {
    at,
    situation: 'ignored',
    message:
      'admin_access: false does nothing since JupyterHub 2, and admins can open every server; where they should not, give people roles with fewer scopes in hub.loadRoles instead',
  }
}
