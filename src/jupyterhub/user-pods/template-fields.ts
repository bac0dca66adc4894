import type { Hub } from '../../model/hub.ts'
import { Opaque } from '../../model/traced.ts'
import { compareVersions } from '../charts/versions.ts'
import { escapeSlug, safeSlug, userServerSlug } from './slugs.ts'
import type { Spawner } from './spawner.ts'
import { type Fields, Templates } from './template.ts'

/** The templates of this hub's KubeSpawner, for the default server of a user. */
export function templatesOf(hub: Hub, user: string, spawner: Spawner): Templates {
  const { kubespawner } = hub.chart
  const templates = new Templates(fieldsOf(hub, user, spawner), dashes(kubespawner))
  return compareVersions(kubespawner, '7.0.0') >= 0 ? templates.with(ownNames(spawner, templates)) : templates
}

/** Source: jupyterhub/kubespawner@<tag>:kubespawner/spawner.py (`_expand_user_properties`), 0.11.1, 0.14.1, 6.0.0 and 6.1.0. */
function dashes(kubespawner: string): 'always' | 'added' | 'never' {
  if (compareVersions(kubespawner, '6.1.0') >= 0) return 'added'
  return compareVersions(kubespawner, '0.12.0') >= 0 ? 'always' : 'never'
}

/** The fields of templates for the default server of a user. Source: the same. */
function fieldsOf(hub: Hub, user: string, spawner: Spawner): Fields {
  const version = hub.chart.kubespawner
  const release = hub.values.get('Release').get('Namespace').text
  const namespace = release ?? new Opaque('it contains the namespace of the release')
  const escaped = escapeSlug(user)
  const common: Fields = {
    userid: new Opaque('it contains the number that the hub gives a user'),
    unescaped_username: user,
    unescaped_servername: '',
    servername: '',
    ...(compareVersions(version, '0.16.0') >= 0 ? { hubnamespace: release === 'default' ? 'user' : namespace } : {}),
  }
  if (compareVersions(version, '7.0.0') < 0)
    return { ...common, username: escaped, legacy_escape_username: user.toLowerCase().replace(/[^a-z0-9]/gu, '-') }
  const safe = safeSlug(user, undefined, LONGEST)
  const safeServer = safe.length + 2 > LONGEST ? userServerSlug(user, LONGEST) : safe
  const isSafe = spawner.get('slug_scheme').data !== 'escape'
  return {
    ...common,
    username: isSafe ? safe : escaped,
    user_server: isSafe ? safeServer : escaped,
    safe_username: safe,
    safe_servername: '',
    safe_user_server: safeServer,
    escaped_username: escaped,
    escaped_servername: '',
    escaped_user_server: `${escaped}--`,
    namespace,
    pod_name: 'pod_name_unavailable!',
    pvc_name: 'pvc_name_unavailable!',
  }
}

const LONGEST = 48

/** From 7 on templates may name the pod and the claim, which are templates themselves. */
function ownNames(spawner: Spawner, templates: Templates): Fields {
  const name = (trait: string, engine: Templates): string | Opaque => {
    const template = spawner.get(trait).data
    const filled =
      typeof template === 'string' ? engine.fill(template) : { text: new Opaque('its template is computed') }
    return 'text' in filled ? filled.text : new Opaque(filled.error)
  }
  const podName = name('pod_name_template', templates)
  return { pod_name: podName, pvc_name: name('pvc_name_template', templates.with({ pod_name: podName })) }
}
