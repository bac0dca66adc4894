/**
 * What the chart's own Python sets, or may, beyond what is followed here. Source:
 * jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/files/hub/jupyterhub_config.py, all tags from 0.7.0 to 4.4.0.
 */
const UNFOLLOWED: Readonly<Record<string, ReadonlySet<string>>> = {
  JupyterHub: words(
    'cleanup_servers cookie_secret db_url hub_bind_url hub_connect_ip hub_connect_port hub_connect_url hub_ip ip last_activity_interval load_roles log_level port proxy_auth_token services tornado_settings',
  ),
  ConfigurableHTTPProxy: words('api_url auth_token should_start'),
  CryptKeeper: words('keys'),
  HMACAuthenticator: words('secret_key'),
  KubeSpawner: words(
    'common_labels cpu_guarantee cpu_limit extra_pod_config hub_connect_ip hub_connect_port image image_pull_secrets image_spec init_containers lifecycle_hooks mem_guarantee mem_limit namespace node_affinity_preferred node_affinity_required priority_class_name pvc_name_template scheduler_name storage_access_modes storage_capacity storage_class storage_pvc_ensure tolerations user_storage_access_modes user_storage_capacity user_storage_class user_storage_pvc_ensure volume_mounts volumes',
  ),
  Spawner: words('cmd debug'),
}

/** Whether the chart may set a trait of which nothing is known here. */
export function mayBeSetByChart(section: string, trait: string): boolean {
  return Object.hasOwn(UNFOLLOWED, section) && UNFOLLOWED[section]?.has(trait) === true
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}
