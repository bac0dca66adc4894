import type { Scope } from './state.ts'
import { unknown, type Value, type Where } from './values.ts'

/** Names that hub code finds without importing them. Source: jupyterhub/zero-to-jupyterhub-k8s@4.4.0:jupyterhub/files/hub/jupyterhub_config.py. */
const GIVEN: Readonly<Record<string, string>> = {
  get_config: 'z2jh.get_config',
  get_name: 'z2jh.get_name',
  get_name_env: 'z2jh.get_name_env',
  get_secret_value: 'z2jh.get_secret_value',
  set_config_if_not_none: 'z2jh.set_config_if_not_none',
  z2jh: 'z2jh',
  glob: 'glob',
  os: 'os',
  re: 're',
  sys: 'sys',
  client: 'kubernetes_asyncio.client',
}

/** Python's own names that mean something here. Source: python/cpython@v3.12.0:Doc/library/functions.rst. */
const BUILTINS = new Set(
  'abs all any bool bytes bytearray callable chr compile delattr dict dir enumerate eval exec exit filter float format frozenset getattr globals hasattr hash hex id input int isinstance issubclass iter len list load_subconfig locals map max min next object open ord pow print property quit range repr reversed round set setattr sorted staticmethod str sum super tuple type vars zip __import__'.split(
    ' ',
  ),
)

/** What a name stands for. */
export function nameOf(name: string, scope: Scope, where: Where): Value {
  const value = scope.find(name)
  if (value !== undefined) return value
  const given = Object.hasOwn(GIVEN, name) ? GIVEN[name] : undefined
  if (given !== undefined) return { kind: 'imported', name: given, where }
  if (name === 'c') return { kind: 'config', section: null, where }
  return BUILTINS.has(name) ? { kind: 'imported', name: `builtins.${name}`, where } : unknown(where)
}
