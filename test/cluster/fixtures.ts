import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import type { Sent } from './cluster.ts'

/** The objects of the fixtures of which the API server knows the kinds; what belongs to a namespace of its own goes into this one. */
export function fixtures(): Sent[] {
  return filesUnder('fixtures')
    .filter(file => file.endsWith('.yaml'))
    .flatMap(objectsIn)
    .filter(({ apiVersion }) => ['v1', 'apps/v1', 'batch/v1'].includes(apiVersion))
    .map(object => ({ ...object, metadata: { name: 'object', ...object.metadata, namespace: 'jhub' } }))
}

/** The pods that Pod Security has judged. */
export function podSecurityPods(): Sent[] {
  return readFileSync('fixtures/pod-security/verdicts.jsonl', 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => {
      const { metadata, spec } = JSON.parse(line) as { metadata?: object; spec: Record<string, unknown> }
      return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', ...metadata }, spec: withImages(spec) }
    })
}

/** The verdicts are recorded without images, which the API server asks for. */
function withImages(spec: Record<string, unknown>): Record<string, unknown> {
  const lists = ['initContainers', 'containers'].filter(key => Array.isArray(spec[key]))
  const containers = (key: string) =>
    (spec[key] as object[]).map(container => ({ image: 'busybox:1.36.1', ...container }))
  return { ...spec, ...Object.fromEntries(lists.map(key => [key, containers(key)])) }
}

function objectsIn(file: string): Sent[] {
  try {
    return loadAll(readFileSync(file, 'utf8')).filter(isObject)
  } catch {
    // some fixtures are there to be unreadable
    return []
  }
}

function isObject(data: unknown): data is Sent {
  const { kind, apiVersion, items } = (data ?? {}) as Record<string, unknown>
  return typeof kind === 'string' && typeof apiVersion === 'string' && items === undefined
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesUnder(path) : [path]
  })
}

/** As Flux defines them, as far as it matters here. */
export const HELM_RELEASES = {
  ...{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
  metadata: { name: 'helmreleases.helm.toolkit.fluxcd.io' },
  spec: {
    ...{ group: 'helm.toolkit.fluxcd.io', scope: 'Namespaced', names: { plural: 'helmreleases', kind: 'HelmRelease' } },
    versions: [
      {
        ...{ name: 'v2', served: true, storage: true },
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
}
