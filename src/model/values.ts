/**
 * The values of the jupyterhub chart that are read, of all its versions. Types say what the chart expects; views cope with
 * anything else. Source: jupyterhub/zero-to-jupyterhub-k8s, jupyterhub/values.yaml and values.schema.yaml, 0.8.0 to 4.4.0.
 */
export interface HubValues {
  hub?: {
    config?: { [section: string]: { [trait: string]: unknown } }
    extraConfig?: { [key: string]: string } | string
    extraFiles?: { [key: string]: ExtraFile }
    extraEnv?: unknown
    existingSecret?: string | null
    image?: Image
    command?: string[]
    args?: string[]
    services?: { [name: string]: { [key: string]: unknown; command?: unknown } }
    loadRoles?: { [name: string]: unknown }
    initContainers?: unknown[]
    extraContainers?: unknown[]
    extraVolumes?: unknown[]
    db?: { type?: string; url?: string; password?: string }
    [other: string]: unknown
  }
  proxy?: { secretToken?: string; [other: string]: unknown }
  singleuser?: {
    image?: Image
    uid?: number | null
    fsGid?: number | null
    allowPrivilegeEscalation?: boolean | null
    cmd?: string | string[] | null
    extraFiles?: { [key: string]: ExtraFile }
    profileList?: Profile[]
    cloudMetadata?: { blockWithIptables?: boolean; enabled?: boolean; ip?: string }
    networkTools?: { image?: Image }
    networkPolicy?: {
      enabled?: boolean
      egress?: unknown[]
      egressAllowRules?: { [rule: string]: boolean }
      [other: string]: unknown
    }
    storage?: { type?: string; [other: string]: unknown }
    [other: string]: unknown
  }
  cull?: {
    enabled?: boolean
    timeout?: number | null
    every?: number | null
    maxAge?: number | null
    users?: boolean | null
    adminUsers?: boolean | null
    removeNamedServers?: boolean | null
    concurrency?: number | null
  }
  /** Charts up to 0.10. */
  auth?: { type?: string; [other: string]: unknown }
  custom?: { [key: string]: unknown }
  prePuller?: { extraImages?: { [name: string]: Image }; [other: string]: unknown }
  scheduling?: { [other: string]: unknown }
  [other: string]: unknown
}

/** An image whose name and tag stand apart, as the chart has them. */
export interface Image {
  name?: string
  tag?: string
  pullPolicy?: string | null
}

/** A file that the chart mounts into the hub or the user pods. */
export interface ExtraFile {
  mountPath?: string
  data?: unknown
  stringData?: string
  binaryData?: string
}

/** One entry of `singleuser.profileList`. */
export interface Profile {
  display_name?: string
  slug?: string
  default?: boolean
  kubespawner_override?: { [trait: string]: unknown }
  profile_options?: {
    [option: string]: {
      display_name?: string
      choices?: {
        [choice: string]: {
          display_name?: string
          default?: boolean
          kubespawner_override?: { [trait: string]: unknown }
        }
      }
      unlisted_choice?: {
        enabled?: boolean
        display_name?: string
        validation_regex?: string
        kubespawner_override?: { [trait: string]: unknown }
      }
    }
  }
}
