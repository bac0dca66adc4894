import type { Chart } from '../../model/hub.ts'
import { atLeast } from '../charts/versions.ts'
import { lookup } from '../lookup.ts'
import type { Machine } from './machine.ts'
import { Raised } from './operators.ts'
import type { Scope } from './state.ts'
import { unknown, type Value, type Where } from './values.ts'

/** Names of the chart's own Python that mean something here, and since which chart. Source: as of `CHART`. */
const GIVEN: Readonly<Record<string, readonly [path: string, since: string]>> = {
  get_config: ['z2jh.get_config', '0.7.0'],
  get_name: ['z2jh.get_name', '1.0.0'],
  get_name_env: ['z2jh.get_name_env', '1.0.0'],
  get_secret_value: ['z2jh.get_secret_value', '1.0.0'],
  set_config_if_not_none: ['z2jh.set_config_if_not_none', '0.7.0'],
  glob: ['glob', '0.7.0'],
  os: ['os', '0.7.0'],
  re: ['re', '0.8.0'],
  sys: ['sys', '0.8.0'],
  client: ['kubernetes_asyncio.client', '0.7.0'],
}

/**
 * Names that the chart's own Python has, or may have, when it comes to that of the values: first chart, first without, names. Source:
 * jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/files/hub/jupyterhub_config.py, all tags from 0.8.0 to 4.4.0.
 */
const CHART: readonly (readonly [since: string, until: string | null, names: string])[] = [
  [
    '0.8.0',
    null,
    'AsyncHTTPClient base_url camelCaseify cfg_key chart_name chart_version cloud_metadata common_labels config_py cull_cmd cull_concurrency cull_every cull_max_age cull_timeout db_type image ip_block_container key match_node_purpose network_tools_image_name network_tools_image_tag node_selector pvc_claim_name pvc_name_template release service storage_type tag trait url_path_join volume_name_template',
  ],
  ['0.8.0', '0.11.0', 'auth_class_name auth_config auth_type common_oauth_traits email_domain full_class_name'],
  ['0.8.0', '1.1.0', 'api_token dedent extra_config indent msg name'],
  ['0.9.0', null, 'configuration_directory'],
  ['0.9.1', '0.10.0', 'KubeSpawner PatchedKubeSpawner V default kubespawner kubespawner_version'],
  ['0.10.0', null, 'hub_container_port image_pull_secrets'],
  ['0.10.0', '1.0.0', 'cookie_secret_hex'],
  ['0.10.0', '3.0.0', 'a2b_hex'],
  ['0.11.0', null, 'section sub_cfg'],
  [
    '1.0.0',
    null,
    'cfg config_dir db_password extra_files f file_content file_details file_key file_name file_path item items scheduling_user_pods_tolerations singleuser_extra_tolerations tolerations volume volume_mounts',
  ],
  ['1.0.0', '4.3.0', 'app'],
  ['2.0.0', null, '_unspecified jupyterhub_idle_culler_role network_tools_resources role specified_cmd'],
  ['3.0.0', null, 'ip'],
  ['4.3.0', null, 'extra_volume_mounts extra_volumes idx volume_mount volumes'],
]

/** The oldest chart of which the names are known. */
const OLDEST = '0.8.0'

/** Python's own names that mean something here. Source: python/cpython@v3.12.0:Doc/library/functions.rst. */
const BUILTINS = words(
  'abs all any bool bytes bytearray callable chr compile delattr dict dir enumerate eval exec exit filter float format frozenset getattr globals hasattr hash hex id input int isinstance issubclass iter len list load_subconfig locals map max min next object open ord pow print property quit range repr reversed round set setattr sorted staticmethod str sum super tuple type vars zip __import__',
)

/** Python's other names, but for exceptions and those between underscores, and `_`, which gettext gives. Source: python/cpython@v3.13.0:Doc/library/functions.rst, constants.rst. */
const PLAIN = words(
  '_ Ellipsis NotImplemented aiter anext ascii bin breakpoint classmethod complex copyright credits divmod help license memoryview oct slice',
)

/** Source: python/cpython@v3.13.0:Doc/library/exceptions.rst. */
const EXCEPTIONS =
  /^(?:\w+(?:Error|Exception|Warning)|Exception|Warning|BaseExceptionGroup|ExceptionGroup|GeneratorExit|KeyboardInterrupt|StopAsyncIteration|StopIteration|SystemExit|__\w+__)$/

/** What may give values to names, whoever calls it. */
const GIVES_NAMES = words('exec eval globals locals vars load_subconfig __builtins__ __import__')

/** Attributes that may lead to the namespace of the code itself. */
export const NAMESPACES = words(
  '__builtins__ __dict__ __globals__ _getframe currentframe f_builtins f_globals f_locals modules',
)

/** Names that BinderHub's chart gives in Python of its own. Source: jupyterhub/binderhub@main:helm-chart/binderhub/values.yaml. */
const BINDERHUB = words('BinderSpawner BinderSpawnerMixin')

/** What a name stands for; raises where nothing can have given it a value. */
export function nameOf(machine: Machine, name: string, scope: Scope, where: Where): Value {
  const value = scope.find(name)
  if (value !== undefined) return value
  const given = lookup(GIVEN, name)
  if (given !== undefined && atLeast(machine.chart, given[1])) return { kind: 'imported', name: given[0], where }
  if (name === 'c') return { kind: 'config', section: null, where }
  if (GIVES_NAMES.has(name)) machine.knowsNames = false
  if (BUILTINS.has(name)) return { kind: 'imported', name: `builtins.${name}`, where }
  if (machine.knowsNames && !mayBeDefined(machine, name)) throw new Raised(`the name "${name}" is not defined`, where)
  return unknown(where)
}

function mayBeDefined(machine: Machine, name: string): boolean {
  if (PLAIN.has(name) || EXCEPTIONS.test(name) || BINDERHUB.has(name) || isOfChart(name, machine.chart)) return true
  // beyond ASCII, Python takes different characters for the same name; and what is no name stands for several
  return !isPlainName(name) || machine.isDeclaredGlobal(name)
}

/** Whether a text is one name, written in only one way. */
export function isPlainName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text)
}

function isOfChart(name: string, chart: Chart): boolean {
  return (
    !atLeast(chart, OLDEST) ||
    CHART.some(
      ([since, until, names]) =>
        atLeast(chart, since) && (until === null || !atLeast(chart, until)) && words(names).has(name),
    )
  )
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}
