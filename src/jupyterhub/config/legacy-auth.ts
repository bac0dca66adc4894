import type { Chart } from '../../model/hub.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import type { Settings } from './settings.ts'

/** What charts up to 0.10 make of `auth.*`. */
export function legacyAuth(_values: View<HubValues>, _chart: Chart, _settings: Settings): void {}
