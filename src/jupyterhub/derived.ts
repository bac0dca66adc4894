import type { Origin } from '../model/origin.ts'
import type { Path } from '../model/path.ts'
import { type Traced, traced } from '../model/traced.ts'
import type { View } from '../model/view.ts'

/** Data made out of another value; `back` leads from a path in it to where that came from. */
export function reshaped(data: unknown, source: Traced, back: (path: Path) => Path): Traced {
  return { data, origin: (path, part) => source.origin(back(path), part) }
}

/** What a program sets unless told otherwise; `place` is where a person would write something else. */
export function byDefault(data: unknown, by: 'chart' | 'platform', name: string, place: View): Traced {
  return traced(data, () => defaultOf(by, name, place))
}

/** The origin of what a program sets unless told otherwise. */
export function defaultOf(by: 'chart' | 'platform', name: string, place: View): Origin {
  return { by, name, path: place.path, span: place.origin().span }
}

/** What the chart's own code makes because of one setting: all of it points there. */
export function becauseOf(data: unknown, setting: View): Traced {
  return traced(data, () => setting.origin())
}

/** Whether Python's `if` would take it. */
export function truthy(data: unknown): boolean {
  if (Array.isArray(data)) return data.length > 0
  return isMap(data) ? Object.keys(data).length > 0 : Boolean(data)
}

/** Whether it is what Python reads as a dict. */
export function isMap(data: unknown): data is Readonly<Record<string, unknown>> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false
  const prototype: unknown = Object.getPrototypeOf(data)
  return prototype === Object.prototype || prototype === null
}
