import type { View } from '../../model/view.ts'

/** Whether a value says anything; null and what is empty changes nothing wherever it stands. */
export function saysAnything(view: View): boolean {
  if (view.isMap) return view.keys().length > 0
  return view.isList ? view.each().length > 0 : view.isSet
}

/** A key that means nothing where it stands. */
export interface UnknownKey {
  readonly at: View
  /** Whole sentence without full stop: `KubeSpawner 7.0.0 has no mem_limt`. */
  readonly sentence: string
  /** What the author will have meant, as one would write it. */
  readonly meant: string | undefined
  /** Whether only Python that cannot be seen could read it. */
  readonly mayBeRead: boolean
}
