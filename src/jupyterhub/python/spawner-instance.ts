import { List } from './state.ts'
import { bool, type Instance, none, str, type Value, type Where } from './values.ts'

/** What a function did with the spawner that it was called with. */
export class Dealings {
  /** What it looked at, of the user or of the spawner. */
  asks: 'nothing' | 'name' | 'more' = 'nothing'
  /** Whether it set something on the spawner, or handed it to code that may. */
  changes = false

  ask(what: 'name' | 'more'): void {
    if (this.asks !== 'more') this.asks = what
  }
}

/**
 * A spawner as functions in the configuration are handed it: the default server of a user who is in no group, no admin, and has no
 * auth state. Source: jupyterhub/jupyterhub@5.5.0:jupyterhub/spawner.py and user.py.
 */
export function spawnerInstance(user: string, dealings: Dealings, where: Where): Instance {
  const instance = (attributes: Readonly<Record<string, Value>>, result?: Value): Instance => ({
    kind: 'instance',
    attributes: new Map(Object.entries(attributes)),
    result,
    dealings,
    where,
  })
  const person = instance({
    name: str(user, where),
    admin: bool(false, where),
    groups: new List('list', [], where),
    get_auth_state: instance({}, none(where)),
  })
  return instance({ user: person, name: str('', where) })
}
