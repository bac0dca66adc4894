import { accessOnceAccepted } from '../src/jupyterhub/access/access.ts'
import { culling } from '../src/jupyterhub/culling.ts'
import { configUnknowns } from '../src/jupyterhub/unknowns.ts'
import { userPods } from '../src/jupyterhub/user-pods/user-pods.ts'
import type { ConfigUnknown, Hub, Unknown } from '../src/model/hub.ts'
import { isWritten } from '../src/model/origin.ts'
import { defineRule } from '../src/model/rule.ts'
import type { View } from '../src/model/view.ts'

export default defineRule({
  id: 'opaque-config',
  about: 'hub',
  severity: {
    recommended: { unknown: 'info', layer: 'info' },
    strict: { unknown: 'warning', layer: 'info' },
    nrp: { unknown: 'info', layer: 'info' },
    dsri: { unknown: 'info', layer: 'info' },
    welkin: { unknown: 'info', layer: 'info' },
  },
  summary: 'Something that matters could not be judged.',
  why: `What Python computes when the hub starts, what stands in a Secret elsewhere or in a file that is not at hand decides with
the rest who gets in and what users run. Silence about it would look like approval.`,
  advice: 'write settings as values or as literal assignments where you can, and look at the rest yourself',
  instead: `hub:
  config:
    JupyterHub:
      authenticator_class: github
    GitHubOAuthenticator:
      client_id: 0123456789abcdef0123
      oauth_callback_url: https://hub.example.org/hub/oauth_callback
    Authenticator:
      allowed_users:
        - ada`,
  example: `hub:
  extraConfig:
    image: |
      import os
      c.JupyterHub.authenticator_class = os.environ["AUTHENTICATOR"]`,
  except: 'Python that assigns literals, and Python that concerns neither access nor culling nor what user pods are.',

  *check(hub) {
    if (hub.completeness === 'layer') {
      const at = firstWritten(hub.values as View)
      yield { at, situation: 'layer', message: hub.elsewhere.length === 0 ? ONE_LAYER : notAtHand(hub.elsewhere) }
    }
    const seen = new Set<string>()
    for (const { sentence, at } of unknowns(hub)) {
      const place = JSON.stringify(at.origin())
      if (seen.has(place)) continue
      seen.add(place)
      yield { at, situation: 'unknown', message: sentence }
    }
  },
})

const ONE_LAYER =
  'only what this file itself says is judged: it looks like one layer of a hub that has others. Give all of them in order with -f, or name them once as releases of a policy file'

/** How many things that are not at hand are named. */
const MOST_NAMED = 3

function notAtHand(elsewhere: readonly string[]): string {
  const named = elsewhere.slice(0, MOST_NAMED)
  const more = elsewhere.length - named.length
  const names = [...named, ...(more > 0 ? [`${more} more`] : [])]
  const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  return `${list} may say more about this hub, and cannot be read here: only the rest is judged`
}

/** What could not be known. Several parts may speak of the same place; the one that says most about it comes first. */
function* unknowns(hub: Hub): Generator<Unknown> {
  yield* userPods(hub).unknown.filter(({ about }) => about === undefined || TRAITS.spawner.has(about))
  // what stops the hub is known well enough, and has a rule of its own
  yield* configUnknowns(hub).filter(unknown => unknown.stops !== true && matters(unknown))
  for (const { verdict, because } of [accessOnceAccepted(hub), culling(hub)]) if (verdict === 'unknown') yield* because
}

/** Traits on which rules about user pods hang. What concerns access and culling is in their verdicts. */
// biome-ignore format: a list to read through
const TRAITS: Readonly<Record<'JupyterHub' | 'spawner', ReadonlySet<string>>> = {
  JupyterHub: new Set(['authenticator_class', 'spawner_class']),
  spawner: new Set([
    'image', 'image_spec', 'cmd', 'args', 'uid', 'gid', 'fs_gid', 'supplemental_gids', 'privileged', 'allow_privilege_escalation',
    'container_security_context', 'pod_security_context', 'extra_container_config', 'extra_pod_config', 'init_containers',
    'extra_containers', 'volumes', 'volume_mounts', 'service_account', 'automount_service_account_token', 'profile_list',
    'options_from_form', 'apply_user_options', 'pre_spawn_hook', 'modify_pod_hook', 'after_pod_created_hook',
  ]),
}

function matters({ section, trait }: ConfigUnknown): boolean {
  if (section === null) return true
  const traits = section === 'JupyterHub' ? TRAITS.JupyterHub : section.endsWith('Spawner') ? TRAITS.spawner : null
  return traits !== null && (trait === null || traits.has(trait.replace(/^(?:singleuser|user_storage)_/, '')))
}

/** The first value that a person wrote: what nobody wrote is not spoken of in a layer. */
function firstWritten(view: View): View {
  for (const [, inside] of view.entries()) {
    const found = isWritten(inside.origin()) ? inside : firstWritten(inside as View)
    if (isWritten(found.origin())) return found as View
  }
  return view
}
