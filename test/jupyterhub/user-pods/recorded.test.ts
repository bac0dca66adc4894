import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { userPods } from '../../../src/jupyterhub/user-pods/user-pods.ts'
import { hubFrom } from '../hub.ts'

interface Recorded {
  readonly chart: string
  readonly case: string
  readonly values: unknown
  readonly plain?: Fields
  readonly pods: readonly RecordedPod[]
}
interface RecordedPod {
  /** `base`, `profile:gpu`, `profile:gpu/option:image=r` */
  readonly of: string
  readonly as?: string
  readonly fails?: true
  readonly pod?: Fields
  readonly without?: readonly string[]
}
type Fields = Readonly<Record<string, unknown>>

const file = new URL('../../../fixtures/user-pods/recorded.json', import.meta.url)
const rows = JSON.parse(readFileSync(file, 'utf8')) as Recorded[]
const plain = new Map(rows.flatMap(row => (row.plain === undefined ? [] : [[row.chart, row.plain] as const])))

test.each(rows.map(row => [`${row.case} on ${row.chart}`, row] as const))('%s', async (_, row) => {
  const { pods } = userPods(await hubFrom(row.chart, JSON.stringify(row.values)))
  for (const recorded of row.pods) {
    const ours = pods.find(pod => pod.spawns && isOf(recorded.of, pod))
    if (recorded.fails) expect(ours, recorded.of).toBeUndefined()
    else expect(carried(ours?.pod.data), recorded.of).toEqual(fieldsOf(row, recorded))
  }
})

function isOf(subject: string, pod: ReturnType<typeof userPods>['pods'][number]): boolean {
  if (subject === 'base') return pod.default
  const [profile, ...options] = subject.replace(/^profile:/, '').split('/option:')
  return (
    pod.profile === profile &&
    options.join() ===
      Object.entries(pod.options)
        .map(pair => pair.join('='))
        .join()
  )
}

function fieldsOf(row: Recorded, recorded: RecordedPod): unknown {
  const same = recorded.as === undefined ? recorded : row.pods.find(({ of }) => of === recorded.as)
  const left = Object.entries(plain.get(row.chart) ?? {}).filter(([field]) => !same?.without?.includes(field))
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

/** What is compared: null and empty values are left out, and variables that JupyterHub sets by itself. */
function carried(data: unknown): unknown {
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
