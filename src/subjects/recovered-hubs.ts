import { labelledVersion } from '../jupyterhub/recovered.ts'
import type { TextProblem } from '../model/source.ts'
import { namespaceOf } from '../model/workload.ts'
import { unknowable } from '../read/embedded.ts'
import type { FoundObject } from '../read/objects.ts'
import type { ChooseChart, Objects, RecoveredHub, Tools } from './carried-values.ts'
import { mergedByName, valuesOf } from './carried-values.ts'
import { releaseHubs } from './release-hubs.ts'

/** The hubs in streams of objects, and what is wrong with the objects that should hold them. */
export interface Recovery {
  readonly hubs: readonly RecoveredHub[]
  readonly problems: readonly TextProblem[]
}

/** Finds the hubs in the objects of all files of a call: what belongs together may stand in several. */
export function recoverHubs(streams: readonly Objects[], tools: Tools): Recovery {
  const { choose } = tools
  const problems: TextProblem[] = []
  const values = streams.flatMap(({ carriers, file }) => carriers.flatMap(object => valuesOf(object, file, problems)))
  const hubs = [
    ...mergedByName(values, choose),
    ...streams.flatMap(stream => {
      const beside = values.filter(({ file }) => file === stream.file)
      return releaseHubs(stream, beside, tools, problems)
    }),
  ]
  for (const { file, hub } of streams) {
    if (hub === null || hubs.some(found => found.file === file) || problems.length > 0) continue
    hubs.push(hiddenHub(hub, file, choose))
  }
  return { hubs, problems }
}

/** A hub that runs, but whose values are in none of the objects. */
function hiddenHub(hub: FoundObject, file: string, choose: ChooseChart): RecoveredHub {
  const effective = unknowable(hub.traced, 'it is in a Secret that is not among these objects')
  return {
    name: hub.called.name,
    namespace: namespaceOf(hub.data),
    file,
    chosen: choose(null, labelledVersion(hub)),
    effective,
  }
}
