import type { Chart } from '../../model/hub.ts'
import { type Blueprint, compose } from '../../model/traced.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { becauseOf, byDefault, defaultOf, truthy } from '../derived.ts'
import { userImage } from '../image.ts'
import { lookup } from '../lookup.ts'
import { appName, chartLabel, objectName, releaseName } from '../names.ts'
import { blockMetadata } from './chart-settings/init-containers.ts'
import { serviceSettings } from './chart-settings/services.ts'
import { storageSettings } from './chart-settings/storage.ts'
import { copiedTraits } from './chart-settings/traits.ts'
import type { Settings } from './settings.ts'

/**
 * What the chart's own jupyterhub_config.py sets before anything else.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/files/hub/jupyterhub_config.py (0.8: images/hub/).
 */
export function chartSettings(values: View<HubValues>, chart: Chart, settings: Settings): void {
  for (const { section, trait, path } of copiedTraits(chart)) {
    const value = values.down(path)
    if (value.isSet) settings.set(section, trait, value.traced)
  }
  const spawner = values.down(['hub', 'config', 'JupyterHub', 'spawner_class'])
  settings.set('JupyterHub', 'spawner_class', byDefault('kubespawner.KubeSpawner', 'chart', nameOf(chart), spawner))
  labelSettings(values, chart, settings)

  const singleuser = values.at('singleuser')
  const image = userImage(singleuser.at('image'))
  if (image !== undefined) settings.set('KubeSpawner', 'image', image)
  if (atLeast(chart, '2.0.0'))
    // null is an answer here: it leaves the decision to Kubernetes
    settings.set('KubeSpawner', 'allow_privilege_escalation', orNull(singleuser.at('allowPrivilegeEscalation')))
  const cmd = singleuser.at('cmd')
  if (atLeast(chart, '2.0.0') ? cmd.exists : cmd.isSet) settings.set('Spawner', 'cmd', cmd.traced)
  const debug = values.get('debug').get('enabled')
  if (truthy(debug.raw)) {
    settings.set('JupyterHub', 'log_level', becauseOf('DEBUG', debug))
    settings.set('Spawner', 'debug', becauseOf(true, debug))
  }

  database(values, settings)
  pullSecrets(values, chart, settings)
  tolerations(values, chart, settings)
  storageSettings(values, chart, settings)
  blockMetadata(values, chart, settings)
  serviceSettings(values, chart, settings)
}

function nameOf(chart: Chart): string {
  return `jupyterhub ${chart.version}`
}

/** The value, or null in its place. */
function orNull(value: View) {
  return value.exists ? value.traced : becauseOf(null, value)
}

/** Labels of everything that KubeSpawner makes; the release is left out where the values do not know it. */
function labelSettings(values: View<HubValues>, chart: Chart, settings: Settings): void {
  const place = values.down(['hub', 'config', 'KubeSpawner', 'common_labels'])
  const release = releaseName(values)
  const labels: Record<string, string> = { app: appName(values, chart), chart: chartLabel(values, chart) }
  if (release !== undefined) labels['release'] = release
  if (atLeast(chart, '4.0.0')) {
    labels['app.kubernetes.io/name'] = appName(values, chart)
    labels['helm.sh/chart'] = chartLabel(values, chart)
    labels['app.kubernetes.io/managed-by'] = 'kubespawner'
    if (release !== undefined) labels['app.kubernetes.io/instance'] = release
  } else labels['heritage'] = 'jupyterhub'
  settings.set('KubeSpawner', 'common_labels', byDefault(labels, 'chart', nameOf(chart), place))
}

/** The databases that the chart knows by name, and where they are; for others the values give an address. */
const DATABASES: Readonly<Record<string, string>> = {
  'sqlite-pvc': 'sqlite:///jupyterhub.sqlite',
  'sqlite-memory': 'sqlite://',
}

function database(values: View<HubValues>, settings: Settings): void {
  const [type, url] = [values.at('hub').at('db').at('type'), values.at('hub').at('db').at('url')]
  const known = lookup(DATABASES, type.text ?? '')
  if (known !== undefined) settings.set('JupyterHub', 'db_url', becauseOf(known, type))
  else if (url.isSet) settings.set('JupyterHub', 'db_url', url.traced)
}

/** The Secrets with which user images are pulled. */
function pullSecrets(values: View<HubValues>, chart: Chart, settings: Settings): void {
  const image: View = values.at('singleuser').at('image')
  const old = values.at('singleuser').get('imagePullSecret').get('enabled')
  if (!atLeast(chart, '0.10.0')) {
    if (truthy(old.raw))
      settings.set('KubeSpawner', 'image_pull_secrets', becauseOf('singleuser-image-credentials', old))
    return
  }
  const single = values.get('imagePullSecret')
  const made = truthy(single.get('create').raw) ? single.get('create') : single.get('enabled')
  const counts = truthy(made.raw) && (!atLeast(chart, '1.0.0') || truthy(single.get('create').raw))
  const secrets: Blueprint[] = [
    ...(counts && truthy(single.get('automaticReferenceInjection').raw)
      ? [becauseOf(objectName('image-pull-secret', values, chart), made)]
      : []),
    ...[...values.get('imagePullSecrets').each(), ...image.get('pullSecrets').each()].map(secret => secret.traced),
  ]
  if (secrets.length > 0)
    settings.set('KubeSpawner', 'image_pull_secrets', compose(secrets, values.get('imagePullSecrets').origin()))
}

/** Up to 0.11 the chart tolerates its dedicated nodes by itself, later by a list in the values. */
function tolerations(values: View<HubValues>, chart: Chart, settings: Settings): void {
  const extra = values.at('singleuser').get('extraTolerations')
  const common = values.get('scheduling').get('userPods').get('tolerations')
  const listed = [...extra.each()].map(toleration => toleration.traced)
  const all: Blueprint[] = atLeast(chart, '1.0.0')
    ? [...[...common.each()].map(toleration => toleration.traced), ...listed]
    : [
        ...listed,
        ...['hub.jupyter.org/dedicated', 'hub.jupyter.org_dedicated'].map(key =>
          byDefault({ key, operator: 'Equal', value: 'user', effect: 'NoSchedule' }, 'chart', nameOf(chart), extra),
        ),
      ]
  if (all.length > 0) settings.set('KubeSpawner', 'tolerations', compose(all, defaultOf('chart', nameOf(chart), extra)))
}
