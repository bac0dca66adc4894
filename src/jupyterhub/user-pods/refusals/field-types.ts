import type { Path } from '../../../model/path.ts'
import { kindIn, type Pod } from '../../../model/pod.ts'
import { Opaque } from '../../../model/traced.ts'
import type { View } from '../../../model/view.ts'
import { isMap } from '../../derived.ts'
import { lookup } from '../../lookup.ts'
import { inWords } from '../obstacle.ts'
import { type Refusal, refusal } from './refusal.ts'

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
export function wrongTypes(pod: View<Pod>): Refusal[] {
  const wrong: Wrong[] = []
  within(pod.raw, POD, 'the pod', [], wrong)
  return wrong.map(({ path, sentence }) => refusal(pod.down(path), sentence))
}

/** A value of a wrong type: looked for in plain data, as nearly all pods are in order and have hundreds of fields. */
interface Wrong {
  readonly path: Path
  readonly sentence: string
}

/** Null is read as nothing, wherever it stands. */
function isThere(data: unknown): boolean {
  return data !== null && data !== undefined && !(data instanceof Opaque)
}

function within(data: unknown, types: Types, where: string, path: Path, wrong: Wrong[]): void {
  if (!isThere(data)) return
  if (!isMap(data)) wrong.push({ path, sentence: `${where} is ${inWords(data)}` })
  else
    for (const field of Object.keys(data)) {
      const type = lookup(types, field)
      if (type !== undefined) inField(data[field], field, type, path, wrong)
    }
}

function inField(data: unknown, field: string, type: FieldType, above: Path, wrong: Wrong[]): void {
  if (!isThere(data)) return
  if (typeof type === 'string') ofType(data, type, field, above, wrong)
  else if (!Array.isArray(type)) within(data, type as Types, field, [...above, field], wrong)
  else if (!Array.isArray(data)) wrong.push({ path: [...above, field], sentence: `${field} is ${inWords(data)}` })
  else for (const [i, item] of data.entries()) within(item, type[0], itemOf(field), [...above, field, i], wrong)
}

function itemOf(field: string): string {
  return field.toLowerCase().endsWith('containers') ? kindIn(field) : `an entry of ${field}`
}

function ofType(data: unknown, type: Type, field: string, above: Path, wrong: Wrong[]): void {
  if (!FITS[type](data)) wrong.push({ path: [...above, field], sentence: `${field} is ${inWords(data)}` })
  else if (type === 'map of texts') {
    for (const [key, item] of Object.entries(data as object))
      if (isThere(item) && !FITS.text(item))
        wrong.push({ path: [...above, field, key], sentence: `${field} ${key} is ${inWords(item)}` })
  } else if (type === 'texts' || type === 'numbers')
    for (const [i, item] of (data as unknown[]).entries())
      if (isThere(item) && !FITS[type === 'texts' ? 'text' : 'number'](item))
        wrong.push({ path: [...above, field, i], sentence: `an entry of ${field} is ${inWords(item)}` })
}

const FITS: Readonly<Record<Type, (data: unknown) => boolean>> = {
  text: data => typeof data === 'string',
  flag: data => typeof data === 'boolean',
  number: Number.isInteger,
  texts: Array.isArray,
  numbers: Array.isArray,
  'map of texts': isMap,
}
