import type { Path } from './path.ts'
import { child } from './traced.ts'

/** Where the pod stands in an object that makes pods. */
interface PodKind {
  /** The API groups that have the kind; the core group is the empty text. */
  readonly groups: readonly string[]
  readonly pod: Path
}

const TEMPLATE: Path = ['spec', 'template']

/** The kinds of Kubernetes that make pods. Source: kubernetes/api, core/v1, apps/v1, batch/v1, extensions/v1beta1, v1.36 and v1.15. */
const POD_KINDS: Readonly<Record<string, PodKind>> = {
  Pod: { groups: [''], pod: [] },
  PodTemplate: { groups: [''], pod: ['template'] },
  ReplicationController: { groups: [''], pod: TEMPLATE },
  ReplicaSet: { groups: ['apps', 'extensions'], pod: TEMPLATE },
  Deployment: { groups: ['apps', 'extensions'], pod: TEMPLATE },
  StatefulSet: { groups: ['apps'], pod: TEMPLATE },
  DaemonSet: { groups: ['apps', 'extensions'], pod: TEMPLATE },
  Job: { groups: ['batch'], pod: TEMPLATE },
  CronJob: { groups: ['batch'], pod: ['spec', 'jobTemplate', 'spec', 'template'] },
}

/** The kinds besides that are looked into: they may hold the configuration of a hub. */
const CARRIERS: ReadonlySet<string> = new Set(['Secret', 'ConfigMap'])

/** A Kubernetes object in a document, by itself or as an item of a list. */
export interface KubernetesObject {
  readonly kind: string
  readonly apiVersion: string
  readonly data: unknown
  /** Where it stands in its document: `['items', 3]`. */
  readonly at: Path
}

/** Where an object's pod stands in it; null for objects that make no pods, such as custom resources of the same name. */
export function podPath({ kind, apiVersion }: KubernetesObject): Path | null {
  const known = Object.hasOwn(POD_KINDS, kind) ? POD_KINDS[kind] : undefined
  const slash = apiVersion.indexOf('/')
  return known?.groups.includes(slash < 0 ? '' : apiVersion.slice(0, slash)) === true ? known.pod : null
}

/** What people call an object: `Deployment jhub/hub`, without namespace `Deployment hub`. */
export function objectName({ kind, data }: KubernetesObject): string {
  const metadata = child(data, 'metadata')
  const [name, generated, namespace] = [
    child(metadata, 'name'),
    child(metadata, 'generateName'),
    child(metadata, 'namespace'),
  ]
  const called = typeof name === 'string' ? name : typeof generated === 'string' ? `${generated}…` : '(without name)'
  return typeof namespace === 'string' && namespace !== '' ? `${kind} ${namespace}/${called}` : `${kind} ${called}`
}

/** The namespace that an object names; null where it names none. */
export function namespaceOf(data: unknown): string | null {
  const namespace = child(child(data, 'metadata'), 'namespace')
  return typeof namespace === 'string' && namespace !== '' ? namespace : null
}

/** Why a document is no object that Kubernetes would take, and the value that is wrong; null if nothing is. */
export function notAnObject(root: unknown): { readonly at: Path; readonly reason: string } | null {
  if (Array.isArray(root)) return { at: [], reason: 'this is a list, not a Kubernetes object' }
  if (typeof root !== 'object' || root === null)
    return { at: [], reason: 'this is a single value, not a Kubernetes object' }
  for (const key of ['kind', 'apiVersion']) {
    const value = child(root, key)
    if (value === undefined || value === null || value === '')
      return { at: [key], reason: `this Kubernetes object has no "${key}"` }
    if (typeof value !== 'string') return { at: [key], reason: `"${key}" of a Kubernetes object must be a text` }
  }
  return null
}

/** The objects of a document: the root itself, or what a `List` holds, also one of a kind (`PodList`), also inside another. */
export function* objectsIn(root: unknown): Generator<KubernetesObject> {
  const [kind, apiVersion] = [child(root, 'kind'), child(root, 'apiVersion')]
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') return
  yield* unpacked({ kind, apiVersion, data: root, at: [] })
}

function* unpacked(object: KubernetesObject): Generator<KubernetesObject> {
  const items = child(object.data, 'items')
  const of = object.kind.endsWith('List') ? object.kind.slice(0, -'List'.length) : null
  if (of === null || !Array.isArray(items) || !(of === '' || Object.hasOwn(POD_KINDS, of) || CARRIERS.has(of))) {
    yield object
    return
  }
  for (const [i, data] of items.entries()) {
    // the items of a list of one kind need not say again what they are
    const [kind, apiVersion] = [child(data, 'kind') ?? of, child(data, 'apiVersion') ?? object.apiVersion]
    yield* unpacked({
      kind: typeof kind === 'string' ? kind : '',
      apiVersion: typeof apiVersion === 'string' ? apiVersion : '',
      data,
      at: [...object.at, 'items', i],
    })
  }
}
