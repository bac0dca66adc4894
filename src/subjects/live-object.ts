import type { Circumstances, Subject } from '../engine/subject.ts'
import { hubOf } from '../jupyterhub/hub.ts'
import { carriedBy } from '../jupyterhub/recovered.ts'
import type { Pod } from '../model/pod.ts'
import { subtree, type Traced } from '../model/traced.ts'
import { View } from '../model/view.ts'
import { type KubernetesObject, podPath } from '../model/workload.ts'
import type { FoundObject } from '../read/objects.ts'
import type { Tools } from './carried-values.ts'
import { declaredHubs, mayDeclareHub } from './gitops/declared-hubs.ts'
import { hubSubjects } from './hub-subjects.ts'
import { recoverHubs } from './recovered-hubs.ts'

/** An object as the API server has it, as what is judged of it. */
export interface LiveObject {
  /** `Pod jhub/jupyter-alice`. */
  readonly name: string
  readonly object: FoundObject
  readonly circumstances: Circumstances
}

/** Data of the API server as an object whose findings point to its fields. */
export function liveObject(name: string, apiVersion: string, kind: string, data: unknown): FoundObject {
  const traced: Traced = { data, origin: path => ({ by: 'object', name, path, span: null }) }
  return { kind, apiVersion, data, at: [], traced, called: { name, template: null } }
}

/** Whether an object may hold the configuration of a hub: judging that takes longer than judging a pod. */
export function mayHoldHub(object: KubernetesObject): boolean {
  return carriedBy(object) !== null || mayDeclareHub(object)
}

/** What is judged of an object: its pod, or the hub whose configuration it holds, with the pods that come of it. */
export function subjectsOf({ name, object, circumstances }: LiveObject, tools: Tools): Subject[] {
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
      ...hubs.flatMap(({ effective, chosen, ...traits }) =>
        hubSubjects(hubOf(name, effective, chosen.chart, traits), false, circumstances),
      ),
    ]
  }
  const { hubs, problems } = recoverHubs([{ file: name, carriers: [object], hub: null }], tools)
  return [
    { kind: 'source', name, of: { file: name, problems }, circumstances },
    ...hubs.flatMap(hub =>
      hubSubjects(hubOf(hub.name, hub.effective, hub.chosen.chart, { isRendered: true }), true, circumstances),
    ),
  ]
}
