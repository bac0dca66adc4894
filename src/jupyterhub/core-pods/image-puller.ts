import type { Hub } from '../../model/hub.ts'
import { compose, type Traced } from '../../model/traced.ts'
import type { Image } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { truthy } from '../derived.ts'
import { joinedImage } from '../image.ts'
import { containerFrom, given, own, ownOrigin, valueAt } from './parts.ts'

/**
 * The pod that pulls images onto every node before users need them, once for the hook and the continuous puller: they are the
 * same. Undefined where neither runs.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/templates/image-puller/_helpers-daemonset.tpl, 0.8.2 to 4.4.0.
 */
export function imagePullerPod(hub: Hub): Traced | undefined {
  const place = valueAt(hub, 'prePuller')
  const runs = ['hook', 'continuous'].some(kind => truthy(place.get(kind).get('enabled').raw))
  if (!runs) return undefined
  const initContainers = pulls(hub).map(pull => puller(pull, hub))
  const pause = containerFrom({ name: 'pause', at: 'prePuller.pause' }, hub, resources(hub))
  const spec = { automountServiceAccountToken: own(false, hub, place), initContainers, containers: [pause] }
  return compose({ spec }, ownOrigin(hub, place))
}

/** One image to pull. */
interface Pull {
  readonly name: string
  readonly image: Traced
  readonly pullPolicy?: View
}

/** The images in the chart's order. */
function pulls(hub: Hub): Pull[] {
  const found = {
    blocker: blocker(hub),
    user: pair('image-pull-singleuser', valueAt(hub, 'singleuser.image'), !atLeast(hub.chart, '0.10.0')),
    extra: extraContainers(hub),
    profiles: profiles(hub),
    named: named(hub),
  }
  const { user, extra, named: more } = found
  return atLeast(hub.chart, '0.10.0')
    ? [...found.blocker, user, ...extra, ...found.profiles, ...more]
    : [user, ...found.profiles, ...found.blocker, ...more, ...extra]
}

function puller({ name, image, pullPolicy }: Pull, hub: Hub): Traced {
  const place = valueAt(hub, 'prePuller')
  const security = place.get('containerSecurityContext')
  return compose(
    {
      name: own(name, hub, place),
      image,
      imagePullPolicy: pullPolicy === undefined ? undefined : given(pullPolicy),
      command: own(['/bin/sh', '-c', 'echo "Pulling complete"'], hub, place),
      securityContext: atLeast(hub.chart, '0.10.0') ? given(security) : undefined,
      ...resources(hub),
    },
    ownOrigin(hub, place),
  )
}

function resources(hub: Hub) {
  return { resources: given(valueAt(hub, 'prePuller.resources')) }
}

function pair(name: string, image: View, withPolicy = true): Pull {
  const pull = { name, image: joinedImage(image as View<Image>) }
  return withPolicy ? { ...pull, pullPolicy: image.get('pullPolicy') } : pull
}

function blocker(hub: Hub): Pull[] {
  const cloud = valueAt(hub, 'singleuser.cloudMetadata')
  const old = cloud.get('enabled')
  const byOld = old.exists || !atLeast(hub.chart, '0.10.0')
  const isBlocked = byOld ? !truthy(old.raw) : truthy(cloud.get('blockWithIptables').raw)
  return isBlocked ? [pair('image-pull-metadata-block', valueAt(hub, 'singleuser.networkTools.image'))] : []
}

function extraContainers(hub: Hub): Pull[] {
  const user = hub.values.at('singleuser')
  const lists = atLeast(hub.chart, '1.0.0') ? ['initContainers', 'extraContainers'] : ['extraContainers']
  const stem = `image-pull-singleuser-${atLeast(hub.chart, '1.0.0') ? 'init-and-extra-containers' : 'extra-container'}`
  const containers = lists.flatMap(list => [...user.get(list).each()])
  return containers.map((container, i) => ({ name: `${stem}-${i}`, image: container.get('image').traced }))
}

function profiles(hub: Hub): Pull[] {
  if (atLeast(hub.chart, '0.10.0') && !truthy(valueAt(hub, 'prePuller.pullProfileListImages').raw)) return []
  return [...hub.values.at('singleuser').at('profileList').each()].flatMap((profile, i) => [
    ...pullOf(`image-pull-singleuser-profilelist-${i}`, profile),
    ...(atLeast(hub.chart, '3.2.0') ? choices(profile, i) : []),
  ])
}

function choices(profile: View, i: number): Pull[] {
  return sorted(profile.get('profile_options')).flatMap(([option, at]) =>
    sorted(at.get('choices')).flatMap(([choice, chosen]) =>
      pullOf(`image-pull-profile-${i}-option-${option}-${choice}`, chosen),
    ),
  )
}

function pullOf(name: string, overriding: View): Pull[] {
  const image = overriding.get('kubespawner_override').get('image')
  return truthy(image.raw) ? [{ name, image: image.traced }] : []
}

function named(hub: Hub): Pull[] {
  return sorted(valueAt(hub, 'prePuller.extraImages')).map(([key, image]) => pair(`image-pull-${key}`, image))
}

/** Templates walk maps in the order of their keys' bytes. */
function sorted(map: View): [string, View][] {
  return [...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
}
