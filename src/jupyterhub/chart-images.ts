import type { Hub } from '../model/hub.ts'
import { once } from '../model/once.ts'
import type { Path } from '../model/path.ts'
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
export const chartImages: (hub: Hub) => readonly ChartImage[] = once(hub => {
  const { values, chart } = hub
  const images: ChartImage[] = []
  collect(chart.defaults, [])
  for (const [, image] of values.at('prePuller').at('extraImages').entries())
    images.push({ name: image.at('name') as View, tag: image.at('tag') as View, own: null })
  return images

  function collect(defaults: unknown, path: Path): void {
    if (typeof defaults !== 'object' || defaults === null || Array.isArray(defaults)) return
    const [name, tag] = [child(defaults, 'name'), child(defaults, 'tag')]
    if (path.length > 0 && typeof name === 'string' && typeof tag === 'string') {
      const image = values.down(path)
      images.push({ name: image.get('name'), tag: image.get('tag'), own: { name, tag } })
    } else for (const [key, inside] of Object.entries(defaults)) collect(inside, [...path, key])
  }
})
