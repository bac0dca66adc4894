import type { Container, Pod } from '../../../model/pod.ts'
import { called } from '../../../model/pod.ts'
import type { View } from '../../../model/view.ts'
import { lookup } from '../../lookup.ts'
import { inWords } from '../obstacle.ts'
import { onceSound, type Refusal, refusal } from './refusal.ts'

type Type = 'text' | 'flag' | 'number' | 'texts' | 'numbers' | 'map of texts'

/** The types of fields in an object; a list of objects stands below `[]`. */
type Types = { readonly [field: string]: Type | Types | readonly [Types] }
type FieldType = Types[string]

const SHARED_SECURITY: Types = {
  runAsUser: 'number',
  runAsGroup: 'number',
  runAsNonRoot: 'flag',
  seccompProfile: { type: 'text', localhostProfile: 'text' },
}

/** Source: kubernetes/api, core/v1/types.go, v1.36. */
const CONTAINER: Types = {
  name: 'text',
  image: 'text',
  imagePullPolicy: 'text',
  workingDir: 'text',
  command: 'texts',
  args: 'texts',
  env: [{ name: 'text', value: 'text' }],
  volumeMounts: [{ name: 'text', mountPath: 'text', subPath: 'text', readOnly: 'flag' }],
  ports: [{ name: 'text', containerPort: 'number', hostPort: 'number' }],
  securityContext: {
    ...SHARED_SECURITY,
    privileged: 'flag',
    allowPrivilegeEscalation: 'flag',
    readOnlyRootFilesystem: 'flag',
    procMount: 'text',
    capabilities: { add: 'texts', drop: 'texts' },
  },
}

const POD: Types = {
  metadata: { labels: 'map of texts', annotations: 'map of texts' },
  spec: {
    hostNetwork: 'flag',
    hostPID: 'flag',
    hostIPC: 'flag',
    hostUsers: 'flag',
    shareProcessNamespace: 'flag',
    serviceAccountName: 'text',
    automountServiceAccountToken: 'flag',
    runtimeClassName: 'text',
    nodeSelector: 'map of texts',
    securityContext: { ...SHARED_SECURITY, fsGroup: 'number', supplementalGroups: 'numbers' },
    volumes: [{ name: 'text', hostPath: { path: 'text', type: 'text' }, persistentVolumeClaim: { claimName: 'text' } }],
    tolerations: [{ key: 'text', operator: 'text', value: 'text', effect: 'text', tolerationSeconds: 'number' }],
    initContainers: [CONTAINER],
    containers: [CONTAINER],
  },
}

/** The fields that hold something of another type than Kubernetes reads. */
export function wrongTypes(pod: View<Pod>): Generator<Refusal> {
  return within(pod as View, POD, 'the pod')
}

function* within(view: View, types: Types, where: string): Generator<Refusal> {
  if (view.isOpaque || !view.isSet) return
  if (!view.isMap) {
    yield refusal(view, `${where} is ${inWords(view.raw)}`)
    return
  }
  for (const field of view.keys()) {
    const type = lookup(types, field)
    const value = view.get(field)
    if (type !== undefined && value.isSet && !value.isOpaque) yield* inField(value, field, type)
  }
}

const inField = onceSound(function* (value: View, field: string, type: FieldType): Generator<Refusal> {
  if (typeof type === 'string') yield* ofType(value, type, field)
  else if (!Array.isArray(type)) yield* within(value, type as Types, field)
  else if (value.isList)
    for (const item of value.each()) yield* within(item as View, type[0], nameOf(item as View, field))
  else yield refusal(value, `${field} is ${inWords(value.raw)}`)
})

function nameOf(item: View, field: string): string {
  return field.toLowerCase().endsWith('containers') ? called(item as View<Container>) : `an entry of ${field}`
}

function* ofType(value: View, type: Type, field: string): Generator<Refusal> {
  if (!FITS[type](value)) yield refusal(value, `${field} is ${inWords(value.raw)}`)
  else if (type === 'map of texts')
    for (const [key, item] of value.entries()) yield* ofType(item as View, 'text', `${field} ${key}`)
  else if (type === 'texts' || type === 'numbers')
    for (const item of value.each())
      yield* ofType(item as View, type === 'texts' ? 'text' : 'number', `an entry of ${field}`)
}

/** Null is read as nothing, wherever it stands. */
const FITS: Readonly<Record<Type, (value: View) => boolean>> = {
  text: value => !value.isSet || value.isOpaque || value.text !== undefined,
  flag: value => value.flag !== undefined,
  number: value => !value.isSet || value.isOpaque || Number.isInteger(value.raw),
  texts: value => value.isList,
  numbers: value => value.isList,
  'map of texts': value => value.isMap,
}
