import { type Blueprint, child, compose, Opaque, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { compareVersions } from '../charts/versions.ts'
import { truthy } from '../derived.ts'
import { environmentOf } from './environment.ts'
import type { Maker } from './maker.ts'
import { Obstacle, Obstacles } from './obstacle.ts'
import { containerSecurity } from './security.ts'
import { inKeyOrder, replaceFields } from './shapes.ts'
import type { Spawner } from './spawner.ts'

type Parts = Record<string, Blueprint | undefined>

/** The container in which a user works. Source: jupyterhub/kubespawner@<tag>:kubespawner/objects.py (`make_pod`), 0.10.1 to 7.0.0. */
export function notebook(spawner: Spawner, maker: Maker): Traced | Obstacle {
  const obstacles = new Obstacles()
  const templates = maker.templatesFor(spawner)
  const hooks = spawner.get('lifecycle_hooks')
  const policy = spawner.get('image_pull_policy')
  const mounts = spawner.get('volume_mounts')
  const parts: Parts = {
    name: maker.own('notebook', 'extra_container_config'),
    image: spawner.get('image'),
    imagePullPolicy: policy.data === null ? undefined : policy,
    args: startCommand(spawner, maker),
    ports: maker.part('ports', [spawner.get('port')], () => ports(spawner, maker)) as Traced,
    env: obstacles.keep(environmentOf(spawner, maker)),
    lifecycle: truthy(hooks.data) ? obstacles.keep(maker.models.object('lifecycle', hooks)) : undefined,
    resources: resources(spawner, maker),
    securityContext: obstacles.keep(containerSecurity(spawner, maker)),
    volumeMounts: obstacles.keep(
      maker.part('volume mounts', [mounts, templates], () => {
        const expanded = templates.expand(inKeyOrder(mounts))
        return expanded instanceof Obstacle ? expanded : maker.models.list('volume mount', expanded)
      }),
    ),
  }
  if (obstacles.first !== undefined) return obstacles.first
  const replaced = replaceFields('container', parts, spawner.get('extra_container_config'), maker)
  if (replaced instanceof Obstacle) return replaced
  return compose(replaced, maker.origin('extra_container_config'))
}

/** The command and its arguments; without a command the image decides, whatever the arguments. */
function startCommand(spawner: Spawner, maker: Maker): Traced | undefined {
  const [cmd, args] = [spawner.get('cmd'), spawner.get('args')]
  if (!truthy(cmd.data)) return undefined
  const hidden = [cmd, args].find(({ data }) => data instanceof Opaque)
  if (hidden !== undefined) return hidden
  const [own, more] = [hubArguments(spawner, maker), [...View.of(args).each()].map(arg => arg.traced)]
  if (own.length + more.length === 0) return cmd
  return compose([...[...View.of(cmd).each()].map(word => word.traced), ...own, ...more], cmd.origin([]))
}

/** Up to JupyterHub 1 settings went to the server as arguments. Source: jupyterhub/jupyterhub@<tag>:jupyterhub/spawner.py (`get_args`), 0.9.6 to 3.0.0. */
function hubArguments(spawner: Spawner, maker: Maker): Traced[] {
  const { jupyterhub } = maker.hub.chart
  if (compareVersions(jupyterhub, '2.0.0') >= 0) return []
  const quoted = (text: unknown) => (compareVersions(jupyterhub, '1.0.0') >= 0 ? String(text) : `"${String(text)}"`)
  const app = compareVersions(jupyterhub, '1.2.0') >= 0 ? 'SingleUserNotebookApp' : 'NotebookApp'
  const flag = (trait: string, print: (value: unknown) => string): Traced[] => {
    const value = spawner.get(trait)
    if (value.data instanceof Opaque) return [value]
    return truthy(value.data) ? [{ data: print(value.data), origin: () => value.origin([]) }] : []
  }
  return [
    ...flag('ip', ip => `--ip=${quoted(ip)}`),
    ...(truthy(spawner.get('port').data) ? flag('port', port => `--port=${port}`) : [maker.own('--port=8888', 'port')]),
    ...flag('notebook_dir', dir => `--notebook-dir=${quoted(userFormat(dir, maker))}`),
    ...flag('default_url', url => `--${app}.default_url=${quoted(userFormat(url, maker))}`),
    ...flag('debug', () => '--debug'),
    ...flag('disable_user_config', () => '--disable-user-config'),
  ]
}

function userFormat(text: unknown, maker: Maker): string {
  return String(text).replaceAll('{username}', maker.user)
}

function ports(spawner: Spawner, maker: Maker): Traced {
  const port = spawner.get('port')
  const blueprint = [
    {
      name: maker.own('notebook-port', 'port'),
      containerPort: truthy(port.data) || port.data instanceof Opaque ? port : maker.own(8888, 'port'),
    },
  ]
  return compose(blueprint, maker.origin('port'))
}

function resources(spawner: Spawner, maker: Maker): Traced {
  return compose(
    {
      requests: amounts(spawner, maker, 'guarantee', 'extra_resource_guarantees'),
      limits: amounts(spawner, maker, 'limit', 'extra_resource_limits'),
    },
    maker.origin('mem_limit'),
  )
}

function amounts(spawner: Spawner, maker: Maker, kind: 'guarantee' | 'limit', extra: string): Traced {
  const more = spawner.get(extra)
  const [cpu, memory] = [spawner.get(`cpu_${kind}`), spawner.get(`mem_${kind}`)]
  return maker.part(extra, [more, cpu, memory], () => {
    if (more.data instanceof Opaque) return more
    const parts: Record<string, Traced> = {}
    if (truthy(cpu.data)) parts['cpu'] = cpu
    if (truthy(memory.data)) parts['memory'] = memory
    for (const [key, value] of View.of(more).entries()) parts[key] = value.traced
    return compose(parts, maker.origin(`mem_${kind}`))
  }) as Traced
}

/** Traits that decide about a field of the container that is not there. */
const ABSENT: readonly (readonly [path: readonly string[], trait: string])[] = [
  [['resources', 'limits', 'memory'], 'mem_limit'],
  [['resources', 'limits', 'cpu'], 'cpu_limit'],
  [['resources', 'requests', 'memory'], 'mem_guarantee'],
  [['resources', 'requests', 'cpu'], 'cpu_guarantee'],
  [['securityContext', 'runAsUser'], 'uid'],
  [['securityContext', 'runAsGroup'], 'gid'],
  [['securityContext', 'privileged'], 'privileged'],
  [['securityContext', 'allowPrivilegeEscalation'], 'allow_privilege_escalation'],
  [['imagePullPolicy'], 'image_pull_policy'],
  [['args'], 'cmd'],
]

/** The trait that decides about a missing field of the container. */
export function traitOfAbsent(container: unknown, path: readonly (string | number)[]): string | undefined {
  if (path.reduce(child, container) !== undefined) return undefined
  return ABSENT.find(([place]) => place.length <= path.length && place.every((step, i) => step === path[i]))?.[1]
}
