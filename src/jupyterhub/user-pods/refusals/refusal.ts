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
