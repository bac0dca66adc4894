import { hubPrefix } from '../../jupyterhub/recovered.ts'
import { child } from '../../model/traced.ts'
import { CARRIERS, pathOf } from './kinds.ts'
import type { Survey } from './survey.ts'

/** An object that may carry a hub's configuration, before it was read. */
export interface Carrier {
  readonly kind: 'Secret' | 'ConfigMap'
  readonly namespace: string
  readonly name: string
}

/**
 * The Secrets and ConfigMaps that may carry a hub's configuration, by namespace: those with the names that the chart gives them, and
 * of each release of Helm the revision that is deployed, else the last. Only names and labels are listed; of all others nothing is
 * ever read.
 */
export async function carriersIn(survey: Survey, namespace: string | null): Promise<Map<string, Carrier[]>> {
  const named: Carrier[] = []
  const releases = new Map<string, { readonly carrier: Carrier; readonly rank: number }>()
  for (const { kind, resource, selector, holds } of CARRIERS) {
    const query = selector === null ? '' : `?fieldSelector=${encodeURIComponent(selector)}`
    for await (const item of survey.items(`${pathOf('v1', resource, namespace)}${query}`, resource, namespace, true)) {
      const metadata = child(item, 'metadata')
      const carrier = { kind, namespace: String(child(metadata, 'namespace')), name: String(child(metadata, 'name')) }
      const isRelease = holds === 'releases' || (holds === 'both' && label(metadata, 'owner') === 'helm')
      if (!isRelease) {
        if (hubPrefix({ kind, apiVersion: 'v1', at: [], data: item }) !== null) named.push(carrier)
        continue
      }
      const release = `${carrier.namespace}/${kind}/${carrier.name.replace(/\.v\d+$/, '')}`
      const rank = rankOf(metadata)
      if (rank >= (releases.get(release)?.rank ?? 0)) releases.set(release, { carrier, rank })
    }
  }
  const found = new Map<string, Carrier[]>()
  for (const carrier of [...named, ...[...releases.values()].map(({ carrier }) => carrier)])
    found.set(carrier.namespace, [...(found.get(carrier.namespace) ?? []), carrier])
  return found
}

/** What is deployed comes before anything later that is not. */
function rankOf(metadata: unknown): number {
  const revision = Number(label(metadata, 'version') ?? 0)
  return (label(metadata, 'status') === 'deployed' ? 1e9 : 0) + (Number.isFinite(revision) ? revision : 0)
}

function label(metadata: unknown, name: string): unknown {
  return child(child(metadata, 'labels'), name)
}
