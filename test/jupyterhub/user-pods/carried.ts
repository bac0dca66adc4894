/** Pods that the real KubeSpawner made, as `fixtures/user-pods/recorded.json` carries them. */
export interface Recorded {
  readonly chart: string
  readonly case: string
  readonly values: unknown
  readonly plain?: Fields
  readonly pods: readonly RecordedPod[]
}
export interface RecordedPod {
  /** `base`, `profile:gpu`, `profile:gpu/option:image=r` */
  readonly of: string
  readonly as?: string
  readonly fails?: true
  readonly pod?: Fields
  readonly without?: readonly string[]
}
export type Fields = Readonly<Record<string, unknown>>

/** The carried fields of a recorded pod; `plain` are those of its chart's plain pod. */
export function fieldsOf(row: Recorded, recorded: RecordedPod, plain: Fields): Fields {
  const same = recorded.as === undefined ? recorded : row.pods.find(({ of }) => of === recorded.as)
  const left = Object.entries(plain).filter(([field]) => !same?.without?.includes(field))
  return { ...Object.fromEntries(left), ...same?.pod }
}

const CARRIED = [
  ...['hostNetwork', 'hostPID', 'hostIPC', 'hostUsers', 'shareProcessNamespace', 'securityContext'],
  ...[
    'serviceAccountName',
    'automountServiceAccountToken',
    'runtimeClassName',
    'nodeSelector',
    'tolerations',
    'volumes',
  ],
]

/** What is compared of a pod: null and empty values are left out, and variables that JupyterHub sets by itself. */
export function carried(data: unknown): Fields {
  const { metadata, spec } = data as {
    metadata: Fields
    spec: Fields & { containers: Fields[]; initContainers?: Fields[] }
  }
  const { containers, initContainers = [], ...rest } = spec
  return {
    labels: metadata['labels'],
    annotations: metadata['annotations'],
    ...Object.fromEntries(Object.entries(tidy(rest) as Fields).filter(([field]) => CARRIED.includes(field))),
    containers: containers.map(container),
    initContainers: initContainers.map(container),
  }
}

function container({ env, ...rest }: Fields): unknown {
  const set = ((env ?? []) as Fields[]).filter(variable => 'value' in variable || 'valueFrom' in variable)
  return { ...(tidy(rest) as Fields), ...(set.length > 0 ? { env: set } : {}) }
}

function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => !isEmpty(item))
      .map(([key, item]) => [key, tidy(item)]),
  )
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true
  return typeof value === 'object' && Object.values(value).every(isEmpty)
}
