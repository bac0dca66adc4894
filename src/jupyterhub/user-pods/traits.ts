import { compareVersions } from '../charts/versions.ts'

/** The shapes of values that traits take, in the words of traitlets. A question mark allows null. */
export type TraitType =
  | 'any'
  | 'bool'
  | 'bool?'
  | 'bytes?'
  | 'callable?'
  | 'command?'
  | 'dict'
  | 'dict|callable'
  | 'float'
  | 'float?'
  | 'int'
  | 'int|callable'
  | 'int|callable?'
  | 'list'
  | 'list|callable'
  | 'list|dict'
  | 'list|text'
  | 'profiles'
  | 'slug scheme'
  | 'text'
  | 'text?'
  | 'texts'

export interface Trait {
  readonly type: TraitType
  readonly default: unknown
}

/** A trait with the first KubeSpawner version for which the row holds; later rows replace earlier ones. */
type Row = readonly [trait: string, type: TraitType, byDefault: unknown, since?: string]

/**
 * What configuration can set on a spawner. Traits that came after 0.10.1 have the version in which they came.
 * Source: jupyterhub/kubespawner@<tag>:kubespawner/spawner.py, 0.10.1 to 7.0.0, and jupyterhub/jupyterhub@<tag>:jupyterhub/spawner.py
 * of the versions that charts ship together.
 */
