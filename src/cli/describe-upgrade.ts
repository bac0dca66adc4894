import { rules } from '../../rules/index.ts'
import { judge } from '../engine/judge.ts'
import { podChanges } from '../jupyterhub/user-pods/changes.ts'
import { userPods } from '../jupyterhub/user-pods/user-pods.ts'
import type { Finding } from '../model/finding.ts'
import type { Hub } from '../model/hub.ts'
import type { HubDescription, KeyUpgrade, PodUpgrade, Upgrade } from '../report/hub-description.ts'
import { printable } from './describe-hub.ts'

/** Says what changes between a hub and the same values on another version of the chart. */
export function describeUpgrade(
  hub: Hub,
  next: Hub,
  before: HubDescription,
  after: HubDescription,
  user: string,
): Upgrade {
  const known = new Set(before.unknown.map(({ sentence }) => sentence))
  const both = (component: 'jupyterhub' | 'oauthenticator' | 'kubespawner') => ({
    before: hub.chart[component],
    after: next.chart[component],
  })
  return {
    from: hub.chart.version,
    to: next.chart.version,
    components: {
      jupyterhub: both('jupyterhub'),
      oauthenticator: both('oauthenticator'),
      kubespawner: both('kubespawner'),
    },
    authenticator: { before: before.authenticator.class, after: after.authenticator.class },
    access: { before: before.access, after: after.access },
    culling: { before: before.culling, after: after.culling },
    pods: podUpgrades(hub, next, user),
    keys: keyUpgrades(hub, next),
    unknown: after.unknown.filter(({ sentence }) => !known.has(sentence)),
  }
}

/** Pods that change alike are named together. */
function podUpgrades(hub: Hub, next: Hub, user: string): PodUpgrade[] {
  const alike = new Map<string, { subjects: string[] } & PodUpgrade>()
  for (const { subject, what, changes } of podChanges(userPods(hub, user).pods, userPods(next, user).pods)) {
    const printed = changes.map(({ path, before, after, by, location }) => ({
      path,
      before: printable(before ?? null),
      after: printable(after ?? null),
      origin: by,
      location,
    }))
    const key = JSON.stringify([what, printed])
    const group = alike.get(key)
    if (group === undefined) alike.set(key, { subjects: [subject], what, changes: printed })
    else group.subjects.push(subject)
  }
  return [...alike.values()]
}

/** Rules that say what a chart makes of a key, and what that means for an upgrade. */
const ABOUT_KEYS: Readonly<Record<string, KeyUpgrade['what']>> = {
  'rejected-by-chart': 'refused',
  'hub-will-not-start': 'stops the hub',
  'unknown-authenticator-class': 'stops the hub',
  'legacy-key': 'renamed',
  'unknown-key': 'unknown',
  'inert-access-setting': 'without effect',
}

/** What the rules about keys say of the other version and do not say of this one. */
function keyUpgrades(hub: Hub, next: Hub): KeyUpgrade[] {
  const before = new Set(aboutKeys(hub).map(identity))
  return aboutKeys(next)
    .filter(finding => !before.has(identity(finding)))
    .map(({ rule, path, location, message }) => ({
      path,
      location,
      what: ABOUT_KEYS[rule] ?? 'without effect',
      rule,
      sentence: message,
    }))
}

function aboutKeys(hub: Hub): readonly Finding[] {
  const about = rules.filter(({ id }) => Object.hasOwn(ABOUT_KEYS, id))
  const subject = { kind: 'hub', name: 'hub', of: hub, completeness: hub.completeness } as const
  // there are no exemptions that a day could end
  return judge(about, [subject], { profiles: ['strict'], rules: {} }, 0)
}

function identity({ rule, path }: Finding): string {
  return JSON.stringify([rule, path])
}
