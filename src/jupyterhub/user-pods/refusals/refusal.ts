import type { View } from '../../../model/view.ts'

/** Why Kubernetes refuses a pod. */
export interface Refusal {
  /** The rest of a sentence that ends with "… because". */
  readonly sentence: string
  readonly at: View
  /** The other value that it hangs on as well; null where it hangs on something that is not there. */
  readonly besides?: View<unknown> | null
}

export function refusal(at: View<unknown>, sentence: string, besides?: View<unknown> | null): Refusal {
  return { at: at as View, sentence, ...(besides === undefined ? {} : { besides }) }
}

/** A text as a sentence quotes it. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}

/**
 * A check of a part that passes over what it found sound before, the very same data asked about in the same way: the pods of a
 * hub share most of their parts.
 */
export function onceSound<T, Rest extends readonly unknown[]>(
  check: (part: View<T>, ...rest: Rest) => Iterable<Refusal>,
): (part: View<T>, ...rest: Rest) => Iterable<Refusal> {
  const sound = new WeakMap<object, Rest>()
  return (part, ...rest) => {
    const { raw } = part
    if (typeof raw !== 'object' || raw === null) return check(part, ...rest)
    if (sound.get(raw)?.every((value, i) => value === rest[i])) return []
    const found = [...check(part, ...rest)]
    if (found.length === 0) sound.set(raw, rest)
    return found
  }
}
