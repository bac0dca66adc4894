import type { Chart, ConfigUnknown } from '../../model/hub.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import type { PythonSource } from '../config/python-sources.ts'
import type { Settings } from '../config/settings.ts'

/** Applies what the Python in the values assigns, as far as it can be known without running it. */
export function runPython(
  _sources: readonly PythonSource[],
  _settings: Settings,
  _values: View<HubValues>,
  _chart: Chart,
): ConfigUnknown[] {
  return []
}
