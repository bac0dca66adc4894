import type { Chart } from '../../../model/hub.ts'
import type { Origin } from '../../../model/origin.ts'
import { type Blueprint, compose, type Traced } from '../../../model/traced.ts'
import type { HubValues } from '../../../model/values.ts'
import type { View } from '../../../model/view.ts'
import { atLeast } from '../../charts/versions.ts'
import { becauseOf } from '../../derived.ts'
import { keysInOrder } from '../../key-order.ts'
import { objectName } from '../../names.ts'
import type { Settings } from '../settings.ts'

/** One volume or mount, with the key that identifies it from 4.0 on. */
interface Entry {
  readonly key: string
  readonly value: Traced
}

/**
 * Home directory, files and extra volumes of user pods. Up to 3.x they make a list, from 4.0 on a map in which an extra volume
 * replaces one of the same name.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/files/hub/jupyterhub_config.py, 0.8.2, 3.3.8 and 4.4.0.
 */
export function storageSettings(values: View<HubValues>, chart: Chart, settings: Settings): void {
  const storage = values.at('singleuser').at('storage')
  const home = homeVolume(storage, chart)
  const files = atLeast(chart, '1.0.0') ? extraFiles(values, chart) : { volumes: [], mounts: [] }
  const asMap = atLeast(chart, '4.0.0')

  const volumes = [...home.volumes, ...files.volumes, ...extra(storage.get('extraVolumes'), name)]
  const mounts = [
    ...home.mounts,
    ...files.mounts,
    ...extra(storage.get('extraVolumeMounts'), (mount, i) => `${i}-${name(mount)}`),
  ]
  settings.set('KubeSpawner', 'volumes', together(volumes, asMap, storage.get('extraVolumes').origin()))
  settings.set('KubeSpawner', 'volume_mounts', together(mounts, asMap, storage.get('extraVolumeMounts').origin()))
  if (storage.at('type').text === 'dynamic') claimSettings(storage, asMap, settings)
}

/** How the volume claim of a user is made. */
function claimSettings(storage: View, onlyIfNamed: boolean, settings: Settings): void {
  const dynamic = storage.get('dynamic')
  const name = dynamic.get('pvcNameTemplate')
  if (onlyIfNamed ? name.isSet && name.text !== '' : name.exists)
    settings.set('KubeSpawner', 'pvc_name_template', name.traced)
  settings.set('KubeSpawner', 'storage_pvc_ensure', becauseOf(true, storage.get('type')))
  for (const [trait, value] of [
    ['storage_class', dynamic.get('storageClass')],
    ['storage_access_modes', dynamic.get('storageAccessModes')],
    ['storage_capacity', storage.get('capacity')],
  ] as const)
    if (value.isSet) settings.set('KubeSpawner', trait, value.traced)
}

interface Volumes {
  readonly volumes: readonly Entry[]
  readonly mounts: readonly Entry[]
}

function homeVolume(storage: View, chart: Chart): Volumes {
  const type = storage.get('type')
  if (type.text !== 'dynamic' && type.text !== 'static') return { volumes: [], mounts: [] }
  const { name, claim, subPath } = type.text === 'dynamic' ? dynamicHome(storage, chart) : staticHome(storage)
  const mountPath = storage.get('homeMountPath').traced
  const key = String(name.data)
  return {
    volumes: [entry(key, { name, persistentVolumeClaim: { claimName: claim } }, type)],
    mounts: [entry(key, { mountPath, name, subPath: set(subPath) }, type)],
  }
}

function dynamicHome(storage: View, chart: Chart) {
  const dynamic = storage.get('dynamic')
  const template = dynamic.get('pvcNameTemplate')
  return {
    name: dynamic.get('volumeNameTemplate').traced,
    claim: atLeast(chart, '4.0.0') ? becauseOf('{pvc_name}', template) : template.traced,
    subPath: atLeast(chart, '4.0.0') ? dynamic.get('subPath') : undefined,
  }
}

function staticHome(storage: View) {
  return {
    name: becauseOf('home', storage.get('type')),
    claim: storage.get('static').get('pvcName').traced,
    subPath: storage.get('static').get('subPath'),
  }
}

/** Files that the chart keeps in a Secret of its own. */
function extraFiles(values: View<HubValues>, chart: Chart): Volumes {
  const files: View = values.at('singleuser').get('extraFiles')
  const keys = keysInOrder(files)
  if (keys.length === 0) return { volumes: [], mounts: [] }
  const items = keys.map(key => ({
    key: becauseOf(key, files.get(key)),
    path: becauseOf(key, files.get(key)),
    mode: files.get(key).get('mode').exists ? files.get(key).get('mode').traced : undefined,
  }))
  const volume = becauseOf('files', files)
  const secretName = becauseOf(objectName('singleuser', values, chart), files)
  return {
    volumes: [entry('files', { name: volume, secret: { secretName, items } }, files)],
    mounts: keys.map((key, i) => {
      const file = files.get(key)
      const mount = { mountPath: file.get('mountPath').traced, subPath: becauseOf(key, file), name: volume }
      return entry(`${i}-files`, mount, file)
    }),
  }
}

/** What people add, as a list or (from 4.0 on) as a map. */
function extra(more: View, keyOf: (item: View, i: number) => string): Entry[] {
  if (more.isList) return [...more.each()].map((item, i) => ({ key: keyOf(item, i), value: item.traced }))
  return keysInOrder(more).map(key => ({ key, value: more.get(key).traced }))
}

function name(item: View): string {
  return String(item.get('name').raw)
}

function set(view: View | undefined): Traced | undefined {
  return view?.isSet ? view.traced : undefined
}

function entry(key: string, value: Blueprint, because: View): Entry {
  return { key, value: compose(value, because.origin()) }
}

function together(entries: readonly Entry[], asMap: boolean, origin: Origin): Traced {
  const pairs = entries.map(({ key, value }) => [key, value] as const)
  return compose(asMap ? Object.fromEntries(pairs) : pairs.map(([, value]) => value), origin)
}
