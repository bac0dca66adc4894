import type { Circumstances, Subject } from '../src/engine/subject.ts'
import { hubOf } from '../src/jupyterhub/hub.ts'
import { carriedBy } from '../src/jupyterhub/recovered.ts'
import type { Pod } from '../src/model/pod.ts'
import { child, subtree, type Traced } from '../src/model/traced.ts'
import { View } from '../src/model/view.ts'
import { objectName, podPath } from '../src/model/workload.ts'
import type { FoundObject } from '../src/read/objects.ts'
import type { Tools } from '../src/subjects/carried-values.ts'
import { declaredHubs, mayDeclareHub } from '../src/subjects/gitops/declared-hubs.ts'
import { hubSubjects } from '../src/subjects/hub-subjects.ts'
import { recoverHubs } from '../src/subjects/recovered-hubs.ts'
import type { AdmissionRequest } from './request.ts'

/** An object of a request, as what is judged of it. */
export interface ReviewedObject {
  /** `Pod jhub/jupyter-alice`. */
  readonly name: string
  readonly object: FoundObject
  readonly circumstances: Circumstances
}

/** The object that a request brings, or `data` in its place: the one that was there before. */
export function objectIn(request: AdmissionRequest, data: unknown = request.object): ReviewedObject {
  const { kind, namespace } = request
  const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
  const name = nameOf(request, data)
  const traced: Traced = { data, origin: path => ({ by: 'object', name, path, span: null }) }
  const called = { name, template: null }
  return {
    name,
    object: { kind: kind.kind, apiVersion, data, at: [], traced, called },
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

/** Whether an object may hold the configuration of a hub: judging that takes longer than judging a pod. */
export function mayHoldHub({ object }: ReviewedObject): boolean {
  return carriedBy(object) !== null || mayDeclareHub(object)
}

/** What is judged of an object: its pod, or the hub whose configuration it holds, with the pods that come of it. */
export function subjectsOf({ name, object, circumstances }: ReviewedObject, tools: Tools): Subject[] {
  const at = podPath(object)
  if (at !== null)
    return [
      {
        kind: 'pod',
        name,
        of: View.of<Pod>(at.length === 0 ? object.traced : subtree(object.traced, at)),
        circumstances,
      },
    ]
  if (carriedBy(object) === null) {
    const { hubs, problems } = declaredHubs(object, name, tools)
    return [
      ...(problems.length === 0
        ? []
        : [{ kind: 'source', name, of: { file: name, problems }, circumstances } as const]),
      ...hubs.flatMap(({ effective, chosen, completeness }) =>
        hubSubjects(hubOf(name, effective, chosen.chart, completeness), false, circumstances),
      ),
    ]
  }
  const { hubs, problems } = recoverHubs([{ file: name, carriers: [object], hub: null }], tools)
  return [
    { kind: 'source', name, of: { file: name, problems }, circumstances },
    ...hubs.flatMap(hub =>
      hubSubjects(hubOf(hub.name, hub.effective, hub.chosen.chart, 'whole', true), true, circumstances),
    ),
  ]
}
