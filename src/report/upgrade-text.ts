import type { Path } from '../model/path.ts'
import type { Both, HubDescription, KeyUpgrade, PodUpgrade, Upgrade } from './hub-description.ts'
import { accessWords, bullet, cullingWords, reasonWords } from './hub-words.ts'
import type { Paint } from './report.ts'

/** What changes between two versions of the chart, side by side. */
export function upgradeLines(hub: HubDescription, upgrade: Upgrade, paint: Paint): string[] {
  const isOnlyFile = hub.files.length === 1
  const from = hub.chartVersionFrom === 'assumed' ? `${upgrade.from} (assumed: the newest known)` : upgrade.from
  const { access, culling } = upgrade
  const now = accessWords(access.after)
  return [
    `${paint.strong(hub.name)}: jupyterhub chart ${from} → ${upgrade.to}`,
    paint.faint(componentWords(upgrade.components)),
    '',
    ...sideBySide('Who gets in', { before: accessWords(access.before), after: now }, isGrave(access), paint),
    ...reasons(access, isOnlyFile),
    '',
    ...sideBySide(
      'Idle servers',
      { before: cullingWords(culling.before), after: cullingWords(culling.after) },
      culling.after.verdict !== 'active',
      paint,
    ),
    ...reasons(culling, isOnlyFile),
    '',
    paint.strong('Settings that the new version refuses or no longer heeds'),
    ...(upgrade.keys.length === 0 ? ['  none'] : upgrade.keys.map(key => keyLine(key, isOnlyFile, paint))),
    '',
    paint.strong("Users' pods"),
    ...podLines(upgrade.pods, hub.pods.length, isOnlyFile, paint),
    ...(upgrade.unknown.length === 0
      ? []
      : [
          '',
          paint.strong('What never starts on the new version, or cannot be known any more'),
          ...upgrade.unknown.map(({ sentence, location }) => bullet(sentence, location, isOnlyFile)),
        ]),
  ]
}

const NAMES: Readonly<Record<string, string>> = {
  jupyterhub: 'JupyterHub',
  oauthenticator: 'OAuthenticator',
  kubespawner: 'KubeSpawner',
}

function componentWords(components: Upgrade['components']): string {
  return Object.entries(components)
    .filter(([, { before, after }]) => before !== after)
    .map(([name, { before, after }]) => `${NAMES[name] ?? name} ${before} → ${after}`)
    .join(', ')
}

/** Whether people who got in stay out, or others come in. */
function isGrave({ before, after }: Upgrade['access']): boolean {
  return before.verdict !== after.verdict || after.verdict === 'open'
}

function sideBySide(title: string, { before, after }: Both<string>, isGrave: boolean, paint: Paint): string[] {
  if (before === after) return [`${paint.strong(`${title}:`)} ${after} ${paint.faint('(no change)')}`]
  return [
    paint.strong(title),
    `  before: ${before}`,
    `  after:  ${isGrave ? paint.error(after) : paint.warning(after)}`,
  ]
}

type Verdict = HubDescription['access'] | HubDescription['culling']

/** Why it is so afterwards, where that is another verdict than before. */
function reasons({ before, after }: Both<Verdict>, isOnlyFile: boolean): string[] {
  const reach = (verdict: Verdict) => ('reach' in verdict ? verdict.reach : null)
  if (before.verdict === after.verdict && reach(before) === reach(after)) return []
  return after.because.map(reason => bullet(reasonWords(reason), reason.location, isOnlyFile))
}

function keyLine({ what, sentence, location }: KeyUpgrade, isOnlyFile: boolean, paint: Paint): string {
  const word = what === 'refused' || what === 'stops the hub' ? paint.error(what) : paint.warning(what)
  return bullet(`${word}: ${sentence}`, location, isOnlyFile)
}

function podLines(pods: readonly PodUpgrade[], count: number, isOnlyFile: boolean, paint: Paint): string[] {
  if (pods.length === 0) return ['  no change']
  return pods.flatMap(({ subjects, what, changes }) => {
    const names = subjects.length === count && count > 1 ? `all ${count}` : subjects.join(', ')
    const told = changes.filter(({ path }) => !isLabel(path))
    const labels = changes.length - told.length
    return [
      `  ${names}${what === 'changed' ? '' : `: ${paint.error(what)}`}`,
      ...told.map(
        ({ path, before, after, location }) =>
          `  ${bullet(`${fieldWords(path)}: ${valueWords(before)} → ${paint.strong(valueWords(after))}`, location, isOnlyFile)}`,
      ),
      ...(labels > 0 ? [paint.faint(`    - and ${labels} labels and annotations`)] : []),
    ]
  })
}

/** Labels and annotations name versions, so that they always change. */
function isLabel(path: Path): boolean {
  return path[0] === 'metadata'
}

/** `notebook: securityContext.runAsUser` for a field of a container, the path within the spec for all else. */
function fieldWords(path: Path): string {
  const [, kind, name, ...rest] = path
  if ((kind === 'containers' || kind === 'initContainers') && rest.length > 0) return `${name}: ${rest.join('.')}`
  return path.slice(1).join('.')
}

const LONGEST = 70

function valueWords(value: unknown): string {
  if (value === null || value === '') return 'none'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
