import { compose, Opaque, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { truthy } from '../derived.ts'
import { keysInOrder } from '../key-order.ts'
import { LocalFunction } from '../python/local-function.ts'
import { entriesCalled } from './callables.ts'
import type { Maker } from './maker.ts'
import { inWords, Obstacle } from './obstacle.ts'
import type { Spawner } from './spawner.ts'
import type { Templates } from './template.ts'

/**
 * Variables that JupyterHub sets in every server, in its order. Source: jupyterhub/jupyterhub@<tag>:jupyterhub/spawner.py (`get_env`),
 * 0.9.6 to 5.5.0, and jupyterhub/kubespawner@7.0.0:kubespawner/spawner.py.
 */
const BUILT_IN = [
  'JUPYTERHUB_API_TOKEN',
  'JPY_API_TOKEN',
  'JUPYTERHUB_CLIENT_ID',
  'JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED',
  'JUPYTERHUB_HOST',
  'JUPYTERHUB_OAUTH_CALLBACK_URL',
  'JUPYTERHUB_OAUTH_SCOPES',
  'JUPYTERHUB_OAUTH_ACCESS_SCOPES',
  'JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES',
  'JUPYTERHUB_USER',
  'JUPYTERHUB_SERVER_NAME',
  'JUPYTERHUB_API_URL',
  'JUPYTERHUB_ACTIVITY_URL',
  'JUPYTERHUB_BASE_URL',
  'JUPYTERHUB_SERVICE_PREFIX',
  'JUPYTERHUB_SERVICE_URL',
  'JUPYTERHUB_PUBLIC_URL',
  'JUPYTERHUB_PUBLIC_HUB_URL',
  'MEM_LIMIT',
  'MEM_GUARANTEE',
  'CPU_LIMIT',
  'CPU_GUARANTEE',
  'JUPYTER_IMAGE_SPEC',
  'JUPYTER_IMAGE',
]
const IMAGE = new Set(['JUPYTER_IMAGE_SPEC', 'JUPYTER_IMAGE'])

/** One variable as it goes into the container. */
interface Variable {
  readonly key: string
  readonly name: string
  readonly traced: Traced
  /** Variables that its text refers to. */
  readonly needs: readonly string[]
}

/** The variables that people set; those that only JupyterHub sets are left out. */
export function environmentOf(spawner: Spawner, maker: Maker): Traced | Obstacle {
  const environment = spawner.get('environment')
  const templates = maker.templatesFor(spawner)
  const image = spawner.get('image')
  return maker.part('environment', [environment, image, templates], () => {
    const filled = filledIn(environment, templates, maker)
    if (filled instanceof Obstacle || filled.data instanceof Opaque) return filled
    const map = View.of(filled)
    const variables: Variable[] = []
    for (const key of keysInOrder(map)) {
      const made = variable(key, map.get(key), maker)
      if (made instanceof Obstacle) return made
      variables.push(made)
    }
    const sorted = maker.is('0.16.0') ? inOrderOfNeeds(variables) : builtInFirst(variables, maker)
    return compose(
      sorted.map(item => kept(item, image, maker)),
      environment.origin([]),
    )
  })
}

/**
 * Functions called and templates filled in: up to 4 there are no templates; 5 and 6.0 fill in what functions return, too; 6.1 puts the
 * function back where JupyterHub has called it; 7 leaves alone what it returned.
 * Source: jupyterhub/kubespawner@<tag>:kubespawner/spawner.py (`get_env`, `_expand_env`, `get_pod_manifest`), 4.3.0 to 7.0.0.
 */
function filledIn(environment: Traced, templates: Templates, maker: Maker): Traced | Obstacle {
  if (!maker.is('5.0.0')) return entriesCalled(environment, maker.user)
  if (!maker.is('6.1.0')) return templates.expand(entriesCalled(environment, maker.user))
  const expanded = templates.expand(environment)
  return expanded instanceof Obstacle || keepsFunctions(maker) ? expanded : entriesCalled(expanded, maker.user)
}

function keepsFunctions(maker: Maker): boolean {
  return maker.is('6.1.0') && !maker.is('7.0.0')
}

function variable(key: string, value: View, maker: Maker): Variable | Obstacle {
  // maps are variables in Kubernetes' own words from 0.14 on
  if (value.isMap && maker.is('0.14.0')) {
    const words = {
      ...(value.get('name').exists ? {} : { name: maker.own(key, 'environment') }),
      ...tracedEntries(value),
    }
    const made = maker.models.object('variable', compose(words, value.origin()))
    if (made instanceof Obstacle) return made
    return needy(
      { key, name: View.of(made).get('name').text ?? key, traced: made, needs: [] },
      View.of(made).get('value'),
      maker,
    )
  }
  const name = maker.own(key, 'environment')
  const made = compose(value.raw === null ? { name } : { name, value: value.traced }, value.origin())
  return needy({ key, name: key, traced: made, needs: [] }, value, maker)
}

/** From 1.0 on texts are searched for `$(OTHER)`, which fails for anything but a text. */
function needy(variable: Variable, value: View, maker: Maker): Variable | Obstacle {
  const isFunction = value.raw instanceof LocalFunction && keepsFunctions(maker)
  if (!maker.is('0.16.0') || (value.isOpaque && !isFunction) || !truthy(value.raw)) return variable
  if (value.text === undefined) return new Obstacle(`the variable ${variable.key} is ${inWords(value.raw)}`, value)
  const needs = [...value.text.matchAll(/\$\(([^)]+)\)/g)].map(([, other = '']) => other)
  return { ...variable, needs: needs.filter(other => other !== variable.name) }
}

function tracedEntries(map: View): Record<string, Traced> {
  return Object.fromEntries([...map.entries()].map(([key, value]) => [key, value.traced]))
}

/**
 * Variables after those that they refer to, by name where that leaves a choice.
 * Source: jupyterhub/kubespawner@7.0.0:kubespawner/objects.py (`make_pod`).
 */
function inOrderOfNeeds(variables: readonly Variable[]): Variable[] {
  const sorted: Variable[] = []
  let rest = [...variables].sort((a, b) => (a.key < b.key ? -1 : 1))
  let resolved = new Set<string>()
  let isFirst = true
  for (;;) {
    const next = rest.filter(({ needs }) => needs.every(name => resolved.has(name)))
    if (next.length === 0 && !isFirst) return [...sorted, ...rest]
    sorted.push(...next)
    rest = rest.filter(item => !next.includes(item))
    resolved = new Set([...BUILT_IN, ...sorted.map(({ name }) => name)])
    isFirst = false
  }
}

/** Before 1.0 variables come as set, and JupyterHub's own come first from its 1.2 on. */
function builtInFirst(variables: readonly Variable[], maker: Maker): readonly Variable[] {
  if (!maker.is('0.12.0')) return variables
  const own = BUILT_IN.flatMap(name => variables.find(({ key }) => key === name) ?? [])
  return [...own, ...variables.filter(item => !own.includes(item))]
}

/** What becomes of a variable: in old versions JupyterHub and KubeSpawner put their own over it. */
function kept({ key, traced }: Variable, image: Traced, maker: Maker): Traced {
  if (!maker.is('6.1.0') && IMAGE.has(key))
    return compose({ name: maker.own(key, 'environment'), value: image }, image.origin([]))
  if (maker.is('0.12.0') || !BUILT_IN.includes(key)) return traced
  return { data: { name: key, value: new Opaque('JupyterHub replaces it') }, origin: path => traced.origin(path) }
}
