import type { Chart } from '../../model/hub.ts'
import { atLeast } from '../charts/versions.ts'
import { lookup } from '../lookup.ts'

/**
 * The configurable traits that each class adds: name, type, first chart (if later than the class), first chart without.
 * A type is what traitlets checks: `Set(Unicode)` also its items, `?` allows null. `Bytes` takes no value that YAML can hold.
 * Source: the class statements in the versions that jupyterhub/zero-to-jupyterhub-k8s@<chart>:images/hub/requirements.txt pins, of
 * jupyterhub:jupyterhub/auth.py and authenticators/shared.py, oauthenticator, ldapauthenticator, ltiauthenticator,
 * nativeauthenticator, firstuseauthenticator, tmpauthenticator, hmacauthenticator.
 */
const TRAITS: Readonly<Record<string, string>> = {
  Authenticator: `
    enable_auth_state Bool; admin_users Set; whitelist Set; blacklist Set <0.10.0; username_pattern Unicode;
    username_map Dict; auto_login Bool; auth_refresh_age Integer >=0.9.0; refresh_pre_spawn Bool >=0.9.0;
    post_auth_hook Any >=0.9.0; allowed_users Set >=0.10.0; blocked_users Set >=0.10.0;
    delete_invalid_users Bool >=0.10.0; auto_login_oauth2_authorize Bool >=1.2.0; manage_groups Bool >=2.0.0;
    any_allow_config Bool >=4.0.0; allow_all Bool >=4.0.0; allow_existing_users Bool >=4.0.0;
    otp_prompt Any >=4.0.0; request_otp Bool >=4.0.0; manage_roles Bool >=4.0.0;
    reset_managed_roles_on_startup Bool >=4.0.0; refresh_pre_stop Bool >=4.3.0
  `,
  LocalAuthenticator: `
    create_system_users Bool; add_user_cmd Command; group_whitelist Set; uids Dict >=0.9.0;
    allowed_groups Set >=0.10.0
  `,
  PAMAuthenticator: `
    encoding Unicode; service Unicode; open_sessions Bool; check_account Bool; admin_groups Set >=0.9.0;
    pam_normalize_username Bool >=0.9.0; executor_threads Integer >=4.0.0
  `,
  DummyAuthenticator: `
    password Unicode
  `,
  SharedPasswordAuthenticator: `
    user_password Unicode?; admin_password Unicode?; password_groups Dict >=4.4.0
  `,
  TmpAuthenticator: `
    force_new_server Bool <3.0.0; login_service Unicode >=3.0.0
  `,
  FirstUseAuthenticator: `
    dbm_path Unicode; create_users Bool; min_password_length Integer; check_passwords_on_startup Bool >=1.1.4
  `,
  NativeAuthenticator: `
    check_common_password Bool; minimum_password_length Integer; allowed_failed_logins Integer;
    seconds_before_next_try Integer; open_signup Bool; ask_email_on_signup Bool; import_from_firstuse Bool;
    firstuse_db_path Unicode; delete_firstuse_db_after_import Bool; allow_2fa Bool;
    enable_signup Bool >=0.10.3; recaptcha_key Unicode >=2.0.0; recaptcha_secret Unicode >=2.0.0;
    tos Unicode >=2.0.0; self_approval_server Dict >=2.0.0; secret_key Unicode >=2.0.0;
    allow_self_approval_for Unicode? >=2.0.0; self_approval_email List >=2.0.0
  `,
  LDAPAuthenticator: `
    server_address Unicode; server_port Integer; use_ssl Bool <4.0.0; use_ssl Bool? >=4.0.0;
    bind_dn_template List|Unicode; allowed_groups List?; valid_username_regex Unicode; lookup_dn Bool;
    user_search_base Unicode?; user_attribute Unicode?; lookup_dn_search_filter Unicode?;
    lookup_dn_search_user Unicode?; lookup_dn_search_password Unicode?; lookup_dn_user_dn_attribute Unicode?;
    escape_userdn Bool; search_filter Unicode; attributes List; auth_state_attributes List >=0.9.0;
    use_lookup_dn_username Bool >=0.9.0; tls_strategy Enum(before_bind,on_connect,insecure) >=4.0.0; tls_kwargs Dict >=4.0.0;
    group_search_filter Unicode >=4.0.0; group_attributes List >=4.0.0
  `,
  LTIAuthenticator: `
    consumers Dict
  `,
  LTI11Authenticator: `
    config_description Unicode; config_icon Unicode; config_title Unicode; consumers Dict;
    username_key Unicode?; uri_scheme Unicode >=3.0.0
  `,
  LTI13Authenticator: `
    authorize_url Unicode; client_id Set(Unicode); jwks_algorithms List; issuer Unicode; jwks_endpoint Unicode;
    username_key Unicode; uri_scheme Unicode; tool_name Unicode; tool_description Unicode
  `,
  HMACAuthenticator: `
    secret_key Bytes >=0.9.0 <0.11.0; secret_key Any >=0.11.0
  `,
  OAuthenticator: `
    scope List(Unicode); oauth_callback_url Unicode; client_id Unicode; client_secret Unicode;
    validate_server_cert Bool; authorize_url Unicode >=0.9.0; token_url Unicode >=0.9.0;
    userdata_url Unicode >=0.9.0; extra_authorize_params Dict >=0.10.0; logout_redirect_url Unicode >=1.1.0;
    custom_403_message Unicode >=2.0.0; login_service Unicode >=3.0.0; allow_all Bool >=3.0.0;
    allow_existing_users Bool >=3.0.0; username_claim Unicode >=3.0.0; userdata_params Dict >=3.0.0;
    userdata_token_method Unicode >=3.0.0; token_params Dict >=3.0.0; basic_auth Bool >=3.0.0;
    http_request_kwargs Dict >=3.0.0; userdata_from_id_token Bool >=3.3.0;
    allowed_scopes List(Unicode) >=3.3.8; allowed_groups Set(Unicode) >=4.0.0;
    admin_groups Set(Unicode) >=4.0.0; auth_state_groups_key Unicode >=4.0.0;
    modify_auth_state_hook Callable? >=4.0.0; enable_pkce Bool >=4.0.0; refresh_user_hook Callable? >=4.1.0
  `,
  Auth0OAuthenticator: `
    auth0_subdomain Unicode >=0.9.0; username_key Unicode >=1.1.0; auth0_domain Unicode >=2.0.0;
    allow_unverified_email Bool >=4.3.3
  `,
  AzureAdOAuthenticator: `
    tenant_id Unicode; login_service Unicode >=0.9.0 <3.0.0; username_claim Unicode >=0.9.0 <3.0.0;
    user_groups_claim Unicode >=3.3.0; graph_url Unicode >=4.3.3
  `,
  BitbucketOAuthenticator: `
    team_whitelist Set; allowed_teams Set >=0.10.0
  `,
  CILogonOAuthenticator: `
    scope List(Unicode); idp_whitelist List; strip_idp_domain Bool; idp Unicode; skin Unicode;
    username_claim Unicode; cilogon_host Unicode >=0.9.0; additional_username_claims List >=0.9.0;
    allowed_idps List >=0.10.0 <2.0.0; allowed_idps Dict >=2.0.0; shown_idps List(Unicode) >=2.0.0 <3.0.0;
    shown_idps List >=3.0.0; idps Dict >=4.3.3
  `,
  GenericOAuthenticator: `
    login_service Unicode <3.0.0; userdata_url Unicode <0.9.0; token_url Unicode <0.9.0; extra_params Dict;
    username_key Unicode; userdata_params Dict <3.0.0; userdata_method Unicode <1.0.0; tls_verify Bool;
    userdata_token_method Unicode >=0.9.0 <3.0.0; basic_auth Bool >=0.9.0 <3.0.0;
    claim_groups_key Unicode >=1.0.0; allowed_groups List(Unicode) >=1.0.0 <3.0.0;
    allowed_groups Set(Unicode) >=3.0.0 <4.0.0; admin_groups List(Unicode) >=1.0.0 <3.0.0;
    admin_groups Set(Unicode) >=3.0.0 <4.0.0; username_claim Unicode >=3.0.0 <3.3.0
  `,
  GitHubOAuthenticator: `
    github_client_id Unicode; github_client_secret Unicode; github_organization_whitelist Set;
    github_url Unicode >=0.9.0; github_api Unicode >=0.9.0; allowed_organizations Set >=0.10.0;
    populate_teams_in_auth_state Bool >=2.0.0
  `,
  GitLabOAuthenticator: `
    gitlab_group_whitelist Set; gitlab_url Unicode >=0.9.0; gitlab_api_version Any >=0.9.0;
    gitlab_api Unicode >=0.9.0; gitlab_project_id_whitelist Set >=0.9.0; allowed_gitlab_groups Set >=0.10.0;
    allowed_project_ids Set >=0.10.0
  `,
  GlobusOAuthenticator: `
    identity_provider Unicode; exclude_tokens List; allow_refresh_tokens Bool <0.10.0;
    globus_local_endpoint Unicode; logout_redirect_url Unicode <1.1.0; revoke_tokens_on_logout Bool;
    revocation_url Unicode >=0.10.0; globus_groups_url Unicode >=1.1.0; username_from_email Bool >=1.1.0;
    allowed_globus_groups Set >=1.1.0; admin_globus_groups Set >=1.1.0
  `,
  GoogleOAuthenticator: `
    hosted_domain Unicode <0.9.0; hosted_domain List(Unicode) >=0.9.0; login_service Unicode <3.0.0;
    user_info_url Unicode >=0.9.0 <3.0.0; google_api_url Unicode >=0.10.0;
    google_service_account_keys Dict >=0.10.0; gsuite_administrator Dict >=0.10.0;
    google_group_whitelist Dict >=0.10.0; allowed_google_groups Dict >=0.10.0 <2.0.0;
    allowed_google_groups Dict(List) >=2.0.0; admin_google_groups Dict >=0.10.0 <2.0.0;
    admin_google_groups Dict(List) >=2.0.0; username_claim Unicode >=1.0.0 <3.0.0;
    include_nested_groups Bool >=4.0.0; strip_domain Bool >=4.0.0
  `,
  MWOAuthenticator: `
    mw_index_url Unicode; executor_threads Integer
  `,
  OpenShiftOAuthenticator: `
    openshift_url Unicode >=0.9.0; openshift_auth_api_url Unicode >=0.9.0; validate_cert Bool >=0.9.0;
    openshift_rest_api_url Unicode >=0.9.0; ca_certs Unicode >=0.10.0; allowed_groups Set >=1.0.0 <4.0.0;
    admin_groups Set >=1.0.0 <4.0.0
  `,
}

