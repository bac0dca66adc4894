import { child } from '../model/traced.ts'

/** What an admin wants to know of a pod; the image stands apart. */
export interface PodFacts {
  readonly image: string
  readonly facts: readonly Fact[]
}

export interface Fact {
  /** One short phrase. */
  readonly text: string
  /** What every pod has one fact of; null for what a pod has or has not. */
  readonly kind: 'user' | 'memory' | 'cpu' | null
}

const HOST = ['hostNetwork', 'hostPID', 'hostIPC'] as const

/** What a pod runs, as whom, and what it may do. */
export function podFacts(pod: unknown): PodFacts {
  const spec = child(pod, 'spec')
  const initial = list(child(spec, 'initContainers'))
  const running = list(child(spec, 'containers'))
  const notebook = running.find(container => child(container, 'name') === 'notebook') ?? running[0]
  return {
    image: String(child(notebook, 'image') ?? 'an image that cannot be told'),
    facts: [
      { kind: 'user', text: userWords(spec, notebook) },
      ...[
        ...[...initial, ...running].flatMap(container => powers(container, container === notebook)),
        ...HOST.filter(key => child(spec, key) === true),
        ...list(child(spec, 'volumes')).flatMap(hostPath),
        ...tokenWords(spec),
        ...running.filter(container => container !== notebook).map(container => `also runs "${nameOf(container)}"`),
      ].map(text => ({ kind: null, text })),
      ...resourceFacts(notebook),
    ],
  }
}

function userWords(spec: unknown, notebook: unknown): string {
  const own = child(child(notebook, 'securityContext'), 'runAsUser')
  const uid = own ?? child(child(spec, 'securityContext'), 'runAsUser')
  if (uid === 0) return 'root (uid 0)'
  return uid === undefined || uid === null ? 'the user of the image' : `uid ${uid}`
}

function powers(container: unknown, isNotebook: boolean): string[] {
  const security = child(container, 'securityContext')
  const added = list(child(child(security, 'capabilities'), 'add'))
  const name = nameOf(container)
  const whose = isNotebook ? '' : ` ("${name}")`
  if (child(security, 'privileged') === true)
    return [
      name === 'block-cloud-metadata' ? 'privileged "block-cloud-metadata" before it starts' : `privileged${whose}`,
    ]
  return [
    ...(added.length > 0 ? [`capabilities ${added.join(', ')}${whose}`] : []),
    ...(isNotebook && child(security, 'allowPrivilegeEscalation') !== false ? ['may become root (sudo)'] : []),
  ]
}

function hostPath(volume: unknown): string[] {
  const path = child(child(volume, 'hostPath'), 'path')
  return path === undefined ? [] : [`host path ${path}`]
}

function tokenWords(spec: unknown): string[] {
  const [account, mounted] = [child(spec, 'serviceAccountName'), child(spec, 'automountServiceAccountToken')]
  if (mounted === false) return account === undefined ? [] : [`service account "${account}" without its token`]
  return [`token of service account "${account ?? 'default'}"`]
}

/** How much of the node's resources a server may take. */
function resourceFacts(notebook: unknown): Fact[] {
  const limits = child(child(notebook, 'resources'), 'limits')
  const facts = (['memory', 'cpu'] as const).map(kind => {
    const limit = child(limits, kind)
    return { kind, text: limit === undefined ? `no ${kind} limit` : `${kind} up to ${amount(kind, limit)}` }
  })
  const others = entries(limits).filter(([what]) => what !== 'memory' && what !== 'cpu')
  return [...facts, ...others.map(([what, count]) => ({ kind: null, text: `${count} ${what}` }))]
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** KubeSpawner sends memory as bytes. */
function amount(what: string, limit: unknown): string {
  if (what !== 'memory' || typeof limit !== 'number') return String(limit)
  const power = Math.min(limit < 1 ? 0 : Math.floor(Math.log2(limit) / 10), UNITS.length - 1)
  return `${Number((limit / 1024 ** power).toFixed(1))} ${UNITS[power]}`
}

function nameOf(container: unknown): string {
  return String(child(container, 'name'))
}

function list(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? data : []
}

function entries(data: unknown): [string, unknown][] {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.entries(data) : []
}
