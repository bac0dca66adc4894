import type { Origin } from '../model/origin.ts'
import type { Path } from '../model/path.ts'
import type { View } from '../model/view.ts'

export interface Leaf {
  readonly path: Path
  readonly value: View
  readonly origin: Origin
}

/** Every scalar of a value, and every empty map and list, with who put it there. */
export function* leaves(view: View): Generator<Leaf> {
  const children = view.isMap ? [...view.entries()].map(([, entry]) => entry) : [...view.each()]
  if (children.length === 0) yield { path: view.path, value: view, origin: view.origin() }
  for (const entry of children) yield* leaves(entry as View)
}
