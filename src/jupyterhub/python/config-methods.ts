import { type Arguments, entriesOf, itemsOf, scalarKey } from './arguments.ts'
import { called, deleteItem, getItem, isSection, setItem } from './attributes.ts'
import type { Machine } from './machine.ts'
import { unique } from './operators.ts'
import { Dict, List } from './state.ts'
import { type ConfigObject, none, type Unset, unknown, type Value, type Where } from './values.ts'

/** Calls a method of `c` or of a section, which are dicts. Source: ipython/traitlets@v5.14.3:traitlets/config/loader.py. */
export function configMethod(machine: Machine, self: ConfigObject, name: string, args: Arguments, where: Where): Value {
  const [first, second] = args.positional
  switch (name) {
    case 'update':
    case 'merge':
      update(machine, self, name, args, where)
      return none(where)
    case 'get':
    case 'setdefault':
    case 'pop': {
      const held = first === undefined ? unknown(where) : getItem(machine, self, first, where)
      if (held.kind !== 'unset') {
        if (name === 'pop' && first !== undefined) deleteItem(machine, self, first, where)
        return held
      }
      // the chart sets more than is followed, so the trait may be set
      if (name === 'setdefault' && first !== undefined && second !== undefined)
        setItem(machine, self, first, second, where)
      return name === 'setdefault' ? (second ?? none(where)) : unknown(where)
    }
    case 'clear':
      if (self.section === null) machine.lose(null, null, 'clears c', where)
      else
        for (const trait of [...machine.section(self.section).entries.keys()]) machine.deleteTrait(self.section, trait)
      return none(where)
    case 'popitem':
      machine.lose(self.section, null, `takes something out of ${called(self)}`, where)
      return unknown(where)
    default:
      return unknown(where, undefined, self.section === null)
  }
}

function update(machine: Machine, self: ConfigObject, name: string, args: Arguments, where: Where): void {
  const entries = entriesOf(args)
  if (entries === undefined) {
    machine.lose(self.section, null, `updates ${called(self)} with what cannot be known`, where)
    return
  }
  for (const [key, item] of entries) {
    const place: Value = { kind: 'config', section: String(key), where }
    if (self.section !== null) setItem(machine, self, scalarKey(key, where), item, where)
    else if (item.kind === 'dict' && isSection(String(key))) {
      if (name === 'update')
        configMethod(machine, place, 'clear', { positional: [], named: new Map(), complete: true }, where)
      configMethod(machine, place, 'update', { positional: [item], named: new Map(), complete: true }, where)
    } else if (item.kind === 'unknown')
      machine.lose(String(key), null, `updates c.${key} with what cannot be known`, where)
  }
}

/** Sections whose traits a section's own add to, nearest first. Source: jupyterhub/kubespawner, jupyterhub/oauthenticator: class definitions. */
function ancestors(section: string): string[] {
  if (section.endsWith('OAuthenticator') && section !== 'OAuthenticator') return ['OAuthenticator', 'Authenticator']
  if (section.endsWith('Authenticator') && section !== 'Authenticator') return ['Authenticator']
  return section.endsWith('Spawner') && section !== 'Spawner' ? ['Spawner'] : []
}

/** Traits that are sets, to which traitlets adds nothing by append() or extend(). Source: trait definitions of the hub's classes, charts 0.8 to 4.4. */
const SETS = new Set(
  'admin_users allowed_users blocked_users whitelist blacklist allowed_teams team_whitelist allowed_organizations github_organization_whitelist allowed_gitlab_groups allowed_project_ids gitlab_group_whitelist gitlab_project_id_whitelist group_whitelist bitbucket_team_whitelist admin_globus_groups allowed_globus_groups'.split(
    ' ',
  ),
)

/** Traits whose default is not empty. Source: as above. */
const FILLED = new Set(
  'scope keys exclude_tokens template_paths common_labels env_keep ssl_alt_names storage_access_modes http_request_kwargs jwks_algorithms group_attributes'.split(
    ' ',
  ),
)

/** Calls a method of a trait that nothing has set: what is added comes on top of the default. */
export function unsetMethod(machine: Machine, self: Unset, name: string, args: Arguments, where: Where): Value {
  const { section, trait } = self
  const value = extended(machine, self, name, args, where)
  if (value !== undefined) machine.setTrait(section, trait, value)
  return none(where)
}

/** What the trait becomes; undefined where the method has no effect. */
function extended(machine: Machine, self: Unset, name: string, args: Arguments, where: Where): Value | undefined {
  const [first, second] = args.positional
  const lost = unknown(where, `it is changed by ${name}(), and what it was before is not known`)
  const inherited = ancestors(self.section)
    .map(each => machine.section(each).entries.get(self.trait))
    .find(each => each !== undefined)
  if (first === undefined || !args.complete || (inherited === undefined && FILLED.has(self.trait))) return lost
  const toList = ['append', 'extend', 'insert', 'prepend'].includes(name)
  if (toList) {
    if (inherited === undefined && SETS.has(self.trait)) return undefined
    const base = inherited === undefined ? [] : inherited.kind === 'list' ? itemsOf(inherited) : undefined
    const items =
      name === 'append' ? [first] : name === 'insert' ? (second === undefined ? undefined : [second]) : itemsOf(first)
    if (base === undefined || items === undefined) return lost
    return new List('list', name === 'append' || name === 'extend' ? [...base, ...items] : [...items, ...base], where)
  }
  if (name === 'update' && first.kind === 'dict') {
    const base =
      inherited === undefined
        ? []
        : inherited.kind === 'dict' && inherited.blurred === null
          ? [...inherited.entries]
          : undefined
    return base === undefined || first.blurred !== null ? lost : new Dict([...base, ...first.entries], where)
  }
  if (name !== 'update' && name !== 'add') return lost
  const added = name === 'add' ? [first] : itemsOf(first)
  const base = inherited === undefined ? [] : inherited.kind === 'list' ? itemsOf(inherited) : undefined
  return added === undefined || base === undefined ? lost : new List('set', unique([...base, ...added]), where)
}

/** The section or trait that a call of unknown code may change. */
export function escaped(machine: Machine, value: ConfigObject | Unset, to: string, where: Where): void {
  if (value.kind === 'config')
    machine.lose(value.section, null, `hands ${called(value)} to ${to}, which may set anything in it`, where)
  else machine.setTrait(value.section, value.trait, unknown(where, `it is handed to ${to}`))
}
