import type { Chart } from '../../model/hub.ts'
import type { Path } from '../../model/path.ts'
import { atLeast } from '../charts/versions.ts'

/** A key of the values that only some charts read; the others pass over it in silence. */
export interface EraKey {
  readonly path: Path
  /** The first chart that reads it. */
  readonly since: string | undefined
  /** The first chart that no longer does. */
  readonly until: string | undefined
  /** What the other charts read. */
  readonly instead: string | undefined
}

/**
 * Keys that came after 0.8.0. Of charts from 1.0 on nothing is said here: they refuse what they do not know.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/values.yaml and templates, 0.8.0 to 4.4.0.
 */
const CAME: readonly (readonly [key: string, since: string, before?: string])[] = [
  ['cull.adminUsers', '2.0.0'],
  ['cull.removeNamedServers', '0.9.0'],
  ['fullnameOverride', '1.0.0'],
  ['httpRoute', '4.3.0'],
  ['hub.args', '0.10.0'],
  ['hub.authenticatePrometheus', '0.9.0'],
  ['hub.command', '0.10.0'],
  ['hub.containerSecurityContext', '0.10.0'],
  ['hub.extraFiles', '1.0.0'],
  ['hub.extraPodSpec', '1.1.0'],
  ['hub.lifecycle', '1.0.0'],
  ['hub.loadRoles', '2.0.0'],
  ['hub.namedServerLimitPerUser', '0.9.0'],
  ['hub.networkPolicy.allowedIngressPorts', '0.10.0'],
  ['hub.networkPolicy.egressAllowRules', '2.0.0', 'hub.networkPolicy.egress'],
  ['hub.networkPolicy.interNamespaceAccessLabels', '0.10.0'],
  ['hub.pdb.maxUnavailable', '1.0.0'],
  ['hub.podSecurityContext', '2.0.0'],
  ['hub.revisionHistoryLimit', '2.0.0'],
  ['hub.service.extraPorts', '1.0.0'],
  ['hub.service.ipFamilies', '4.3.0'],
  ['hub.service.ipFamilyPolicy', '4.3.0'],
  ['hub.service.ports.appProtocol', '4.0.0'],
  ['hub.serviceAccount', '1.0.0'],
  ['hub.shutdownOnLogout', '0.9.0'],
  ['hub.tolerations', '0.10.0'],
  ['imagePullSecret', '0.10.0', 'hub.imagePullSecret and singleuser.imagePullSecret'],
  ['ingress.extraPaths', '4.0.0'],
  ['ingress.ingressClassName', '2.0.0', 'the annotation kubernetes.io/ingress.class'],
  ['ingress.pathType', '1.1.0'],
  ['prePuller.annotations', '0.10.0'],
  ['prePuller.continuous.serviceAccount', '4.1.0'],
  ['prePuller.extraTolerations', '0.10.3'],
  ['prePuller.hook.pullOnlyOnChanges', '1.0.0'],
  ['prePuller.hook.serviceAccount', '1.0.0'],
  ['prePuller.hook.serviceAccountImagePuller', '4.1.0'],
  ['prePuller.labels', '2.0.0'],
  ['prePuller.pullProfileListImages', '0.10.0', 'prePuller.extraImages'],
  ['prePuller.resources', '0.10.0'],
  ['prePuller.revisionHistoryLimit', '2.0.0'],
  ['proxy.chp.containerSecurityContext', '0.10.0'],
  ['proxy.chp.defaultTarget', '1.0.0'],
  ['proxy.chp.errorTarget', '1.0.0'],
  ['proxy.chp.extraCommandLineFlags', '0.10.0'],
  ['proxy.chp.extraEnv', '0.10.0'],
  ['proxy.chp.extraPodSpec', '1.1.0'],
  ['proxy.chp.networkPolicy', '0.10.0', 'proxy.networkPolicy'],
  ['proxy.chp.networkPolicy.egressAllowRules', '2.0.0'],
  ['proxy.chp.nodeSelector', '0.10.0', 'proxy.nodeSelector'],
  ['proxy.chp.pdb', '0.11.0', 'proxy.pdb'],
  ['proxy.chp.pdb.maxUnavailable', '1.0.0'],
  ['proxy.chp.revisionHistoryLimit', '2.0.0'],
  ['proxy.chp.tolerations', '0.10.0'],
  ['proxy.service.disableHttpPort', '1.0.0'],
  ['proxy.service.externalIPs', '4.3.0'],
  ['proxy.service.extraPorts', '0.10.0'],
  ['proxy.service.ipFamilies', '4.3.0'],
  ['proxy.service.ipFamilyPolicy', '4.3.0'],
  ['proxy.service.loadBalancerSourceRanges', '0.9.0'],
  ['proxy.traefik.extraDynamicConfig', '0.10.0'],
  ['proxy.traefik.extraEnv', '0.10.0'],
  ['proxy.traefik.extraInitContainers', '2.0.0'],
  ['proxy.traefik.extraPodSpec', '1.1.0'],
  ['proxy.traefik.extraStaticConfig', '0.10.0'],
  ['proxy.traefik.networkPolicy', '0.10.0'],
  ['proxy.traefik.networkPolicy.egressAllowRules', '2.0.0'],
  ['proxy.traefik.pdb.maxUnavailable', '1.0.0'],
  ['proxy.traefik.revisionHistoryLimit', '2.0.0'],
  ['proxy.traefik.serviceAccount', '1.0.0'],
  ['rbac.create', '2.0.0', 'rbac.enabled'],
  ['scheduling.corePods.tolerations', '1.0.0'],
  ['scheduling.podPriority.imagePullerPriority', '2.0.0'],
  ['scheduling.userPlaceholder.annotations', '2.0.0'],
  ['scheduling.userPlaceholder.extraPodSpec', '4.1.0'],
  ['scheduling.userPlaceholder.image', '1.1.0'],
  ['scheduling.userPlaceholder.labels', '2.0.0'],
  ['scheduling.userPlaceholder.revisionHistoryLimit', '2.0.0'],
  ['scheduling.userPods.tolerations', '1.0.0', 'singleuser.extraTolerations'],
  ['scheduling.userScheduler.annotations', '2.0.0'],
  ['scheduling.userScheduler.extraPodSpec', '1.1.0'],
  ['scheduling.userScheduler.labels', '2.0.0'],
  ['scheduling.userScheduler.pdb.maxUnavailable', '1.0.0'],
  ['scheduling.userScheduler.pluginConfig', '2.0.0'],
  ['scheduling.userScheduler.plugins', '0.10.0'],
  ['scheduling.userScheduler.revisionHistoryLimit', '2.0.0'],
  ['scheduling.userScheduler.serviceAccount', '1.0.0'],
  ['singleuser.allowPrivilegeEscalation', '2.0.0'],
  [
    'singleuser.cloudMetadata.blockWithIptables',
    '0.10.0',
    'singleuser.cloudMetadata.enabled, which says the opposite: false blocks',
  ],
  ['singleuser.extraFiles', '1.0.0'],
  ['singleuser.extraPodConfig', '0.9.0'],
  ['singleuser.networkPolicy.allowedIngressPorts', '0.10.0'],
  ['singleuser.networkPolicy.egressAllowRules', '2.0.0', 'singleuser.networkPolicy.egress'],
  ['singleuser.networkPolicy.interNamespaceAccessLabels', '0.10.0'],
  ['singleuser.networkTools.resources', '2.0.0'],
  ['singleuser.podNameTemplate', '0.10.0'],
  ['singleuser.storage.dynamic.subPath', '4.0.0'],
]

