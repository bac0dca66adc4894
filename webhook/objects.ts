import type { Circumstances } from '../src/engine/subject.ts'
import { child } from '../src/model/traced.ts'
import { objectName, podPath } from '../src/model/workload.ts'
import { type LiveObject, liveObject, mayHoldHub } from '../src/subjects/live-object.ts'
import { type AdmissionRequest, isJudged } from './request.ts'

/** The object that a request brings, or `data` in its place: the one that was there before. */
export function objectIn(request: AdmissionRequest, data: unknown = request.object): LiveObject {
  const name = nameOf(request, data)
  return {
    name,
    object: liveObject(name, apiVersionIn(request), request.kind.kind, data),
    circumstances: circumstancesOf(request),
  }
}

/** Pods with more containers are no everyday pods. Thousands fit into a small body, and take half a second under all rules. */
const MANY_CONTAINERS = 100

/** Whether judging a request may take long even if it is small: it may hold the configuration of a hub, or a great many containers. */
export function mayTakeLong(request: AdmissionRequest): boolean {
  const { kind, object, oldObject } = request
  const what = { kind: kind.kind, apiVersion: apiVersionIn(request), data: object, at: [] }
  const pod = podPath(what)
  if (pod === null) return isJudged(request) && mayHoldHub(what)
  return [object, oldObject].some(data => containersIn(pod.reduce(child, data)) > MANY_CONTAINERS)
}

function containersIn(pod: unknown): number {
  const lists = CONTAINER_LISTS.map(list => child(child(pod, 'spec'), list))
  return lists.reduce((count: number, list) => count + (Array.isArray(list) ? list.length : 0), 0)
}

const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers']

function apiVersionIn({ kind: { group, version } }: AdmissionRequest): string {
  return group === '' ? version : `${group}/${version}`
}

function nameOf({ kind: { kind }, name, namespace }: AdmissionRequest, data: unknown): string {
  const metadata = child(data, 'metadata')
  const [stated, generateName] = [child(metadata, 'name'), child(metadata, 'generateName')]
  const isStated = typeof stated === 'string' || typeof generateName === 'string'
  const called = isStated || name === null ? { name: stated, generateName, namespace } : { name, namespace }
  return objectName({ kind, apiVersion: '', at: [], data: { metadata: called } })
}

/** A service account counts by its name only in its own namespace: elsewhere anybody may call one `hub`. */
function circumstancesOf({ user, namespace }: AdmissionRequest): Circumstances {
  const known: { -readonly [K in keyof Circumstances]: Circumstances[K] } = {}
  if (namespace !== null) known.namespace = namespace
  if (user === null) return known
  known.user = user
  const [, at, serviceAccount] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? []
  if (serviceAccount !== undefined && at === namespace) known.serviceAccount = serviceAccount
  return known
}
