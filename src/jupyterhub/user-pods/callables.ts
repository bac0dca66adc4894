import { Opaque, type Traced } from '../../model/traced.ts'
import { View } from '../../model/view.ts'
import { LocalFunction } from '../python/local-function.ts'

/** Whether KubeSpawner waits for what an async function comes to. */
type Waits = 'awaited' | 'as it is'

/**
 * What a value is for the server of a user: of a function, what it returns. One that cannot be followed, or that raises, stays
 * what cannot be known. Source: jupyterhub/kubespawner@7.0.0:kubespawner/spawner.py (`get_pod_manifest`, `_apply_overrides`).
 */
export function called(value: Traced, user: string, waits: Waits): Traced {
  const func = value.data
  if (!(func instanceof LocalFunction) || (func.isAsync && waits === 'as it is')) return value
  const answer = func.forServerOf(user)
  if (answer.value !== null) return answer.value
  return answer.raises === null ? value : { ...value, data: new Opaque(`${func.name} raises: ${answer.raises}`) }
}

/** As `called`, for each entry of a map. Source: jupyterhub/jupyterhub@5.5.0:jupyterhub/spawner.py (`get_env`). */
export function entriesCalled(map: Traced, user: string): Traced {
  const view = View.of(map)
  const made = new Map<string | number, Traced>()
  for (const [key, entry] of view.entries())
    if (entry.raw instanceof LocalFunction) made.set(key, called(entry.traced, user, 'as it is'))
  if (made.size === 0) return map
  return {
    data: Object.fromEntries(
      view.entries().map(([key, entry]) => [key, made.has(key) ? made.get(key)?.data : entry.raw]),
    ),
    origin(path, part) {
      const [key = '', ...rest] = path
      const own = made.get(key)
      return own === undefined ? map.origin(path, part) : own.origin(rest, part)
    },
  }
}
