import { access, type Reason } from '../jupyterhub/access/access.ts'
import { culling } from '../jupyterhub/culling.ts'
import { configUnknowns } from '../jupyterhub/unknowns.ts'
import { type NeverMade, neverSpawns, userPods } from '../jupyterhub/user-pods/user-pods.ts'
import type { Hub } from '../model/hub.ts'
import type { Path } from '../model/path.ts'
import { isSecretKey, isSecretPath } from '../model/secret.ts'
import type { Span } from '../model/span.ts'
import { Opaque } from '../model/traced.ts'
import type { Profile } from '../model/values.ts'
import type { View } from '../model/view.ts'
import type { Described, HubDescription } from '../report/hub-description.ts'
import { maskLine } from '../report/secrets.ts'

interface Whence {
  readonly files: readonly string[]
  readonly key: Path
  readonly chartVersionFrom: string
  /** The workloads beside it, where it was found in manifests. */
  readonly objects: readonly string[]
}

/** Says what a hub will do. */
export function describeHub(hub: Hub, whence: Whence, user: string): HubDescription {
  const { verdict, reach, because, class: name, configured, admins } = access(hub)
  const culled = culling(hub)
  const { pods, profiles, never, unknown } = userPods(hub, user)
  return {
    name: hub.name,
    files: whence.files,
    key: whence.key,
    chartVersion: hub.chart.version,
    chartVersionFrom: whence.chartVersionFrom,
    authenticator: { class: name, configured: configured.value ?? null, location: configured.origin().span },
    access: { verdict, reach, because: because.map(describe) },
    admins: admins === null ? null : { names: namesIn(admins), location: admins.origin().span },
    culling: {
      verdict: culled.verdict,
      idleSeconds: culled.idleSeconds,
      everySeconds: culled.everySeconds,
      maxAgeSeconds: culled.maxAgeSeconds,
      because: culled.because.map(describe),
    },
    pods: pods
      .filter(({ typed }) => !typed)
      .map(pod => ({
        subject: pod.subject,
        profile: pod.profile,
        options: pod.options,
        default: pod.default,
        spawns: pod.spawns,
        pod: printable(pod.pod.data),
      })),
    freeText: profiles.flatMap(freeText),
    unknown: onceEach(
      [...never.map(unmade), ...unknown, ...configUnknowns(hub)].map(({ sentence, at }) => ({
        sentence,
        location: at.origin().span,
      })),
    ),
    objects: whence.objects,
  }
}

function unmade({ who, reason, at }: NeverMade): Reason {
  return { sentence: neverSpawns(who, 0, reason), at }
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
  const names = isSecretPath(path) ? [] : namesIn(at)
  return {
    sentence: isDefault ? `${sentence} (the default)` : sentence,
    ...(names.length > 0 ? { names } : {}),
    path,
    location: isDefault ? null : span,
  }
}

/** Settings that map what they list to more settings. */
const MAPS = new Set(['allowed_idps', 'idps'])

/** The names that a setting lists, as items or as keys of a map. */
function namesIn(at: View): string[] {
  if (at.isMap) return MAPS.has(String(at.origin().path.at(-1))) ? at.keys() : []
  return at.each().flatMap(item => {
    if (item.isOpaque) return '(unknown)'
    const name = item.isMap ? item.get('name').value : item.value
    return name === undefined ? [] : String(name)
  })
}

/** The options of a profile for which users may type something of their own. */
function freeText(profile: View<Profile>): HubDescription['freeText'] {
  return profile
    .at('profile_options')
    .entries()
    .filter(([, option]) => option.at('unlisted_choice').at('enabled').value)
    .map(([key, option]) => {
      const typed = option.at('unlisted_choice')
      const names = [
        profile.at('display_name').text ?? profile.at('slug').text ?? '',
        option.at('display_name').text ?? key,
      ]
      return {
        subject: `profile "${names[0]}", ${names[1]}`,
        pattern: typed.at('validation_regex').text ?? null,
        sets: typed.at('kubespawner_override').keys(),
        location: typed.origin().span,
      }
    })
}

/** A pod for people's eyes: secrets in the environment masked, what is unknown said. */
export function printable(data: unknown): unknown {
  if (typeof data === 'string') return /^--?[\w.-]+=/.test(data) ? maskLine(data) : data
  if (data instanceof Opaque) return `(unknown: ${data.why})`
  if (Array.isArray(data)) return data.map(printable)
  if (typeof data !== 'object' || data === null) return data
  const { name, value } = data as { name?: unknown; value?: unknown }
  if (typeof name === 'string' && typeof value === 'string' && isSecretKey(name) && value !== '')
    return { ...data, value: '********' }
  return Object.fromEntries(Object.entries(data).map(([key, entry]) => [key, printable(entry)]))
}
