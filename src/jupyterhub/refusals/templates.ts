import type { Hub } from '../../model/hub.ts'
import { printPath } from '../../model/path.ts'
import type { TemplateNeeds } from '../../model/schema.ts'
import { child } from '../../model/traced.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import { truthy } from '../derived.ts'
import type { Refusal } from '../refusals.ts'
import { kindOf } from './kinds.ts'

/** What the templates of this chart cannot be rendered with: mostly a null where they read further keys. */
export function templateRefusals(hub: Hub): Refusal[] {
  const { needs, version } = hub.chart
  const found: View[] = []
  for (const [part, isUsed] of Object.entries(PARTS)) {
    const known = child(needs, part)
    if (known !== undefined && isUsed(hub.values)) walk(known as TemplateNeeds, hub.values as View, found)
  }
  return found.map(at => ({
    sentence: `${printPath(at.path)} ${at.isSet ? `is ${kindOf(at.raw)}` : 'is empty'}, and the templates of jupyterhub ${version} cannot be rendered with that`,
    at,
  }))
}

/** Which parts of the chart are rendered. Source: zero-to-jupyterhub-k8s@<tag>:jupyterhub/templates/{ingress.yaml,proxy/autohttps}. */
const PARTS: Readonly<Record<string, (values: View<HubValues>) => boolean>> = {
  always: () => true,
  autohttps: hasAutohttps,
  ingress: values => truthy(values.get('ingress').get('enabled').raw),
}

/** Whether the chart is to get a certificate from Let's Encrypt. */
export function hasAutohttps(values: View<HubValues>): boolean {
  const https = values.get('proxy').get('https')
  return truthy(https.get('enabled').raw) && truthy(https.get('hosts').raw) && https.get('type').text === 'letsencrypt'
}

function walk(needs: TemplateNeeds, at: View, found: View[]): void {
  if (at.isOpaque) return
  if (needs.refuses?.includes(letterOf(at.raw)) === true) found.push(at)
  else if (at.isMap) for (const [key, further] of Object.entries(needs.below ?? {})) walk(further, at.get(key), found)
}

/** The letter under which scripts/record-refusals.mjs has tried such a value; a blank for one that no template minds. */
function letterOf(value: unknown): string {
  if (value === undefined || value === null) return 'n'
  if (Array.isArray(value)) return value.length > 0 ? 'l' : 'L'
  switch (typeof value) {
    case 'string':
      return value === '' ? 'T' : 't'
    case 'number':
      return value === 0 ? ' ' : 'i'
    case 'boolean':
      return value ? 'b' : ' '
    default:
      return Object.keys(value as object).length > 0 ? 'm' : ' '
  }
}
