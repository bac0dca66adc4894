import type { Blueprint, Traced } from '../../model/traced.ts'
import { Opaque } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { isMap, reshaped, truthy } from '../derived.ts'
import type { ModelName } from './kubernetes-models.ts'
import type { Maker } from './maker.ts'
import { Obstacle } from './obstacle.ts'

const lists = new WeakMap<Traced, Traced>()

/** A map as the list of its values, sorted by key; anything else as it is. Source: jupyterhub/kubespawner@7.0.0:kubespawner/spawner.py (`_sorted_dict_values`). */
export function inKeyOrder(value: Traced): Traced {
  const { data } = value
  if (!isMap(data)) return value
  const before = lists.get(value)
  if (before !== undefined) return before
  const keys = Object.keys(data).sort()
  const list = reshaped(
    keys.map(key => data[key]),
    value,
    ([i, ...rest]) => (i === undefined ? [] : [keys[Number(i)] ?? i, ...rest]),
  )
  lists.set(value, list)
  return list
}

/** The parts of an object with whole fields replaced by what a person wrote; null takes a field away. */
export function replaceFields(
  model: ModelName,
  parts: Readonly<Record<string, Blueprint | undefined>>,
  changes: Traced,
  maker: Maker,
): Blueprint | Obstacle {
  if (changes.data instanceof Opaque) return changes
  if (!truthy(changes.data)) return parts
  const fields = maker.models.fields(model, changes, true)
  if (fields instanceof Obstacle) return fields
  const replaced = { ...parts }
  const view = View.of(changes)
  for (const [field, key] of fields) {
    const value = view.get(key)
    if (value.raw === null && maker.models.requires(model, field))
      return new Obstacle(`a ${model} has null for ${field}`, value)
    replaced[field] = value.raw === null ? undefined : value.traced
  }
  return replaced
}
