import { lift } from './lift.ts'
import type { Machine } from './machine.ts'
import { none, unknown, type Value, type Where } from './values.ts'

const NOT_SET = 'it is taken from an environment variable that the values do not set'

/** `os.environ[name]`: what `hub.extraEnv` says, a map or a list. Other variables come from the image, the chart and Kubernetes. */
export function environment(machine: Machine, name: string | undefined, where: Where): Value {
  if (name === undefined) return unknown(where)
  const env = machine.values.at('hub').at('extraEnv')
  const entry = env.isList
    ? [...env.each()].findLast(item => (item as typeof env).get('name').text === name)
    : undefined
  const written = entry === undefined ? env.get(name) : (entry as typeof env).get('value')
  // Kubernetes expands references to other variables
  return written.text === undefined || written.text.includes('$(') ? unknown(where, NOT_SET) : lift(written)
}

/** What the chart adds to its values for the hub. Source: jupyterhub/zero-to-jupyterhub-k8s@4.4.0:jupyterhub/templates/hub/secret.yaml. */
const FILLED_IN = new Set(['Chart', 'Release'])

/** `get_config(path, fallback)`. Source: jupyterhub/zero-to-jupyterhub-k8s@4.4.0:jupyterhub/files/hub/z2jh.py. */
export function chartValue(machine: Machine, path: string, fallback: Value | undefined, where: Where): Value {
  const before = machine.chartValues.get(path)
  if (before !== undefined) return before
  const steps = path.split('.')
  const [root = ''] = steps
  if (FILLED_IN.has(root)) return unknown(where, 'it is only known when the chart is installed')
  let view = machine.values.get(root)
  for (const step of steps.slice(1)) {
    if (view.isOpaque) break
    if (!view.isMap) return fallback ?? none(where)
    view = view.get(step)
  }
  if (!view.exists) return fallback ?? none(where)
  const value = lift(view)
  machine.chartValues.set(path, value)
  return value
}
