import type { HubDescription } from './hub-description.ts'
import { accessWords, bullet, cullingWords, namesWords, reasonWords } from './hub-words.ts'
import { podLines, podsTitle } from './pod-lines.ts'
import type { Paint } from './report.ts'
import { upgradeLines } from './upgrade-text.ts'
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
  const pages = hubs.map(hub => `${page(hub, paint).join('\n')}\n`)
  const others = withoutHub.map(
    ({ file, objects }) =>
      `${paint.strong(file)}: no hub, but ${plural(objects.length, 'workload')}\n${objects.map(name => `  - ${name}\n`).join('')}`,
  )
  const left = notJudged.map(({ location, reason }) => `${location.file}: not judged: ${reason}\n`)
  return [...pages, ...others, ...left, ...notes.map(note => `${note}\n`)].join('\n')
}

function page(hub: HubDescription, paint: Paint): string[] {
  if (hub.upgrade !== undefined) return upgradeLines(hub, hub.upgrade, paint)
  const isOnlyFile = hub.files.length === 1
  const assumed = hub.chartVersionFrom === 'assumed' ? ' (assumed: the newest known)' : ''
  const { access, admins, authenticator, culling } = hub
  const isSure = access.verdict !== 'fails' && access.verdict !== 'unknown'
  return [
    `${paint.strong(hub.name)}: jupyterhub chart ${hub.chartVersion}${assumed}`,
    '',
    `${paint.strong('Who gets in:')} ${paintedAccess(access, paint)}`,
    ...(isSure && authenticator.class !== null ? [bullet(`by ${authenticator.class}`, chosenAt(hub), isOnlyFile)] : []),
    ...access.because
      .filter(({ sentence }) => !isSure || !/authenticator_class chooses/.test(sentence))
      .map(reason => bullet(reasonWords(reason), reason.location, isOnlyFile)),
    ...(admins === null ? [] : [bullet(`admins: ${namesWords(admins.names)}`, admins.location, isOnlyFile)]),
    '',
    `${paint.strong('Idle servers:')} ${culling.verdict === 'missing' ? paint.error(cullingWords(culling)) : cullingWords(culling)}`,
    ...culling.because.map(reason => bullet(reasonWords(reason), reason.location, isOnlyFile)),
    '',
    paint.strong(podsTitle(hub)),
    ...podLines(hub, paint),
    ...section('What users may type themselves', hub.freeText.map(typedLine(isOnlyFile)), paint),
    ...section(
      'What cannot be known',
      hub.unknown.map(({ sentence, location }) => bullet(sentence, location, isOnlyFile)),
      paint,
    ),
  ]
}

/** Where the class was chosen, if anybody did. */
function chosenAt({ access, authenticator }: HubDescription): HubDescription['authenticator']['location'] {
  return access.because.some(({ path, location }) => path.at(-1) === 'authenticator_class' && location === null)
    ? null
    : authenticator.location
}

function paintedAccess(access: HubDescription['access'], paint: Paint): string {
  const words = accessWords(access)
  if (access.verdict === 'open' || access.verdict === 'fails') return paint.error(words)
  return access.verdict === 'restricted' ? words : paint.warning(words)
}

function typedLine(isOnlyFile: boolean) {
  return ({ subject, pattern, sets, location }: HubDescription['freeText'][number]): string => {
    const limits = pattern === null ? 'anything' : `what matches ${pattern}`
    return bullet(`${subject}: ${limits}, which sets ${sets.join(', ') || 'nothing'}`, location, isOnlyFile)
  }
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : ['', paint.strong(title), ...lines]
}