/** The type of a trait in the class that defines it, or undefined where the chart's version of the class has no such trait. */
export function traitType(sections: readonly string[], trait: string, chart: Chart): string | undefined {
  for (const section of sections) {
    const type = ownTrait(section, trait, chart)
    if (type !== undefined) return type
  }
  return undefined
}

/** The names of all traits that a class of these sections has in a chart. */
export function traitNames(sections: readonly string[], chart: Chart): string[] {
  return sections.flatMap(section =>
    traitsOf(section)
      .filter(trait => isIn(trait, chart))
      .map(({ name }) => name),
  )
}

function ownTrait(section: string, trait: string, chart: Chart): string | undefined {
  return traitsOf(section).find(own => own.name === trait && isIn(own, chart))?.type
}

interface Trait {
  readonly name: string
  readonly type: string
  readonly bounds: readonly string[]
}

/** The rows of the table that runs came to: access asks for many traits of few classes. */
const read = new Map<string, readonly Trait[]>()

function traitsOf(section: string): readonly Trait[] {
  const before = read.get(section)
  if (before !== undefined) return before
  const table = lookup(TRAITS, section)
  if (table === undefined) return []
  const traits = table.split(';').map(entry => {
    const [name = '', type = '', ...bounds] = entry.trim().split(' ')
    return { name, type, bounds }
  })
  read.set(section, traits)
  return traits
}

function isIn({ bounds }: Trait, chart: Chart): boolean {
  return bounds.every(bound => holds(bound, chart))
}

function holds(bound: string, chart: Chart): boolean {
  return bound.startsWith('>=') ? atLeast(chart, bound.slice(2)) : !atLeast(chart, bound.slice(1))
}
