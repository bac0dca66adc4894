import { access, type Reason } from '../jupyterhub/access/access.ts'
import { culling } from '../jupyterhub/culling.ts'
import { configUnknowns } from '../jupyterhub/unknowns.ts'
import { userPods } from '../jupyterhub/user-pods/user-pods.ts'
import type { Hub } from '../model/hub.ts'
import type { Path } from '../model/path.ts'
import type { Span } from '../model/span.ts'
import { Opaque } from '../model/traced.ts'
import type { Described, HubDescription } from '../report/hub-description.ts'
import { isSecretKey, maskLine } from '../report/secrets.ts'

interface Whence {
  readonly files: readonly string[]
  readonly key: Path
  readonly chartVersionFrom: string
  /** The workloads beside it, where it was found in manifests. */
  readonly objects: readonly string[]
}

/** Says what a hub will do. */
export function describeHub(hub: Hub, whence: Whence, user: string): HubDescription {
  const { verdict, reach, because, class: name, configured } = access(hub)
  const culled = culling(hub)
  const { pods, unknown } = userPods(hub, user)
  return {
    name: hub.name,
    files: whence.files,
    key: whence.key,
    chartVersion: hub.chart.version,
    chartVersionFrom: whence.chartVersionFrom,
    authenticator: { class: name, configured: configured.value ?? null, location: configured.origin().span },
    access: { verdict, reach, because: because.map(describe) },
    culling: {
      verdict: culled.verdict,
      idleSeconds: culled.idleSeconds,
      everySeconds: culled.everySeconds,
      maxAgeSeconds: culled.maxAgeSeconds,
      because: culled.because.map(describe),
    },
    pods: pods.map(pod => ({
      subject: pod.subject,
      profile: pod.profile,
      options: pod.options,
      default: pod.default,
      spawns: pod.spawns,
      pod: printable(pod.pod.data),
    })),
    unknown: onceEach(
      [...unknown, ...configUnknowns(hub)].map(({ sentence, at }) => ({ sentence, location: at.origin().span })),
    ),
    objects: whence.objects,
  }
}

/** Of several that speak of one place, the first: it says most. */
function onceEach<T extends { readonly location: Span | null }>(list: readonly T[]): T[] {
  const seen = new Set<string>()
  return list.filter(({ location }) => {
    const place = JSON.stringify(location)
    if (location !== null && seen.has(place)) return false
    seen.add(place)
    return true
  })
}

function describe({ sentence, at }: Reason): Described {
  const { by, path, span } = at.origin()
  // a default that nobody wrote has no line of its own
  const isDefault = by === 'chart' || by === 'platform'
  return { sentence: isDefault ? `${sentence} (the default)` : sentence, path, location: isDefault ? null : span }
}

/** A pod for people's eyes: secrets in the environment masked, what is unknown said. */
function printable(data: unknown): unknown {
  if (typeof data === 'string') return /^--?[\w.-]+=/.test(data) ? maskLine(data) : data
  if (data instanceof Opaque) return `(unknown: ${data.why})`
  if (Array.isArray(data)) return data.map(printable)
  if (typeof data !== 'object' || data === null) return data
  const { name, value } = data as { name?: unknown; value?: unknown }
  if (typeof name === 'string' && typeof value === 'string' && isSecretKey(name) && value !== '')
    return { ...data, value: '********' }
  return Object.fromEntries(Object.entries(data).map(([key, entry]) => [key, printable(entry)]))
}
