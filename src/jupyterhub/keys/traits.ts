import type { Hub } from '../../model/hub.ts'
import { nearestOf } from '../../model/nearest.ts'
import { isWritten } from '../../model/origin.ts'
import { resolveAuthenticator } from '../access/authenticator.ts'
import { hasOwnSoftware } from '../access/environment.ts'
import { type AuthenticatorClass, classNamed } from '../authenticators/classes.ts'
import { traitNames, traitType } from '../authenticators/traits.ts'
import { spawnerClass } from '../user-pods/spawner-class.ts'
import { type LackingTrait, snakeCase, unknownSpawnerTrait } from './spawner-traits.ts'
import type { UnknownKey } from './unknown-key.ts'

/**
 * The traits of the hub's own program, of all versions from 0.9 to 5.5 together.
 * Source: jupyterhub/jupyterhub@<tag>:jupyterhub/app.py, 0.9.6 to 5.5.0, and the Application of traitlets.
 */
const OF_JUPYTERHUB = `active_server_limit active_user_window activity_resolution admin_access admin_users
  allow_existing_invalid_named_servers allow_named_servers answer_yes api_page_default_limit api_page_max_limit api_tokens
  authenticate_prometheus authenticator_class base_url bind_url cleanup_proxy cleanup_servers concurrent_spawn_limit config_file
  confirm_no_ssl cookie_host_prefix_enabled cookie_max_age_days cookie_secret cookie_secret_file custom_scopes data_files_path
  db_kwargs db_url debug_db debug_proxy default_server_name default_url external_ssl_authorities extra_handlers extra_log_file
  extra_log_handlers extra_user_scopes forwarded_host_header generate_certs generate_config hub_bind_url hub_connect_ip
  hub_connect_port hub_connect_url hub_ip hub_port hub_routespec hub_socket_mode implicit_spawn_seconds init_spawners_timeout
  internal_certs_location internal_ssl ip jinja_environment_options last_activity_interval load_groups load_roles log_datefmt
  log_format log_level logging_config logo_file named_server_limit_per_user oauth_require_pkce oauth_token_expires_in pid_file port
  proxy_api_ip proxy_api_port proxy_auth_token proxy_check_interval proxy_class proxy_cmd public_url recreate_internal_certs
  redirect_to_server reset_db service_check_interval service_tokens services show_config show_config_json shutdown_on_logout
  spawn_throttle_retry_range spawner_class ssl_cert ssl_key statsd_host statsd_port statsd_prefix subdomain_hook subdomain_host
  template_paths template_vars token_expires_in_max_seconds tornado_settings trust_user_provided_tokens trusted_alt_names
  trusted_downstream_ips upgrade_db use_legacy_stopped_server_status_code user_redirect_hook`

const once = new Map<string, ReadonlySet<string>>()
function namesIn(list: string): ReadonlySet<string> {
  const before = once.get(list)
  if (before !== undefined) return before
  const names = new Set(list.split(/\s+/))
  once.set(list, names)
  return names
}

/** Settings that no class of this hub has, in the sections of the hub, its authenticator and its spawner. */
export function unknownTraits(hub: Hub): UnknownKey[] {
  const judges = [ofTheHub, ofTheSpawner(hub), ofTheAuthenticator(hub)]
  const found: UnknownKey[] = []
  for (const section of hub.config.sections()) {
    const judge = judges.find(({ reads }) => reads(section))
    if (judge === undefined) continue
    for (const trait of hub.config.traits(section)) {
      const at = hub.config.trait(section, trait)
      if (!at.exists || isSection(trait)) continue
      const lacking = judge.lacking(trait)
      if (lacking === undefined) continue
      const meant = namesIn(OF_JUPYTERHUB).has(trait)
        ? `JupyterHub.${trait}`
        : lacking.meant && `${section}.${lacking.meant}`
      found.push({ at, sentence: lacking.sentence, meant, mayBeRead: judge.mayBeRead })
    }
  }
  return found
}

/** Knows the traits of one class, and the sections that it reads. */
interface Judge {
  reads(section: string): boolean
  lacking(trait: string): LackingTrait | undefined
  /** Whether Python that cannot be seen may have traits of its own there. */
  readonly mayBeRead: boolean
}

const ofTheHub: Judge = {
  reads: section => section === 'JupyterHub',
  lacking(trait) {
    const known = namesIn(OF_JUPYTERHUB)
    return known.has(trait)
      ? undefined
      : {
          sentence: `JupyterHub has no setting ${trait}, so it does nothing`,
          meant: nearestOf(snakeCase(trait), known),
        }
  },
  mayBeRead: false,
}

function ofTheSpawner(hub: Hub): Judge {
  const { isKubeSpawner, unknown } = spawnerClass(hub)
  return {
    reads: section => isKubeSpawner && (section === 'KubeSpawner' || section === 'Spawner'),
    lacking: trait => unknownSpawnerTrait(trait, hub.chart),
    mayBeRead: unknown.length > 0 || hasOwnSoftware(hub),
  }
}

function ofTheAuthenticator(hub: Hub): Judge {
  const { chart } = hub
  const configured = hub.config.trait('JupyterHub', 'authenticator_class')
  const resolved = isWritten(configured.origin()) ? resolveAuthenticator(hub, configured) : undefined
  const { name, sections }: Pick<AuthenticatorClass, 'name' | 'sections'> =
    resolved?.kind === 'known' ? resolved.class : { name: '', sections: [] }
  return {
    reads: section => sections.includes(section) && classNamed(section) !== undefined,
    lacking: trait =>
      traitType(sections, trait, chart) === undefined
        ? {
            sentence: `${name} of this chart has no setting ${trait}, so it does nothing`,
            meant: nearestOf(snakeCase(trait), traitNames(sections, chart)),
          }
        : undefined,
    mayBeRead: classNamed(name) === undefined || hasOwnSoftware(hub),
  }
}

/** Sections may stand inside sections. Source: ipython/traitlets@v5.14.3:traitlets/config/loader.py `_is_section_key`. */
function isSection(trait: string): boolean {
  return /^[A-Z]/.test(trait)
}
