import type { Chart } from '../../model/hub.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import type { Settings } from './settings.ts'

/** What the chart's own jupyterhub_config.py sets before anything else. */
export function chartSettings(_values: View<HubValues>, _chart: Chart, _settings: Settings): void {}
