import type { Hub } from '../model/hub.ts'
import type { View } from '../model/view.ts'

/** A scope that a role of the hub carries. */
export interface RoleScope {
  /** The role's name. */
  readonly name: string
  readonly role: View
  readonly scope: View
}

/** The scopes of all roles of the values and their Python that `fits` takes, with their roles. */
export function rolesWith(hub: Hub, fits: (scope: string) => boolean): RoleScope[] {
  return hub.config
    .trait('JupyterHub', 'load_roles')
    .each()
    .flatMap(item => {
      const role = item as View
      return role
        .get('scopes')
        .each()
        .filter(scope => scope.text !== undefined && fits(scope.text))
        .map(scope => ({ name: role.get('name').text ?? '', role, scope: scope as View }))
    })
}
