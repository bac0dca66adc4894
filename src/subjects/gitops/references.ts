import { child } from '../../model/traced.ts'
import { namespaceOf } from '../../model/workload.ts'
import type { FoundObject } from '../../read/objects.ts'
import { groupOf, textAt } from './wanted.ts'

/** An object that another one names. */
export interface Reference {
  /** The group of its API; empty for what Kubernetes itself has. */
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/**
 * What a `HelmRelease` names: where its chart comes from, and what holds its values. Nothing of other objects.
 * Source: fluxcd/helm-controller@v1.6.3:docs/spec/v2/helmreleases.md.
 */
export function referencesOf(object: FoundObject): { readonly sources: Reference[]; readonly values: Reference[] } {
  if (object.kind !== 'HelmRelease' || groupOf(object) !== 'helm.toolkit.fluxcd.io') return { sources: [], values: [] }
  const spec = child(object.data, 'spec')
  const own = namespaceOf(object.data) ?? ''
  const sourceAt = (reference: unknown) => {
    const [kind, name] = [textAt(reference, 'kind'), textAt(reference, 'name')]
    const namespace = textAt(reference, 'namespace') || own
    return kind === '' || name === '' ? [] : [{ group: SOURCES, kind, namespace, name }]
  }
  const from = child(spec, 'valuesFrom')
  const held = (Array.isArray(from) ? from : []).map(reference => ({
    ...{ group: '', kind: textAt(reference, 'kind'), namespace: own, name: textAt(reference, 'name') },
  }))
  return {
    sources: [
      ...sourceAt(child(spec, 'chartRef')),
      ...sourceAt(child(child(child(spec, 'chart'), 'spec'), 'sourceRef')).filter(
        ({ kind }) => kind === 'HelmRepository',
      ),
    ],
    values: held.filter(({ kind, name }) => (kind === 'ConfigMap' || kind === 'Secret') && name !== ''),
  }
}

const SOURCES = 'source.toolkit.fluxcd.io'

/** Whether objects speak of jupyterhub at all: of others, nothing that they name is read. */
export function speakOfHub(objects: readonly FoundObject[]): boolean {
  return objects.some(({ data }) => JSON.stringify(child(data, 'spec'))?.includes('jupyterhub') === true)
}
