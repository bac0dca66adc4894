import type { Hub } from '../../model/hub.ts'
import type { View } from '../../model/view.ts'
import { pathOfAlias } from '../authenticators/aliases.ts'
import { type AuthenticatorClass, classNamed, importClass } from '../authenticators/classes.ts'
import type { Reason } from './access.ts'
import { hasEnvironment } from './environment.ts'

/** The class in force, or why there is none or none that can be known. */
export type Resolved =
  | { readonly kind: 'known'; readonly class: AuthenticatorClass }
  | { readonly kind: 'fails' | 'unknown'; readonly because: Reason }

/** The class that `JupyterHub.authenticator_class` chooses. */
export function resolveAuthenticator(hub: Hub, configured: View): Resolved {
  const doubt = hub.config.unknown.find(
    ({ section, trait }) => section === 'JupyterHub' && (trait === null || trait === 'authenticator_class'),
  )
  if (doubt !== undefined) return { kind: 'unknown', because: doubt }
  if (configured.isOpaque)
    return {
      kind: 'unknown',
      because: { sentence: 'JupyterHub.authenticator_class cannot be known', at: configured },
    }
  if (!configured.isSet) return fallback()
  const written = configured.text
  if (written === undefined)
    return { kind: 'fails', because: { sentence: 'JupyterHub.authenticator_class is not the name of a class', at: configured } }
  const path = pathOfAlias(written, hub.chart) ?? written
  const found = importClass(path, hub.chart)
  if (found !== undefined) return { kind: 'known', class: found }
  const sentence = `"${written}" is no authenticator that the hub image of jupyterhub ${hub.chart.version} can import`
  // a dotted path may be in an image or file of one's own; a name without dots would have to be an entry point there
  const kind = hasOwnSoftware(hub) ? 'unknown' : 'fails'
  return { kind, because: { sentence, at: configured } }
}

/** What JupyterHub uses when nothing is set. Source: jupyterhub@5.5.0:jupyterhub/app.py `authenticator_class`. */
function fallback(): Resolved {
  const pam = classNamed('PAMAuthenticator')
  if (pam === undefined) throw new Error('the table of authenticators lacks PAMAuthenticator')
  return { kind: 'known', class: pam }
}

/** Whether the hub may run Python that the chart's image does not hold. */
function hasOwnSoftware(hub: Hub): boolean {
  const own = hub.values.at('hub')
  const image = own.at('image').at('name').text
  const defaults = hub.chart.defaults as { readonly hub?: { readonly image?: { readonly name?: unknown } } }
  const modules = [...own.at('extraFiles').entries()].some(([, file]) => {
    const path = file.at('mountPath').text ?? ''
    return path.endsWith('.py') && !path.includes('/jupyterhub_config.d/')
  })
  const mounts = [...own.get('extraVolumeMounts').each()].length > 0
  return (image !== undefined && image !== defaults.hub?.image?.name) || modules || mounts || hasEnvironment(hub, 'PYTHONPATH')
}