/** Keys that went without a word. Source: the same. Those that charts refuse, or still read, are not here. */
const WENT: readonly (readonly [key: string, until: string, now?: string])[] = [
  ['hub.imagePullPolicy', '0.9.0', 'hub.image.pullPolicy'],
  ['proxy.lego', '0.9.0', 'proxy.traefik'],
  ['proxy.nginx', '0.9.0', 'proxy.traefik'],
  ['proxy.nodeSelector', '0.10.0', 'proxy.chp.nodeSelector'],
  ['singleuser.imagePullPolicy', '0.9.0', 'singleuser.image.pullPolicy'],
]

const steps = (key: string): Path => key.split('.')

/** From this chart on, a schema refuses keys that the chart does not have. */
export const WITH_SCHEMA = '1.0.0'

/** The keys of other charts that this one passes over in silence. */
export function keysOfOtherEras(chart: Chart): EraKey[] {
  if (atLeast(chart, WITH_SCHEMA)) return []
  return [
    ...CAME.filter(([, since]) => !atLeast(chart, since)).map(([key, since, instead]) => ({
      path: steps(key),
      since,
      until: undefined,
      instead,
    })),
    ...WENT.filter(([, until]) => atLeast(chart, until)).map(([key, until, instead]) => ({
      path: steps(key),
      since: undefined,
      until,
      instead,
    })),
  ]
}
