import type { Path } from '../../model/path.ts'
import type { Pod } from '../../model/pod.ts'
import { type Blueprint, child, compose, Opaque, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import type { ModelName } from './kubernetes-models.ts'
import type { Maker } from './maker.ts'
import { annotationsOf, labelsOf } from './metadata.ts'
import { notebook, traitOfAbsent } from './notebook.ts'
import { Obstacle, Obstacles } from './obstacle.ts'
import { podSecurity } from './security.ts'
import { inKeyOrder, replaceFields } from './shapes.ts'
import type { Spawner } from './spawner.ts'

/** A pod, or what can be told of one that is never made, and what keeps it from being made. */
export interface Made {
  readonly pod: Traced<Pod>
  readonly obstacle: Obstacle | undefined
}

/**
 * The pod that KubeSpawner makes for a spawner.
 * Source: jupyterhub/kubespawner@<tag>:kubespawner/objects.py (`make_pod`) and spawner.py (`get_pod_manifest`), 0.10.1 to 7.0.0.
 */
export function podOf(spawner: Spawner, maker: Maker): Made {
  const obstacles = new Obstacles()
  const labels = obstacles.keep(labelsOf(spawner, maker))
  const annotations = obstacles.keep(annotationsOf(spawner, maker))
  const spec = specOf(spawner, maker, obstacles)
  const pod = compose({ metadata: { labels, annotations }, spec }, maker.origin('extra_pod_config'))
  const known: Traced<Pod> = {
    data: pod.data as Pod,
    origin(path, part) {
      const trait = traitOfMissing(pod.data, path)
      return trait === undefined ? pod.origin(path, part) : spawner.get(trait).origin([])
    },
  }
  return { pod: known, obstacle: obstacles.first }
}

function specOf(spawner: Spawner, maker: Maker, obstacles: Obstacles): Traced {
  const config = spawner.get('extra_pod_config')
  const expanded = obstacles.keep(maker.is('0.11.0') ? maker.templatesFor(spawner).expand(config) : config)
  const parts = {
    ...identity(spawner, maker, obstacles),
    nodeSelector: spawner.get('node_selector'),
    securityContext: obstacles.keep(podSecurity(spawner, maker)),
    tolerations: obstacles.keep(modelled('toleration', 'tolerations', false, spawner, maker)),
    volumes: obstacles.keep(modelled('volume', 'volumes', true, spawner, maker)),
    initContainers: obstacles.keep(modelled('container', 'init_containers', true, spawner, maker)),
    containers: containers(spawner, maker, obstacles),
  }
  const replaced = expanded === undefined ? parts : replaceFields('pod spec', parts, expanded, maker)
  if (replaced instanceof Obstacle) obstacles.keep(replaced)
  return compose(replaced instanceof Obstacle ? parts : replaced, maker.origin('extra_pod_config'))
}

/** The service account and whether its token is there: without an account there is no token, unless somebody says so. */
function identity(spawner: Spawner, maker: Maker, obstacles: Obstacles) {
  const [account, mounted] = [spawner.get('service_account'), spawner.get('automount_service_account_token')]
  const named = account.data !== null
  const serviceAccountName = obstacles.keep(maker.is('1.1.0') ? maker.templatesFor(spawner).expand(account) : account)
  const says = maker.is('0.16.0') && mounted.data !== null
  return {
    serviceAccountName: named ? serviceAccountName : undefined,
    automountServiceAccountToken: says ? mounted : named ? undefined : maker.own(false, 'service_account'),
  }
}

function containers(spawner: Spawner, maker: Maker, obstacles: Obstacles): Blueprint {
  const own = obstacles.keep(notebook(spawner, maker))
  const extra = obstacles.keep(modelled('container', 'extra_containers', true, spawner, maker))
  if (extra?.data instanceof Opaque) return extra
  const others = extra === undefined ? [] : [...View.of(extra).each()].map(container => container.traced)
  return own === undefined ? others : [own, ...others]
}

/** The objects of a trait that lists them, or maps them to names. */
function modelled(
  model: ModelName,
  trait: string,
  isTemplate: boolean,
  spawner: Spawner,
  maker: Maker,
): Traced | Obstacle {
  const list = inKeyOrder(spawner.get(trait))
  const templates = maker.templatesFor(spawner)
  return maker.part(trait, [list, templates], () => {
    const expanded = isTemplate ? templates.expand(list) : list
    return expanded instanceof Obstacle ? expanded : maker.models.list(model, expanded)
  })
}

/** The trait that decides about something that is not in the pod. */
function traitOfMissing(pod: Pod | unknown, path: Path): string | undefined {
  if (path[0] !== 'spec' || path.reduce(child, pod) !== undefined) return undefined
  if (path[1] === 'containers' && path[2] === 0)
    return traitOfAbsent(child(child(child(pod, 'spec'), 'containers'), 0), path.slice(3))
  if (path[1] === 'serviceAccountName') return 'service_account'
  if (path[1] === 'automountServiceAccountToken') return 'automount_service_account_token'
  return path[1] === 'securityContext' && path[2] === 'fsGroup' ? 'fs_gid' : undefined
}
