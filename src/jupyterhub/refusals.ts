import type { Hub } from '../model/hub.ts'
import { once } from '../model/once.ts'
import { printPath } from '../model/path.ts'
import type { View } from '../model/view.ts'
import { failures, missingToken } from './refusals/failures.ts'
import { schemaRefusals } from './refusals/schema.ts'
import { templateRefusals } from './refusals/templates.ts'

/** Something for which Helm refuses to install the chart. */
export interface Refusal {
  /** Whole sentence without full stop, saying what is wrong and what the chart takes. */
  readonly sentence: string
  /** The value or key refused; an empty view for what is missing. */
  readonly at: View
}

/**
 * What the chart refuses, in the order in which Helm comes to it: its schema, then its templates, which are not even rendered
 * where the schema has something to say. Not among them is a missing `proxy.secretToken`, which may well be kept elsewhere.
 */
export const refusals = once((hub: Hub): readonly Refusal[] => {
  if (hub.isRendered) return []
  const bySchema = schemaRefusals(hub)
  if (bySchema.length > 0) return bySchema
  const named = failures(hub)
  const places = new Set(named.map(({ at }) => printPath(at.path)))
  return [...named, ...templateRefusals(hub).filter(({ at }) => !places.has(printPath(at.path)))]
})

/** As `refusals`, with what may be kept elsewhere. */
export function allRefusals(hub: Hub): readonly Refusal[] {
  return hub.isRendered ? [] : [...refusals(hub), ...missingToken(hub)]
}