const ROWS: readonly Row[] = [
  ['additional_profile_form_template_paths', 'list', [], '5.0.0'],
  ['after_pod_created_hook', 'callable?', null, '6.0.0'],
  ['allow_privilege_escalation', 'bool', true, '0.15.0'],
  ['allow_privilege_escalation', 'bool?', false, '2.0.0'],
  ['apply_user_options', 'any', null, '7.0.0'],
  ['args', 'texts', []],
  ['auth_state_hook', 'any', null, '0.11.0'],
  ['automount_service_account_token', 'bool?', null, '0.16.0'],
  ['cmd', 'command?', []],
  ['cmd', 'command?', null, '0.12.0'],
  ['common_labels', 'dict', { app: 'jupyterhub', heritage: 'jupyterhub' }],
  [
    'common_labels',
    'dict',
    {
      'app.kubernetes.io/name': 'jupyterhub',
      'app.kubernetes.io/managed-by': 'kubespawner',
      app: 'jupyterhub',
      heritage: 'jupyterhub',
    },
    '7.0.0',
  ],
  ['component_label', 'text', 'singleuser-server', '0.12.0'],
  ['consecutive_failure_limit', 'int', 0],
  ['container_security_context', 'dict|callable', {}, '0.16.0'],
  ['cpu_guarantee', 'float?', null],
  ['cpu_limit', 'float?', null],
  ['debug', 'bool', false],
  ['default_url', 'text', ''],
  ['delete_grace_period', 'int', 1, '0.11.0'],
  ['delete_pvc', 'bool', true, '0.16.0'],
  ['delete_stopped_pods', 'bool', true],
  ['disable_user_config', 'bool', false],
  ['dns_name_template', 'text', '{name}.{namespace}.svc.cluster.local', '0.16.0'],
  ['enable_user_namespaces', 'bool', false, '0.16.0'],
  ['env_keep', 'list', []],
  ['environment', 'dict', {}],
  ['events_enabled', 'bool', true],
  ['extra_annotations', 'dict', {}],
  ['extra_container_config', 'dict', {}],
  ['extra_containers', 'list', []],
  ['extra_containers', 'list|dict', [], '7.0.0'],
  ['extra_labels', 'dict', {}],
  ['extra_pod_config', 'dict', {}],
  ['extra_resource_guarantees', 'dict', {}],
  ['extra_resource_limits', 'dict', {}],
  ['fs_gid', 'int|callable', 0],
  ['fs_gid', 'int|callable?', 0, '0.11.0'],
  ['fs_gid', 'int|callable?', null, '0.12.0'],
  ['gid', 'int|callable', 0],
  ['gid', 'int|callable?', 0, '0.11.0'],
  ['gid', 'int|callable?', null, '0.12.0'],
  ['handle_legacy_names', 'bool', true, '7.0.0'],
  ['http_timeout', 'int', 30],
  ['hub_connect_ip', 'text?', ''],
  ['hub_connect_port', 'int', 0],
  ['hub_connect_url', 'text?', null, '0.16.0'],
  ['image', 'text', 'jupyterhub/singleuser:latest'],
  ['image', 'text', 'quay.io/jupyterhub/singleuser:latest', '6.2.0'],
  ['image_pull_policy', 'text', 'IfNotPresent'],
  ['image_pull_policy', 'text?', null, '6.2.0'],
  ['image_pull_secrets', 'text?', null],
  ['image_pull_secrets', 'list|text', [], '0.14.0'],
  ['init_containers', 'list', []],
  ['init_containers', 'list|dict', [], '7.0.0'],
  ['ip', 'text', '0.0.0.0'],
  ['k8s_api_host', 'text', '', '0.16.0'],
  ['k8s_api_request_retry_timeout', 'int', 30, '0.12.0'],
  ['k8s_api_request_timeout', 'int', 3, '0.12.0'],
  ['k8s_api_ssl_ca_cert', 'text', '', '0.16.0'],
  ['k8s_api_threadpool_workers', 'int', 0],
  ['lifecycle_hooks', 'dict', {}],
  ['mem_guarantee', 'bytes?', null],
  ['mem_limit', 'bytes?', null],
  ['modify_pod_hook', 'callable?', null],
  ['namespace', 'text', null],
  ['node_affinity_preferred', 'list', []],
  ['node_affinity_preferred', 'list|dict', [], '7.0.0'],
  ['node_affinity_required', 'list', []],
  ['node_affinity_required', 'list|dict', [], '7.0.0'],
  ['node_selector', 'dict', {}],
  ['notebook_dir', 'text', ''],
  ['oauth_client_allowed_scopes', 'list|callable', [], '4.0.0'],
  ['oauth_roles', 'list|callable', [], '4.0.0'],
  ['pod_affinity_preferred', 'list', []],
  ['pod_affinity_preferred', 'list|dict', [], '7.0.0'],
  ['pod_affinity_required', 'list', []],
  ['pod_affinity_required', 'list|dict', [], '7.0.0'],
  ['pod_anti_affinity_preferred', 'list', []],
  ['pod_anti_affinity_preferred', 'list|dict', [], '7.0.0'],
  ['pod_anti_affinity_required', 'list', []],
  ['pod_anti_affinity_required', 'list|dict', [], '7.0.0'],
  ['pod_connect_ip', 'text', '', '0.15.0'],
  ['pod_name_template', 'text', 'jupyter-{username}{servername}'],
  ['pod_name_template', 'text', 'jupyter-{username}--{servername}', '0.12.0'],
  ['pod_name_template', 'text', 'jupyter-{user_server}', '7.0.0'],
  ['pod_security_context', 'dict|callable', {}, '0.16.0'],
  ['poll_interval', 'int', 30],
  ['port', 'int', 0],
  ['post_stop_hook', 'any', null],
  ['pre_spawn_hook', 'any', null],
  ['priority_class_name', 'text', ''],
  ['privileged', 'bool', false],
  ['profile_form_template', 'text', ''],
  ['profile_list', 'profiles', []],
  ['pvc_name_template', 'text', 'claim-{username}{servername}'],
  ['pvc_name_template', 'text', 'claim-{username}--{servername}', '0.12.0'],
  ['pvc_name_template', 'text', 'claim-{user_server}', '7.0.0'],
  ['remember_pvc_name', 'bool', true, '7.0.0'],
  ['scheduler_name', 'text?', null],
  ['secret_mount_path', 'text', '/etc/jupyterhub/ssl/', '0.16.0'],
  ['secret_name_template', 'text', 'jupyter-{username}{servername}', '0.16.0'],
  ['service_account', 'text?', null],
  ['services_enabled', 'bool', false, '4.0.0'],
  ['slug_scheme', 'slug scheme', 'safe', '7.0.0'],
  ['start_timeout', 'int', 60],
  ['storage_access_modes', 'list', ['ReadWriteOnce']],
  ['storage_capacity', 'text?', null],
  ['storage_class', 'text?', null],
  ['storage_extra_annotations', 'dict', {}, '4.0.0'],
  ['storage_extra_labels', 'dict', {}],
  ['storage_pvc_ensure', 'bool', false],
  ['storage_selector', 'dict', {}, '0.11.0'],
  ['supplemental_gids', 'list|callable', []],
  ['tolerations', 'list', []],
  ['tolerations', 'list|dict', [], '7.0.0'],
  ['uid', 'int|callable', 0],
  ['uid', 'int|callable?', 0, '0.11.0'],
  ['uid', 'int|callable?', null, '0.12.0'],
  ['user_namespace_annotations', 'dict', {}, '4.0.0'],
  ['user_namespace_labels', 'dict', {}, '4.0.0'],
  ['user_namespace_template', 'text', '{hubnamespace}-{username}', '0.16.0'],
  ['volume_mounts', 'list', []],
  ['volume_mounts', 'list|dict', [], '7.0.0'],
  ['volumes', 'list', []],
  ['volumes', 'list|dict', [], '7.0.0'],
  ['working_dir', 'text?', null],
]

