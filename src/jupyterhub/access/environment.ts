import type { Hub } from '../../model/hub.ts'
import { child } from '../../model/traced.ts'

/** Whether `hub.extraEnv` sets a variable: a map of names, or a list as Kubernetes has it. */
export function hasEnvironment(hub: Hub, variable: string): boolean {
  const extra = hub.values.at('hub').get('extraEnv')
  return extra.get(variable).exists || [...extra.each()].some(entry => child(entry.raw, 'name') === variable)
}
