import type { Chart, Hub } from '../../model/hub.ts'
import type { View } from '../../model/view.ts'
import { pathOfAlias } from '../authenticators/aliases.ts'
import { type AuthenticatorClass, classNamed, descendantOf, importClass } from '../authenticators/classes.ts'
import { LocalClass } from '../python/local-class.ts'
import type { Reason } from './access.ts'
import { hasOwnSoftware } from './environment.ts'
import { lostSight } from './traits.ts'

/** The class in force, or why there is none or none that can be known. */
export type Resolved =
  | { readonly kind: 'known'; readonly class: AuthenticatorClass }
  | { readonly kind: 'fails' | 'unknown'; readonly because: Reason }

/** The class that `JupyterHub.authenticator_class` chooses. */
export function resolveAuthenticator(hub: Hub, configured: View): Resolved {
  const doubt = lostSight(hub.config, 'JupyterHub', 'authenticator_class')
  if (doubt !== undefined) return { kind: 'unknown', because: doubt }
  if (configured.raw instanceof LocalClass) return ownClass(configured.raw, configured, hub.chart)
  if (configured.isOpaque)
    return {
      kind: 'unknown',
      because: { sentence: 'JupyterHub.authenticator_class cannot be known', at: configured },
    }
  if (!configured.exists) return fallback()
  const written = configured.text
  if (written === undefined)
    return {
      kind: 'fails',
      because: { sentence: 'JupyterHub.authenticator_class is not the name of a class', at: configured },
    }
  const path = pathOfAlias(written, hub.chart) ?? written
  const found = importClass(path, hub.chart)
  if (found !== undefined) return { kind: 'known', class: found }
  const sentence = `"${written}" is no authenticator that the hub image of jupyterhub ${hub.chart.version} can import`
  // a dotted path may be in an image or file of one's own; a name without dots would have to be an entry point there
  const kind = hasOwnSoftware(hub) ? 'unknown' : 'fails'
  return { kind, because: { sentence, at: configured } }
}

/** What a class may define for itself without changing who gets in. Source: jupyterhub@5.5.0:jupyterhub/auth.py. */
const HARMLESS = new Set(['pre_spawn_start', 'post_spawn_stop', 'custom_html', 'login_service', 'logout_url'])

/** A class that Python in the values defines. */
function ownClass(local: LocalClass, configured: View, chart: Chart): Resolved {
  const [base, ...others] = local.bases
  const parent = base === undefined || others.length > 0 || !local.basesKnown ? undefined : importClass(base, chart)
  const changes = local.overrides.find(name => !HARMLESS.has(name))
  if (parent !== undefined && changes === undefined)
    return { kind: 'known', class: descendantOf(parent, [local.name, ...local.localBases]) }
  const why = changes === undefined ? 'descends from what is not known' : `defines ${changes}`
  return {
    kind: 'unknown',
    because: { sentence: `the authenticator ${local.name}, a class of your own, ${why}`, at: configured },
  }
}

/** What JupyterHub uses when nothing is set. Source: jupyterhub@5.5.0:jupyterhub/app.py `authenticator_class`. */
function fallback(): Resolved {
  const pam = classNamed('PAMAuthenticator')
  if (pam === undefined) throw new Error('the table of authenticators lacks PAMAuthenticator')
  return { kind: 'known', class: pam }
}
