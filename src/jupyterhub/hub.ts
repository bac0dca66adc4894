import type { Chart, Hub } from '../model/hub.ts'
import type { Traced } from '../model/traced.ts'
import type { HubValues } from '../model/values.ts'
import { View } from '../model/view.ts'
import { configOf } from './config/config.ts'

/** How much of a hub is at hand, and whether a chart made the objects that its values were found in. */
export type HubTraits = Partial<Pick<Hub, 'completeness' | 'elsewhere' | 'isRendered'>>

/** A hub from its effective values (chart defaults included); a whole one, of which nothing is elsewhere. */
export function hubOf(name: string, effective: Traced, chart: Chart, traits: HubTraits = {}): Hub {
  const { completeness = 'whole', elsewhere = [], isRendered = false } = traits
  const values = View.of<HubValues>(effective)
  return {
    name,
    completeness,
    elsewhere,
    values,
    chart,
    config: configOf(values, chart, completeness === 'whole'),
    isRendered,
  }
}
