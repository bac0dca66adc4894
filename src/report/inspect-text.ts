import { printSeconds } from '../model/option.ts'
import type { Span } from '../model/span.ts'
import { child } from '../model/traced.ts'
import type { HubDescription } from './hub-description.ts'
import type { Paint } from './report.ts'
import { plural } from './words.ts'

interface Left {
  readonly location: { readonly file: string }
  readonly reason: string
}

/** The workloads in a stream of Kubernetes objects, in the order written: `Deployment jhub/hub`. */
export interface StreamedObjects {
  readonly file: string
  readonly objects: string[]
}

/** The page that an admin reads before a merge. */
export function inspectText(
  hubs: readonly HubDescription[],
  withoutHub: readonly StreamedObjects[],
  notJudged: readonly Left[],
  notes: readonly string[],
  paint: Paint,
): string {
  const pages = hubs.map(hub => page(hub, paint))
  const others = withoutHub.map(
    ({ file, objects }) =>
      `${paint.strong(file)}: no hub, but ${plural(objects.length, 'workload')}\n${objects.map(name => `  - ${name}\n`).join('')}`,
  )
  const left = notJudged.map(({ location, reason }) => `${location.file}: not judged: ${reason}\n`)
  return [...pages, ...others, ...left, ...notes.map(note => `${note}\n`)].join('\n')
}

function page(hub: HubDescription, paint: Paint): string {
  const assumed = hub.chartVersionFrom === 'assumed' ? ' (assumed: the newest known)' : ''
  const lines = [
    `${paint.strong(hub.name)}: jupyterhub chart ${hub.chartVersion}${assumed}`,
    '',
    `${paint.strong('Who gets in')}: ${accessWords(hub)}`,
    ...hub.access.because.map(reason => bullet(reason.sentence, reason.location)),
    '',
    `${paint.strong('Idle servers')}: ${cullingWords(hub)}`,
    ...hub.culling.because.map(reason => bullet(reason.sentence, reason.location)),
    '',
    paint.strong(podsTitle(hub)),
    ...hub.pods.map(
      ({ subject, pod, default: isDefault }) =>
        `  - ${subject}${isDefault && hub.pods.length > 1 ? ' (default)' : ''}: ${podWords(pod)}`,
    ),
  ]
  if (hub.unknown.length > 0)
    lines.push(
      '',
      paint.strong('What cannot be known'),
      ...hub.unknown.map(({ sentence, location }) => bullet(sentence, location)),
    )
  return `${lines.join('\n')}\n`
}

const VERDICTS: Readonly<Record<string, string>> = {
  open: 'open',
  restricted: 'restricted',
  nobody: 'nobody',
  fails: 'nobody: the hub does not start',
  unknown: 'unknown',
}

const REACHES: Readonly<Record<string, string>> = {
  world: 'anybody in the world, without a password',
  'shared-password': 'whoever knows one shared password',
  provider: 'anybody with an account at a public provider',
  institution: 'everybody at an institution, domain or tenant',
  group: 'members of a group',
  list: 'people named in a list',
  none: 'nobody',
  unknown: 'unknown',
}

function podsTitle({ pods }: HubDescription): string {
  const count = pods.length
  if (count === 0) return 'No pod that users get can be told'
  if (pods.every(({ spawns }) => !spawns)) return 'No pod is ever made; this is what can be told of it'
  return count === 1 ? 'The pod that users get' : `The ${count} pods that users may get`
}

function accessWords({ access, authenticator }: HubDescription): string {
  const isSomebody = access.verdict === 'open' || access.verdict === 'restricted'
  const who = isSomebody && access.reach !== 'unknown' ? `: ${REACHES[access.reach]}` : ''
  return `${VERDICTS[access.verdict]}${who}, by ${authenticator.class ?? 'an authenticator that cannot be known'}`
}

function cullingWords({ culling }: HubDescription): string {
  if (culling.verdict !== 'active') return culling.verdict === 'missing' ? 'nothing stops them' : 'unknown'
  const idle = culling.idleSeconds === null ? 'stopped' : `stopped after ${printSeconds(culling.idleSeconds)} idle`
  const every = culling.everySeconds === null ? '' : `, looked at every ${printSeconds(culling.everySeconds)}`
  const age =
    culling.maxAgeSeconds === null
      ? ', whatever its age'
      : `, at the latest after ${printSeconds(culling.maxAgeSeconds)}`
  return idle + every + age
}

/** What matters of a pod in one line: image, user, what it may do. */
function podWords(pod: unknown): string {
  const spec = child(pod, 'spec')
  const containers = [child(spec, 'initContainers'), child(spec, 'containers')].flat().filter(Boolean)
  const notebook = containers.find(container => child(container, 'name') === 'notebook') ?? containers.at(-1)
  const security = child(notebook, 'securityContext')
  const uid = child(security, 'runAsUser') ?? child(child(spec, 'securityContext'), 'runAsUser')
  const privileged = containers.filter(container => child(child(container, 'securityContext'), 'privileged') === true)
  return [
    String(child(notebook, 'image') ?? 'image unknown'),
    uid === undefined || uid === null ? 'user of the image' : `uid ${uid}`,
    ...privileged.map(container => `privileged "${child(container, 'name')}"`),
    ...(['hostNetwork', 'hostPID', 'hostIPC'] as const).filter(key => child(spec, key) === true),
  ].join(', ')
}

function bullet(sentence: string, location: Span | null): string {
  return `  - ${sentence}${location === null ? '' : ` (${location.file}:${location.line})`}`
}
