import type { Chart, Completeness, Hub } from '../model/hub.ts'
import type { Traced } from '../model/traced.ts'
import type { HubValues } from '../model/values.ts'
import { View } from '../model/view.ts'
import { configOf } from './config/config.ts'

/** A hub from its effective values (chart defaults included). */
export function hubOf(
  name: string,
  effective: Traced,
  chart: Chart,
  completeness: Completeness = 'whole',
  isRendered = false,
): Hub {
  const values = View.of<HubValues>(effective)
  return { name, completeness, values, chart, config: configOf(values, chart), isRendered }
}
