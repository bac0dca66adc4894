import type { Path } from '../model/path.ts'
import { child, Opaque, type Traced } from '../model/traced.ts'
import type { KubernetesObject } from '../model/workload.ts'

/** Where an object carries values, and in which form. */
export type Carried =
  /** The values as YAML, in clear or as base64. */
  | { readonly form: 'values'; readonly at: Path; readonly encoded: boolean }
  /** A release as Helm stores it; in a Secret it is base64 twice. */
  | { readonly form: 'release'; readonly at: Path; readonly times: 1 | 2 }

const KEY = 'values.yaml'

/**
 * What an object carries of a configuration; null if nothing. The chart writes its values into Secret `hub` (1.0 and later), Secret
 * `hub-secret` (0.10, 0.11), or, without what is secret, into ConfigMap `hub-config` and the rest into Secret `hub-secret` (0.8, 0.9).
 * Source: jupyterhub/zero-to-jupyterhub-k8s, jupyterhub/templates/hub/{secret,configmap}.yaml; helm/helm@v4.2.4:pkg/storage/driver.
 */
export function carriedBy({ kind, data }: KubernetesObject): Carried | null {
  const has = (...at: string[]) => typeof at.reduce<unknown>(child, data) === 'string'
  if (kind === 'Secret') {
    if (child(data, 'type') === 'helm.sh/release.v1' && has('data', 'release'))
      return { form: 'release', at: ['data', 'release'], times: 2 }
    // what is in clear wins. Source: kubernetes/kubernetes@v1.31.0:pkg/registry/core/secret/strategy.go
    if (has('stringData', KEY)) return { form: 'values', at: ['stringData', KEY], encoded: false }
    if (has('data', KEY)) return { form: 'values', at: ['data', KEY], encoded: true }
  }
  if (kind === 'ConfigMap') {
    const isRelease = child(child(child(data, 'metadata'), 'labels'), 'owner') === 'helm'
    if (isRelease && has('data', 'release')) return { form: 'release', at: ['data', 'release'], times: 1 }
    if (has('data', KEY)) return { form: 'values', at: ['data', KEY], encoded: false }
    if (has('binaryData', KEY)) return { form: 'values', at: ['binaryData', KEY], encoded: true }
  }
  return null
}

/** The names of the chart's objects that carry values, behind any prefix. */
const NAMES = /^(?:(.*)-)?hub(?:-secret|-config)?$/

/** What stands before `hub` in the name of an object of the chart; null if that is no such name. */
export function hubPrefix({ data }: KubernetesObject): string | null {
  const name = child(child(data, 'metadata'), 'name')
  const found = typeof name === 'string' ? NAMES.exec(name) : null
  return found === null ? null : (found[1] ?? '')
}

/** The chart version that values from an object state themselves. */
export function statedVersion(values: unknown): string | null {
  const version = child(child(values, 'Chart'), 'Version')
  return typeof version === 'string' ? version : null
}

/** The chart version in an object's labels; null if the chart is not jupyterhub, or none is named. */
export function labelledVersion({ data }: KubernetesObject): string | null {
  const labels = child(child(data, 'metadata'), 'labels')
  for (const key of ['helm.sh/chart', 'chart']) {
    const label = child(labels, key)
    // a label cannot hold "+", for which Helm writes "_"
    const found = typeof label === 'string' ? /^jupyterhub-(\d.*)$/.exec(label)?.[1] : undefined
    if (found !== undefined) return found.replace('_', '+')
  }
  return null
}

/** Whether a workload is the chart's hub itself. */
export function isHubWorkload(object: KubernetesObject): boolean {
  const component = child(child(child(object.data, 'metadata'), 'labels'), 'component')
  return object.kind === 'Deployment' && component === 'hub' && labelledVersion(object) !== null
}

/**
 * The values of the chart as an object carries them: without what the chart adds to them. They are complete, its defaults
 * included; what equals its default is taken for it, as nobody can tell who wrote it.
 */
export function recovered(carried: Traced, defaults: unknown, chart: string): Traced {
  return {
    data: isMap(carried.data) ? withoutAdditions(carried.data) : carried.data,
    origin(path, part) {
      const origin = carried.origin(path, part)
      const value = path.reduce(child, carried.data)
      const isDefault = path.length > 0 && value !== undefined && same(value, path.reduce(child, defaults))
      return isDefault ? { ...origin, by: 'chart', name: `jupyterhub ${chart}` } : origin
    },
  }
}

function withoutAdditions({ Chart: _chart, Release: _release, ...values }: Record<string, unknown>): unknown {
  return values
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(key => same(child(a, key), child(b, key)))
}

function isMap(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) && !(data instanceof Opaque)
}
