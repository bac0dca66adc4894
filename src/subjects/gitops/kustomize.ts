import type { Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import type { FoundObject } from '../../read/objects.ts'
import { groupOf } from './wanted.ts'

/** A file of Kustomize. */
export interface Kustomization {
  readonly file: string
  readonly traced: Traced
}

/** Whether an object is a file of Kustomize. */
export function isKustomization(object: Pick<FoundObject, 'kind' | 'apiVersion'>): boolean {
  return object.kind === 'Kustomization' && groupOf(object) === 'kustomize.config.k8s.io'
}

/** All files that a file of Kustomize makes ConfigMaps and Secrets of, beside itself. */
export function generatingFiles({ traced }: Kustomization): string[] {
  return ['configMapGenerator', 'secretGenerator'].flatMap(field =>
    generatorsIn(traced, field)
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
  return all.flatMap(({ file, traced }) =>
    generatorsIn(traced, field)
      .filter(generator => generator.get('name').text === name)
      .flatMap(sourcesOf)
      .filter(source => source.key === key)
      .map(({ path }) => ({ from: file, path })),
  )
}

function generatorsIn(traced: Traced, field: string): View[] {
  return View.of<Record<string, unknown>>(traced).get(field).each()
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
