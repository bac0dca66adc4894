import type { Path } from '../../model/path.ts'
import { child, Opaque, type Traced } from '../../model/traced.ts'
import type { View } from '../../model/view.ts'
import { isEncrypted } from '../../read/encrypted.ts'
import type { FoundObject } from '../../read/objects.ts'

/** A chart with values, as an object of Flux, Argo CD or Rancher asks for it. */
export interface Wanted {
  /** What tells it from others that the same object asks for; null where there is nothing. */
  readonly called?: string | null
  readonly chart: WantedChart
  /** Where it will be; null where the object does not say so. */
  readonly namespace: string | null
  /** What the object and what it names say, put together. */
  readonly values: Traced
  /** What it names that has values and is not at hand. */
  readonly elsewhere: readonly string[]
  /** Whether the chart's schema is not held against the values. */
  readonly skipsSchema: boolean
  /** Whose Helm puts the values together. */
  readonly helm: 3 | 4
  /** The files whose values are in it. */
  readonly files: readonly string[]
}

export interface WantedChart {
  /** Its name in a repository of charts; null for a folder in Git, and where it cannot be told. */
  readonly name: string | null
  /** Its version or range; null where none is stated, or where it is known only later. */
  readonly version: string | null
  /** The address of its repository, as far as it is known. */
  readonly repository: string
  /** Its folder in a Git repository. */
  readonly folder: string | null
}

/** Where an object does not say which chart it means. */
export const UNKNOWN_CHART: WantedChart = { name: null, version: null, repository: '', folder: null }

/** The name of a chart in an address: `jupyterhub` of `oci://ghcr.io/example/jupyterhub`. */
export function lastPart(address: string): string | null {
  return address.replace(/\/+$/, '').split('/').at(-1) || null
}

/** The name of the chart at an address, and its version where that is an archive. */
export function chartAt(address: string): Pick<WantedChart, 'name' | 'version'> {
  const [, name, version] = /([^/]+)-(\d+\.[^/]*)\.tgz$/.exec(address) ?? []
  return name === undefined || version === undefined ? { name: lastPart(address), version: null } : { name, version }
}

/** A chart in a folder that is jupyterhub or depends on it. */
export interface ChartInFolder {
  /** The key of jupyterhub's values. */
  readonly key: Path
  readonly version: string
  /** The chart's own values, and their file; null where it has none. */
  readonly values: ValuesFile | null
}

/** A values file with its layers. */
export interface ValuesFile {
  readonly file: string
  readonly layers: readonly Traced[]
}

/** Where a path starts that an object or a file names: at the root of the repository, or in the folder of what names it. */
export type Start = 'root' | 'beside'

/** What an object may name: other objects, and files of its repository. */
export interface Surroundings {
  /** An object by its kind and name. In the namespace, or one of the two says none. */
  object(kind: string, namespace: string | null, name: string): FoundObject | null
  /** A values file that `from` names; null if it is not there, or cannot be read. */
  values(from: string, path: string, start: Start): ValuesFile | null
  /** The values file that a ConfigMap or Secret is made of by a kustomization of the call, or beside `from`; null if there is none. */
  generated(from: string, kind: string, name: string, key: string): ValuesFile | null
  /** Whether there is a file beside `from`. */
  exists(from: string, path: string): boolean
  /** The jupyterhub chart that a folder of the repository holds or depends on. */
  chart(from: string, folder: string, start: Start): ChartInFolder | null
}

/** For an object that is looked at alone. */
export const NOTHING_AROUND: Surroundings = {
  object: () => null,
  values: () => null,
  generated: () => null,
  exists: () => false,
  chart: () => null,
}

/** An object that asks for charts, with what stands around it. */
export interface Asking {
  readonly object: FoundObject
  readonly spec: View
  readonly file: string
  readonly around: Surroundings
}

/** A version as it is written; null for what is filled in only later. */
export function versionOf(view: View): string | null {
  const { value } = view
  return typeof value === 'string' || typeof value === 'number' ? writtenVersion(String(value)) : null
}

/** The same, of a text. */
export function writtenVersion(text: string): string | null {
  const written = text.trim()
  return written === '' || written === '*' || isFilledInLater(written) ? null : written
}

/** Whether a text holds what Flux (`${NAME}`) or an ApplicationSet (`{{ name }}`) fills in before anything is installed. */
export function isFilledInLater(text: string): boolean {
  return /\$\{[A-Za-z_]\w*(?:[:=-][^}]*)?\}|\{\{/.test(text)
}

/** Values in which each text that is filled in later, or encrypted, is there, but cannot be known. */
export function withUnknowns(values: Traced): Traced {
  return { data: hidden(values.data), origin: (path, part) => values.origin(path, part) }
}

function hidden(data: unknown): unknown {
  if (typeof data === 'string') {
    if (isEncrypted(data)) return new Opaque('it is encrypted')
    return isFilledInLater(data) ? new Opaque('it is filled in before it is installed') : data
  }
  if (Array.isArray(data)) return data.map(hidden)
  if (typeof data !== 'object' || data === null || data instanceof Opaque) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, hidden(value)]))
}

/** The group of an object's API. */
export function groupOf({ apiVersion }: Pick<FoundObject, 'apiVersion'>): string {
  return apiVersion.split('/')[0] ?? ''
}

/** A text in an object; empty where there is none. */
export function textAt(data: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>(child, data)
  return typeof found === 'string' ? found : ''
}

/** A path without `.` and `..`; null if it leaves the repository. */
export function joined(path: string): string | null {
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return null
    } else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}
