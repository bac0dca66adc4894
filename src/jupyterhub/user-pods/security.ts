import { compose, Opaque, subtree, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { reshaped, truthy } from '../derived.ts'
import type { Maker } from './maker.ts'
import { inWords, Obstacle } from './obstacle.ts'
import type { Spawner } from './spawner.ts'

type Fields = Record<string, Traced>

/** The container's securityContext. Source: jupyterhub/kubespawner@<tag>:kubespawner/objects.py (`make_pod`), 0.10.1 to 7.0.0. */
export function containerSecurity(spawner: Spawner, maker: Maker): Traced | Obstacle {
  const [uid, gid] = [maker.called(spawner, 'uid'), maker.called(spawner, 'gid')]
  const [privileged, escalation] = [spawner.get('privileged'), spawner.get('allow_privilege_escalation')]
  const raw = maker.called(spawner, 'container_security_context')
  return maker.part('container security', [uid, gid, privileged, escalation, raw], () => {
    // 0.10 puts user and group on the pod
    const fields: Fields = maker.is('0.11.0') ? present({ runAsUser: uid, runAsGroup: gid }) : {}
    if (truthy(privileged.data) || privileged.data instanceof Opaque) fields['privileged'] = privileged
    if (maker.is('2.0.0') ? escalation.data !== null : maker.is('0.15.0') && !truthy(escalation.data))
      fields['allowPrivilegeEscalation'] = escalation
    return withRaw(fields, raw, 'container_security_context', maker)
  })
}

/** The pod's securityContext. Source: the same. */
export function podSecurity(spawner: Spawner, maker: Maker): Traced | Obstacle {
  const [fsGroup, groups] = [maker.called(spawner, 'fs_gid'), maker.called(spawner, 'supplemental_gids')]
  const [uid, gid] = [maker.called(spawner, 'uid'), maker.called(spawner, 'gid')]
  const raw = maker.called(spawner, 'pod_security_context')
  return maker.part('pod security', [fsGroup, groups, uid, gid, raw], () => {
    const fields = present(maker.is('0.11.0') ? { fsGroup } : { fsGroup, runAsUser: uid, runAsGroup: gid })
    if (truthy(groups.data) || groups.data instanceof Opaque) {
      const numbers = asIntegers(groups)
      if (numbers instanceof Obstacle) return numbers
      fields['supplementalGroups'] = numbers
    }
    return withRaw(fields, raw, 'pod_security_context', maker)
  })
}

/** The groups as Python's `int` makes them of numbers, truth values and digits. */
function asIntegers(groups: Traced): Traced | Obstacle {
  const { data } = groups
  if (!Array.isArray(data) || data.every(group => Number.isInteger(group))) return groups
  const numbers = data.map(asInteger)
  const wrong = numbers.indexOf(undefined)
  if (wrong >= 0)
    return new Obstacle(`supplemental_gids holds ${inWords(data[wrong])}`, View.of(subtree(groups, [wrong])))
  return reshaped(numbers, groups, path => path)
}

function asInteger(group: unknown): unknown {
  if (group instanceof Opaque) return group
  if (typeof group === 'string')
    return /^\s*[-+]?\d+(_\d+)*\s*$/.test(group) ? Number(group.replaceAll('_', '')) : undefined
  return typeof group === 'number' || typeof group === 'boolean' ? Math.trunc(Number(group)) : undefined
}

function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, { data }]) => data !== null))
}

/** What is written in Kubernetes' own words, key by key over the rest, from 1.0 on. */
function withRaw(fields: Fields, raw: Traced, trait: string, maker: Maker): Traced | Obstacle {
  if (!maker.is('0.16.0')) return compose(fields, maker.origin(trait))
  if (raw.data instanceof Opaque) return raw
  const view = View.of(raw)
  const wrong = view.keys().find(key => key.includes('_'))
  if (wrong !== undefined)
    return new Obstacle(`${trait} has the key "${wrong}", which Kubernetes writes otherwise`, view.get(wrong))
  for (const [key, value] of view.entries()) fields[key] = value.traced
  return compose(fields, maker.origin(trait))
}
