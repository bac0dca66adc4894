import type { Circumstances } from '../src/engine/subject.ts'
import { child } from '../src/model/traced.ts'
import { objectName } from '../src/model/workload.ts'
import { type LiveObject, liveObject } from '../src/subjects/live-object.ts'
import type { AdmissionRequest } from './request.ts'

/** The object that a request brings, or `data` in its place: the one that was there before. */
export function objectIn(request: AdmissionRequest, data: unknown = request.object): LiveObject {
  const { kind, namespace } = request
  const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
  const name = nameOf(request, data)
  return {
    name,
    object: liveObject(name, apiVersion, kind.kind, data),
    circumstances: { ...(namespace === null ? {} : { namespace }), ...askedBy(request) },
  }
}

function nameOf({ kind: { kind }, name, namespace }: AdmissionRequest, data: unknown): string {
  const metadata = child(data, 'metadata')
  const stated = typeof child(metadata, 'name') === 'string' || typeof child(metadata, 'generateName') === 'string'
  const whole = stated || name === null ? metadata : { name }
  return objectName({ kind, apiVersion: '', at: [], data: { metadata: { ...Object(whole), namespace } } })
}

/** A service account counts by its name only in its own namespace: elsewhere anybody may call one `hub`. */
function askedBy({ user, namespace }: AdmissionRequest): Circumstances {
  if (user === null) return {}
  const [, at, serviceAccount] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? []
  return serviceAccount !== undefined && at === namespace ? { user, serviceAccount } : { user }
}
