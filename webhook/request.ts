import { child } from '../src/model/traced.ts'

/** What the API server asks. Source: kubernetes/api@v0.36.1:admission/v1/types.go. */
export interface AdmissionRequest {
  readonly uid: string
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string }
  readonly resource: string
  /** Empty for the object itself. */
  readonly subResource: string
  readonly name: string | null
  readonly namespace: string | null
  readonly operation: string
  /** Who asks. */
  readonly user: string | null
  readonly object: unknown
  /** What it replaces; null where there was nothing. */
  readonly oldObject: unknown
}

/** The request in an AdmissionReview; a text says why the body is none that can be answered. */
export function requestIn(body: unknown): AdmissionRequest | string {
  if (child(body, 'kind') !== 'AdmissionReview') return 'the body is no AdmissionReview'
  const version = child(body, 'apiVersion')
  if (version !== 'admission.k8s.io/v1')
    return `the AdmissionReview is of version ${JSON.stringify(version) ?? 'none'}; this webhook speaks admission.k8s.io/v1`
  const request = child(body, 'request')
  const uid = child(request, 'uid')
  if (typeof uid !== 'string' || uid === '') return 'the AdmissionReview has no request with a uid'
  const operation = child(request, 'operation')
  if (typeof operation !== 'string') return 'the request has no operation'
  const [kind, object] = [child(request, 'kind'), child(request, 'object') ?? null]
  const apiVersion = text(child(object, 'apiVersion')) ?? ''
  const slash = apiVersion.indexOf('/')
  return {
    uid,
    kind: {
      group: text(child(kind, 'group')) ?? apiVersion.slice(0, Math.max(0, slash)),
      version: text(child(kind, 'version')) ?? apiVersion.slice(slash + 1),
      kind: text(child(kind, 'kind')) ?? text(child(object, 'kind')) ?? '',
    },
    resource: text(child(child(request, 'resource'), 'resource')) ?? '',
    subResource: text(child(request, 'subResource')) ?? '',
    name: text(child(request, 'name')),
    namespace: text(child(request, 'namespace')),
    operation,
    user: text(child(child(request, 'userInfo'), 'username')),
    object,
    oldObject: child(request, 'oldObject') ?? null,
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/**
 * Sub-resources that bring no pod and no configuration: what they say of the object is not what people wrote, or nothing at all.
 * Others are judged, also those that nobody knows yet.
 */
const UNTOUCHED: ReadonlySet<string> = new Set([
  'status',
  'binding',
  'eviction',
  'scale',
  'token',
  'finalize',
  'approval',
  'exec',
  'attach',
  'portforward',
  'proxy',
  'log',
])

/** Whether a request brings an object to be judged. */
export function isJudged({ operation, subResource, object }: AdmissionRequest): boolean {
  return (operation === 'CREATE' || operation === 'UPDATE') && !UNTOUCHED.has(subResource) && object !== null
}
