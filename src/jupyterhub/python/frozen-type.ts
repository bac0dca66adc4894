import type { ListType } from './state.ts'

const types = new WeakMap<object, ListType>()

/** Notes of what type the list was in Python that this array stands for. */
export function noteType(array: readonly unknown[], type: ListType): void {
  if (type !== 'list') types.set(array, type)
}

/** Python's type of a list in the configuration; what YAML holds is a `list`. */
export function listType(array: readonly unknown[]): ListType {
  return types.get(array) ?? 'list'
}
