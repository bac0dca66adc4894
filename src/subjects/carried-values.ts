import type { ChosenChart } from '../jupyterhub/charts/chosen.ts'
import { carriedBy, hubPrefix, labelledVersion, recovered, statedVersion } from '../jupyterhub/recovered.ts'
import type { Chart } from '../model/hub.ts'
import type { TextProblem } from '../model/source.ts'
import { Opaque, subtree, type Traced } from '../model/traced.ts'
import { namespaceOf } from '../model/workload.ts'
import { base64, readEmbedded, unknowable } from '../read/embedded.ts'
import { isEncrypted } from '../read/encrypted.ts'
import { mergeLayers } from '../read/layers.ts'
import type { FoundObject } from '../read/objects.ts'
import { isHubValues } from '../read/recognise.ts'
import type { Gunzip } from './release.ts'

/** A hub whose values were found in objects. */
export interface RecoveredHub {
  /** The object: `Secret jhub/hub`. */
  readonly name: string
  /** The namespace of the object. */
  readonly namespace: string | null
  readonly file: string
  readonly chosen: ChosenChart
  /** All values, the chart's defaults included. */
  readonly effective: Traced
}

/** How the chart is chosen: by what the values state, else by a label; null where neither says it. */
export type ChooseChart = (stated: string | null, label: string | null) => ChosenChart

/** What recovery needs of the world outside. */
export interface Tools {
  readonly choose: ChooseChart
  /** A published chart, with its defaults. */
  chart(version: string): Chart
  readonly gunzip: Gunzip
}

/** The objects of one source, among which hubs are looked for. */
export interface Objects {
  /** A file's name, or an object's. */
  readonly file: string
  /** The objects that may carry a hub's configuration. */
  readonly carriers: readonly FoundObject[]
  /** The chart's hub, where its workload is among them. */
  readonly hub: FoundObject | null
}

/** Values as one object carries them. */
export interface CarriedValues {
  readonly object: FoundObject
  readonly file: string
  readonly values: Traced
}

/** The values of a hub that an object carries; what cannot be read of them is a problem. */
export function valuesOf(object: FoundObject, file: string, problems: TextProblem[]): CarriedValues[] {
  const carried = carriedBy(object)
  if (carried?.form !== 'values') return []
  const holder = subtree(object.traced, carried.at)
  const isNamed = hubPrefix(object) !== null
  const written = String(holder.data)
  if (isEncrypted(written)) return isNamed ? [{ object, file, values: unknowable(holder, 'it is encrypted') }] : []
  const bytes = carried.encoded ? base64(written) : null
  if (carried.encoded && bytes === null) {
    if (isNamed) problems.push(problem(holder, 'this value should be base64, and is not'))
    return []
  }
  const text = bytes === null ? written : new TextDecoder().decode(bytes)
  const read = readEmbedded(text, holder, !carried.encoded)
  if ('problem' in read) {
    if (isNamed) problems.push(read.problem)
    return []
  }
  const isHub = isHubValues(read.traced.data) && (isNamed || statedVersion(read.traced.data) !== null)
  return isHub ? [{ object, file, values: read.traced }] : []
}

/** Up to chart 0.9 the hub reads ConfigMap `hub-config` and lays over it what Secret `hub-secret` holds. */
export function mergedByName(all: readonly CarriedValues[], choose: ChooseChart): RecoveredHub[] {
  const isSecret = ({ object }: CarriedValues) => object.kind === 'Secret'
  const namespace = ({ object }: CarriedValues) => namespaceOf(object.data)
  const hubs: RecoveredHub[] = []
  for (const main of all) {
    const stated = statedVersion(main.values.data)
    if (isSecret(main)) {
      const config = all.find(other => !isSecret(other) && isPartner(main, other))
      if (stated !== null) hubs.push(hubFrom(main, main.values, choose))
      else if (config === undefined) hubs.push(hubFrom(main, completeAlone(main), choose))
      continue
    }
    const secret = all.find(other => isSecret(other) && isPartner(main, other))
    const over = secret?.values ?? { ...SECRETS_ELSEWHERE, origin: () => main.values.origin([]) }
    hubs.push(hubFrom(main, mergeLayers([main.values, over]), choose))
  }
  return hubs

  function isPartner(a: CarriedValues, b: CarriedValues): boolean {
    return hubPrefix(a.object) === hubPrefix(b.object) && namespace(a) === namespace(b)
  }
}

/** Secret `hub-secret` that states no chart version holds but a part of the values. */
function completeAlone({ object, values }: CarriedValues): Traced {
  return object.called.name.endsWith('hub-secret')
    ? unknowable(object.traced, 'the rest is in ConfigMap hub-config, which is not among these objects')
    : values
}

/** What stands in `hub-secret` alone and decides who gets in. */
const SECRETS_ELSEWHERE = {
  data: { auth: { dummy: { password: new Opaque('it is in Secret hub-secret, which is not among these objects') } } },
}

function hubFrom({ object, file, values }: CarriedValues, all: Traced, choose: ChooseChart): RecoveredHub {
  const chosen = choose(statedVersion(values.data), labelledVersion(object))
  const { defaults, version } = chosen.chart
  return {
    name: object.called.name,
    namespace: namespaceOf(object.data),
    file,
    chosen,
    effective: recovered(all, defaults, version),
  }
}

/** What is wrong with a value that should hold a configuration. */
export function problem(holder: Traced, message: string): TextProblem {
  return { kind: 'unreadable', message, origin: holder.origin([]) }
}
