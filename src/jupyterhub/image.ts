import { isWritten, type Origin } from '../model/origin.ts'
import type { Part } from '../model/span.ts'
import { Opaque, type Traced, traced } from '../model/traced.ts'
import type { Image } from '../model/values.ts'
import type { View } from '../model/view.ts'
import { truthy } from './derived.ts'

/**
 * The image reference `name:tag` of a pair in the values. A stretch in the name points to the name, one in the tag to the tag;
 * the whole points to the name if a person wrote it, else to the tag.
 */
export function joinedImage(image: View<Image>): Traced {
  const [name, tag] = [image.at('name'), image.at('tag')]
  const hidden = [name.raw, tag.raw].find(part => part instanceof Opaque)
  const start = printed(name.raw).length + 1
  return traced(hidden ?? `${printed(name.raw)}:${printed(tag.raw)}`, (_path, part) => placeIn(name, tag, start, part))
}

/** As user pods get it: a pair without tag is the bare name, one without name is none at all. */
export function userImage(image: View<Image>): Traced | undefined {
  if (!truthy(image.at('name').raw)) return undefined
  return truthy(image.at('tag').raw) ? joinedImage(image) : image.at('name').traced
}

function placeIn(name: View, tag: View, start: number, part: Part | undefined): Origin {
  if (part !== undefined && part.end < start) return name.origin(part)
  if (part !== undefined && part.start >= start) return tag.origin({ start: part.start - start, end: part.end - start })
  return isWritten(name.origin()) ? name.origin() : tag.origin()
}

/** As Python prints it. */
function printed(raw: unknown): string {
  if (raw === null || raw === undefined) return 'None'
  if (typeof raw === 'boolean') return raw ? 'True' : 'False'
  return String(raw)
}
