import type { Path } from '../../model/path.ts'
import { child, type Traced } from '../../model/traced.ts'

/** Values without what they say at a path, or below it. */
export function without(values: Traced, path: Path): Traced {
  return { data: cut(values.data, path), origin: (at, part) => values.origin(at, part) }
}

function cut(data: unknown, [step, ...rest]: Path): unknown {
  const inner = step === undefined ? undefined : child(data, step)
  if (inner === undefined || Array.isArray(data)) return data
  return Object.fromEntries(
    Object.entries(data as object).flatMap(([key, value]) =>
      key !== step ? [[key, value]] : rest.length === 0 ? [] : [[key, cut(value, rest)]],
    ),
  )
}
