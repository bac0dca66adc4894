import type { Chart } from '../model/hub.ts'
import { Opaque } from '../model/traced.ts'
import type { HubValues } from '../model/values.ts'
import type { View } from '../model/view.ts'
import { atLeast } from './charts/versions.ts'

/** The name of the Helm release; only values that come out of a cluster know it. */
export function releaseName(values: View<HubValues>): string | undefined {
  return values.get('Release').get('Name').text
}

/** What the chart calls itself in labels. */
export function appName(values: View<HubValues>, chart: Chart): string {
  const own = values.get('Chart').get('Name').text ?? 'jupyterhub'
  // up to 0.9 the hub does not see nameOverride
  return (atLeast(chart, '0.10.0') ? values.get('nameOverride').text : undefined) ?? own
}

/** Name and version, as a label has them. */
export function chartLabel(values: View<HubValues>, chart: Chart): string {
  const known = values.get('Chart')
  const version = known.get('Version').text ?? chart.version
  return `${known.get('Name').text ?? 'jupyterhub'}-${version.replaceAll('+', '_')}`
}

/**
 * The name of an object of the chart: `hub`, `singleuser`.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@4.4.0:jupyterhub/templates/_helpers-names.tpl; the same since 1.0.
 */
export function objectName(name: string, values: View<HubValues>, chart: Chart): string | Opaque {
  const override = values.get('fullnameOverride')
  if (!atLeast(chart, '1.0.0')) return name
  if (override.text !== undefined) return override.text === '' ? name : `${override.text}-${name}`
  const release = releaseName(values)
  if (release === undefined) return new Opaque('it contains the name of the release')
  const app = appName(values, chart) || 'jupyterhub'
  return release.includes(app) ? `${release}-${name}` : `${release}-${app}-${name}`
}
