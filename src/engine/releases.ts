import type { Origin } from '../model/origin.ts'
import type { Path } from '../model/path.ts'

/** Which files make which hub, as a policy says it. Texts may hold placeholders such as `{hub}`: then it stands for one release for each match. */
export interface WrittenRelease {
  readonly name: string
  /** `jupyterhub@3.3.8`, or the folder or archive of a chart. */
  readonly chart: string | null
  /** Where the hub's values are: `jupyterhub`, or `.` for the root; null where it is to be found. */
  readonly key: string | null
  readonly layers: readonly WrittenLayer[]
  /** Values on top, by path below `key`, as `--set` writes it. */
  readonly set: readonly { readonly path: string; readonly value: unknown; readonly origin: Origin }[]
  readonly origin: Origin
}

/** A values file of a release. */
export interface WrittenLayer {
  readonly file: string
  /** Whether it may be missing or unreadable here, since only those who deploy have its key. */
  readonly encrypted: boolean
  /** Whether a release may be without it. */
  readonly optional: boolean
  readonly origin: Origin
}

/** A release as it stands in a policy file that its schema accepts. */
export interface ReleaseText {
  readonly name: string
  readonly chart?: string
  readonly key?: string
  readonly values: readonly (string | LayerText)[]
  readonly set?: Readonly<Record<string, unknown>>
}

interface LayerText {
  readonly file: string
  readonly encrypted?: boolean
  readonly optional?: boolean
}

/** The release at an index of the policy's list. */
export function releaseOf(
  { name, chart, key, values, set = {} }: ReleaseText,
  index: number,
  originAt: (path: Path) => Origin,
): WrittenRelease {
  const path: Path = ['releases', index]
  return {
    name,
    chart: chart ?? null,
    key: key ?? null,
    layers: values.map((written, i) => {
      const { file, encrypted = false, optional = false } = typeof written === 'string' ? { file: written } : written
      return { file, encrypted, optional, origin: originAt([...path, 'values', i]) }
    }),
    set: Object.entries(set).map(([at, value]) => ({ path: at, value, origin: originAt([...path, 'set', at]) })),
    origin: originAt([...path, 'name']),
  }
}

/** The names of the placeholders in a text: of `{cluster}/{hub}.yaml`, `cluster` and `hub`. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
}

/** The text with those placeholders filled in of which a value is known. */
export function filled(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => known[name] ?? whole)
}

const PLACEHOLDER = /\{([A-Za-z]\w*)\}/g

/** What a schema cannot say of releases: names that stand twice, and placeholders that no file has. */
export function releaseMistake(
  releases: readonly ReleaseText[],
): { readonly path: Path; readonly message: string } | null {
  const names = new Map<string, number>()
  for (const [i, { name, chart = '', key = '', values, set }] of releases.entries()) {
    const before = names.get(name)
    if (before !== undefined)
      return { path: ['releases', i, 'name'], message: `there are two releases with the name "${name}"` }
    names.set(name, i)
    // a chart around the jupyterhub chart may hold all values itself
    if (values.length === 0 && set === undefined && (chart === '' || chart.startsWith('jupyterhub@')))
      return { path: ['releases', i, 'values'], message: `the release "${name}" names no file` }
    const files = values.map(layer => (typeof layer === 'string' ? layer : layer.file))
    const bound = new Set(files.flatMap(placeholdersIn))
    const loose = [name, chart, key].flatMap(placeholdersIn).find(one => !bound.has(one))
    if (loose !== undefined)
      return { path: ['releases', i, 'name'], message: `no file of this release has {${loose}} in its name` }
    const unnamed = [...bound].find(one => !placeholdersIn(name).includes(one))
    if (unnamed !== undefined)
      return {
        path: ['releases', i, 'name'],
        message: `the files of this release have {${unnamed}} in their names, and so must the name, to tell the releases apart`,
      }
  }
  return null
}
