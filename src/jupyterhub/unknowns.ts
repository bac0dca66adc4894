import type { ConfigUnknown, Hub } from '../model/hub.ts'
import { LocalFunction } from './python/local-function.ts'

/** What of the configuration could not be read. Functions that make pods are called for them, and spoken of there. */
export function configUnknowns(hub: Hub): ConfigUnknown[] {
  return hub.config.unknown.filter(
    ({ section, at }) => !(section?.endsWith('Spawner') === true && at.raw instanceof LocalFunction),
  )
}