const byVersion = new Map<string, ReadonlyMap<string, Trait>>()

/** The traits of a KubeSpawner version. */
export function traitsOf(kubespawner: string): ReadonlyMap<string, Trait> {
  const before = byVersion.get(kubespawner)
  if (before !== undefined) return before
  const traits = new Map<string, Trait>()
  for (const [trait, type, value, since] of ROWS)
    if (since === undefined || compareVersions(kubespawner, since) >= 0) traits.set(trait, { type, default: value })
  byVersion.set(kubespawner, traits)
  return traits
}

/** The KubeSpawner with which a trait came, where that was after the oldest known; undefined for any other name. */
export function cameWith(trait: string): string | undefined {
  return ROWS.find(([name]) => name === trait)?.[3]
}

/**
 * Attributes of a spawner that are no configuration; an override may set them all the same.
 * Source: jupyterhub/jupyterhub@5.5.0:jupyterhub/spawner.py, jupyterhub/kubespawner@7.0.0:kubespawner/spawner.py.
 */
const ATTRIBUTES = new Set(
  `admin_access api_token authenticator cert_paths cookie_host_prefix_enabled cookie_options db death_interval dns_name env handler hub
  internal_certs_location internal_ssl internal_trust_bundles name oauth_access_scopes oauth_client_id orm_spawner pod_name proxy_spec
  public_hub_url public_url pvc_name secret_name server trusted_alt_names user user_options will_resume`.split(/\s+/),
)

/** Whether a spawner has an attribute of that name that is no trait. */
export function isAttribute(name: string): boolean {
  return ATTRIBUTES.has(name)
}

/** Names from before KubeSpawner 0.9 and 0.10 that still act, and what they are called now. Source: `_deprecated_traits` there, 0.10.1 and 7.0.0. */
const FORMER: Readonly<Record<string, string>> = {
  image_spec: 'image',
  singleuser_working_dir: 'working_dir',
  singleuser_service_account: 'service_account',
  singleuser_extra_labels: 'extra_labels',
  singleuser_extra_annotations: 'extra_annotations',
  singleuser_image_spec: 'image_spec',
  singleuser_image_pull_policy: 'image_pull_policy',
  singleuser_image_pull_secrets: 'image_pull_secrets',
  singleuser_node_selector: 'node_selector',
  singleuser_uid: 'uid',
  singleuser_fs_gid: 'fs_gid',
  singleuser_supplemental_gids: 'supplemental_gids',
  singleuser_privileged: 'privileged',
  singleuser_lifecycle_hooks: 'lifecycle_hooks',
  singleuser_extra_pod_config: 'extra_pod_config',
  singleuser_init_containers: 'init_containers',
  singleuser_extra_container_config: 'extra_container_config',
  singleuser_extra_containers: 'extra_containers',
  user_storage_class: 'storage_class',
  user_storage_pvc_ensure: 'storage_pvc_ensure',
  user_storage_capacity: 'storage_capacity',
  user_storage_extra_labels: 'storage_extra_labels',
  user_storage_access_modes: 'storage_access_modes',
}

/** What a former name means now; undefined for any other name. */
export function currentName(former: string, kubespawner: string): string | undefined {
  // a missing comma in the list of 0.15 and later loses this one
  if (former === 'singleuser_lifecycle_hooks' && compareVersions(kubespawner, '0.15.0') >= 0) return undefined
  return Object.hasOwn(FORMER, former) ? FORMER[former] : undefined
}
