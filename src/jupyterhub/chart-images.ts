import type { Hub } from '../model/hub.ts'
import { child } from '../model/traced.ts'
import type { View } from '../model/view.ts'

/** An image that the chart keeps as name and tag. */
export interface ChartImage {
  readonly name: View
  readonly tag: View
  /** What the chart itself has there; null for the images that only people name. */
  readonly own: { readonly name: string; readonly tag: string } | null
}

/**
 * The images that a chart keeps as name and tag: those of its own defaults (its values.yaml is the table), and
 * `prePuller.extraImages`.
 */
export function* chartImages(hub: Hub): Generator<ChartImage> {
  yield* pairs(hub.values as View, hub.chart.defaults)
  for (const [, image] of hub.values.at('prePuller').at('extraImages').entries())
    yield { name: image.at('name') as View, tag: image.at('tag') as View, own: null }
}

function* pairs(values: View, defaults: unknown): Generator<ChartImage> {
  if (typeof defaults !== 'object' || defaults === null || Array.isArray(defaults)) return
  for (const [key, inside] of Object.entries(defaults)) {
    const [name, tag] = [child(inside, 'name'), child(inside, 'tag')]
    if (typeof name === 'string' && typeof tag === 'string')
      yield { name: values.get(key).get('name'), tag: values.get(key).get('tag'), own: { name, tag } }
    else yield* pairs(values.get(key), inside)
  }
}
