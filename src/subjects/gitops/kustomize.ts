import type { Path } from '../../model/path.ts'
import { child, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { namespaceOf } from '../../model/workload.ts'
import { mergeLayers } from '../../read/layers.ts'
import type { FoundObject } from '../../read/objects.ts'
import { groupOf, textAt } from './wanted.ts'
import { without } from './without.ts'

/** An object that asks for a hub, with the file it stands in. */
export interface Located {
  readonly object: FoundObject
  readonly file: string
  /** The file of the patch that is laid over it. */
  readonly patch?: string
}

/** A file of Kustomize. */
export interface Kustomization {
  readonly file: string
  readonly data: unknown
}

/** Whether an object is a file of Kustomize. */
export function isKustomization(object: Pick<FoundObject, 'kind' | 'apiVersion'>): boolean {
  return object.kind === 'Kustomization' && groupOf(object) === 'kustomize.config.k8s.io'
}

/**
 * Objects as Kustomize makes them: where one is a patch of another, which names no chart of its own, the two are one, once for each
 * patch. Of custom resources maps merge, lists are replaced, and null takes away.
 * Source: kubernetes-sigs/kustomize@kustomize/v5.8.1:kyaml/yaml/merge2/merge2.go.
 */
export function patched(all: readonly Located[]): Located[] {
  const patches = all.filter(({ object }) => isPatch(object))
  const bases = all.filter(({ object }) => !isPatch(object))
  const isUsed = (patch: Located) => bases.some(base => isOf(patch, base))
  return [
    ...bases.flatMap(base => {
      const own = patches.filter(patch => isOf(patch, base))
      return own.length === 0 ? [base] : own.map(patch => laidOver(base, patch))
    }),
    ...patches.filter(patch => !isUsed(patch)),
  ]
}

/** Where the objects that ask for charts name them. */
const CHARTS: Readonly<Record<string, readonly Path[]>> = {
  HelmRelease: [
    ['spec', 'chart', 'spec', 'chart'],
    ['spec', 'chartRef', 'name'],
  ],
  Application: [
    ['spec', 'source', 'repoURL'],
    ['spec', 'sources', 0, 'repoURL'],
  ],
}

function isPatch({ kind, data }: FoundObject): boolean {
  const places = CHARTS[kind]
  return places?.every(path => path.reduce(child, data) === undefined) === true
}

function isOf({ object: patch }: Located, { object: base }: Located): boolean {
  const [one, other] = [namespaceOf(patch.data), namespaceOf(base.data)]
  return (
    patch.kind === base.kind &&
    groupOf(patch) === groupOf(base) &&
    textAt(patch.data, 'metadata', 'name') === textAt(base.data, 'metadata', 'name') &&
    (one === null || other === null || one === other)
  )
}

function laidOver(base: Located, patch: Located): Located {
  const merged = mergeLayers([base.object.traced, patch.object.traced])
  const traced = nullsIn(patch.object.data, []).reduce(without, merged)
  const { called } = base.object
  return {
    object: {
      ...base.object,
      traced,
      data: traced.data,
      called: { ...called, name: `${called.name} (${patch.file})` },
    },
    file: base.file,
    patch: patch.file,
  }
}

function nullsIn(data: unknown, at: Path): Path[] {
  if (data === null) return [at]
  if (typeof data !== 'object' || Array.isArray(data)) return []
  return Object.entries(data).flatMap(([key, value]) => nullsIn(value, [...at, key]))
}

/** All files that a file of Kustomize makes ConfigMaps and Secrets of, beside itself. */
export function generatingFiles(data: unknown): string[] {
  return ['configMapGenerator', 'secretGenerator'].flatMap(field =>
    generatorsIn(data, field)
      .flatMap(sourcesOf)
      .map(({ path }) => path),
  )
}

/**
 * The files that a ConfigMap or Secret of this name is made of, as Kustomize names them beside its own file. Source: kubernetes-sigs/kustomize@kustomize/v5.8.1:
 * api/internal/generators/utils.go, ParseFileSource.
 */
export function generatedFrom(
  all: readonly Kustomization[],
  kind: string,
  name: string,
  key: string,
): { readonly from: string; readonly path: string }[] {
  const field = kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator'
  return all.flatMap(({ file, data }) =>
    generatorsIn(data, field)
      .filter(generator => generator.get('name').text === name)
      .flatMap(sourcesOf)
      .filter(source => source.key === key)
      .map(({ path }) => ({ from: file, path })),
  )
}

function generatorsIn(data: unknown, field: string): View[] {
  const root: Traced = { data, origin: path => ({ by: 'nobody', name: 'nobody', path, span: null }) }
  return View.of<Record<string, unknown>>(root).get(field).each()
}

function sourcesOf(generator: View): { readonly key: string; readonly path: string }[] {
  return (generator.get('files').each() as View[]).map(({ text }) => fileSource(text ?? ''))
}

function fileSource(text: string): { readonly key: string; readonly path: string } {
  const at = text.indexOf('=')
  return at < 0
    ? { key: text.split('/').at(-1) ?? '', path: text }
    : { key: text.slice(0, at), path: text.slice(at + 1) }
}
