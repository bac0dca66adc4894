import type { Part } from '../../model/span.ts'
import { child, type Traced } from '../../model/traced.ts'
import type { View } from '../../model/view.ts'

/** What stands for a placeholder, by its name; null where that is not known. */
export type Parameter = (name: string) => View | null

/** A placeholder in a text, and what stands for it. */
interface Place {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly by: View
}

/**
 * A template with its placeholders filled in. What is nothing but a placeholder points to what stands for it, and anything else to
 * where it stands in the template. Placeholders of which nothing is known stay.
 */
export function filledIn(template: Traced, parameter: Parameter, isGo: boolean): Traced {
  const placesIn = (text: string) => (isGo ? goPlaces(text, parameter) : plainPlaces(text, parameter))
  return {
    data: filled(template.data, text => inserted(text, placesIn(text))),
    origin(path, part) {
      const written = path.reduce(child, template.data)
      if (typeof written !== 'string') return template.origin(path, part)
      const places = placesIn(written)
      const stretch =
        part === undefined
          ? { start: 0, end: written.length }
          : { start: before(part.start, places), end: before(part.end, places) }
      const only = places.find(({ start, end }) => isAllOf(written, stretch, { start, end }))
      if (only !== undefined) return only.by.origin()
      return template.origin(path, part === undefined ? undefined : stretch)
    },
  }
}

/** Whether a stretch of a text is a placeholder and no more than quotes around it. */
function isAllOf(text: string, { start, end }: Part, place: Part): boolean {
  if (place.start < start || place.end > end) return false
  return /^(["']?)\1$/.test(text.slice(start, place.start) + text.slice(place.end, end))
}

function filled(data: unknown, fill: (text: string) => string): unknown {
  if (typeof data === 'string') return data.includes('{{') ? fill(data) : data
  if (Array.isArray(data)) return data.map(item => filled(item, fill))
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, filled(value, fill)]))
}

/** `{{ name }}`, whose name is a key. Source: argoproj/argo-cd@v3.5.1:applicationset/utils/utils.go, Replace. */
function plainPlaces(text: string, parameter: Parameter): Place[] {
  return [...text.matchAll(/\{\{([^{}]*)\}\}/g)].flatMap(found => placeOf(found, parameter))
}

/** `{{ .a.b }}` of Go's templates; none in a text that holds more of their language than that. */
function goPlaces(text: string, parameter: Parameter): Place[] {
  const all = [...text.matchAll(/\{\{\s*\.([A-Za-z_][\w.]*)\s*\}\}/g)]
  return all.length === text.split('{{').length - 1 ? all.flatMap(found => placeOf(found, parameter)) : []
}

function placeOf(found: RegExpExecArray, parameter: Parameter): Place[] {
  const by = parameter((found[1] ?? '').trim())
  if (by === null || (typeof by.value !== 'string' && typeof by.value !== 'number' && typeof by.value !== 'boolean'))
    return []
  return [{ start: found.index, end: found.index + found[0].length, text: String(by.value), by }]
}

function inserted(text: string, places: readonly Place[]): string {
  let result = ''
  let at = 0
  for (const place of places) {
    result += text.slice(at, place.start) + place.text
    at = place.end
  }
  return result + text.slice(at)
}

/** Where in the template the character is that stands at `offset` once the places are filled in. */
function before(offset: number, places: readonly Place[]): number {
  let shift = 0
  for (const { start, end, text } of places) {
    if (offset <= start + shift) break
    if (offset < start + shift + text.length) return start
    shift += text.length - (end - start)
  }
  return offset - shift
}
