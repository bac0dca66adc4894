import type { Hub } from '../../model/hub.ts'
import { child } from '../../model/traced.ts'

/** Whether `hub.extraEnv` sets a variable: a map of names, or a list as Kubernetes has it. */
export function hasEnvironment(hub: Hub, variable: string): boolean {
  const extra = hub.values.at('hub').get('extraEnv')
  return extra.get(variable).exists || [...extra.each()].some(entry => child(entry.raw, 'name') === variable)
}

/** Whether the hub runs another image than the chart's. */
export function hasOwnImage(hub: Hub): boolean {
  const image = hub.values.at('hub').at('image').at('name').text
  return image !== undefined && image !== child(child(child(hub.chart.defaults, 'hub'), 'image'), 'name')
}

/** Whether the hub may run Python that the chart's image does not hold. */
export function hasOwnSoftware(hub: Hub): boolean {
  const own = hub.values.at('hub')
  const modules = [...own.at('extraFiles').entries()].some(([, file]) => {
    const path = file.at('mountPath').text ?? ''
    return path.endsWith('.py') && !path.includes('/jupyterhub_config.d/')
  })
  const mounts = [...own.get('extraVolumeMounts').each()].length > 0
  return hasOwnImage(hub) || modules || mounts || hasEnvironment(hub, 'PYTHONPATH')
}
