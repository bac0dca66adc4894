import type { Hub } from '../../model/hub.ts'
import { type Path, printPath } from '../../model/path.ts'
import { atLeast } from '../charts/versions.ts'
import { truthy } from '../derived.ts'
import type { Refusal } from '../refusals.ts'

type Moved = readonly [since: string, until: string | null, path: string, counts: 'set' | 'there', instead: string]

/** Keys that the chart tells people to move. Source: zero-to-jupyterhub-k8s@<tag>:jupyterhub/templates/NOTES.txt. */
const MOVED: readonly Moved[] = [
  ['0.10.0', '1.0.0', 'proxy.containerSecurityContext', 'set', 'proxy.chp.containerSecurityContext'],
  ['1.0.0', '2.0.0', 'proxy.containerSecurityContext', 'there', 'proxy.chp.containerSecurityContext'],
  ['0.10.0', '1.0.0', 'proxy.networkPolicy', 'set', 'proxy.chp.networkPolicy'],
  ['1.0.0', '2.0.0', 'proxy.networkPolicy', 'there', 'proxy.chp.networkPolicy'],
  ['0.11.0', '2.0.0', 'proxy.pdb', 'there', 'proxy.chp.pdb'],
  ['0.10.0', '1.0.0', 'hub.imagePullSecret.enabled', 'set', 'imagePullSecret'],
  ['1.0.0', '2.0.0', 'hub.imagePullSecret', 'there', 'imagePullSecret'],
  ['0.10.0', '1.0.0', 'singleuser.imagePullSecret.enabled', 'set', 'imagePullSecret'],
  ['1.0.0', '2.0.0', 'singleuser.imagePullSecret', 'there', 'imagePullSecret'],
  ['0.11.0', '1.0.0', 'auth', 'set', 'hub.config'],
  ['1.0.0', '2.0.0', 'auth', 'there', 'hub.config'],
  ['1.0.0', '2.0.0', 'hub.extraConfigMap', 'there', 'custom'],
  ['1.0.0', '2.0.0', 'hub.uid', 'there', 'hub.containerSecurityContext.runAsUser'],
  [
    ...(['1.0.0', '2.0.0', 'singleuser.cloudMetadata.enabled', 'there'] as const),
    'singleuser.cloudMetadata.blockWithIptables, which means the opposite',
  ],
  ['2.0.0', null, 'rbac.enabled', 'there', 'rbac.create and the serviceAccount.create of each part'],
  ['2.0.0', null, 'hub.fsGid', 'there', 'hub.podSecurityContext.fsGroup'],
]

/** The keys that the templates refuse because they have moved. */
export function movedKeys({ values, chart }: Hub): Refusal[] {
  return MOVED.flatMap(([since, until, path, counts, instead]) => {
    if (!atLeast(chart, since) || (until !== null && atLeast(chart, until))) return []
    const at = values.down(path.split('.'))
    const isThere = counts === 'there' ? at.exists : !at.isOpaque && truthy(at.raw)
    return isThere ? [{ sentence: `${path} is refused by jupyterhub ${chart.version}: write ${instead}`, at }] : []
  })
}

/** Where a key of an older chart has gone, as one would write it. */
export function movedTo(path: Path): string | undefined {
  const name = printPath(path)
  return MOVED.find(([, , moved]) => moved === name)?.[4]
}
