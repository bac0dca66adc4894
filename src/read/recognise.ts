import type { Path } from '../model/path.ts'
import { child } from '../model/traced.ts'

/** What a file is, by its content. */
export type Recognised =
  /** Values of the jupyterhub chart, at each of these keys (the root is the empty path). */
  | { readonly kind: 'values'; readonly keys: readonly Path[] }
  /** Kubernetes objects. */
  | { readonly kind: 'manifests' }
  /** Releases of charts, for the program helmfile. */
  | { readonly kind: 'helmfile' }
  /** Something else, and what. */
  | { readonly kind: 'unrecognised'; readonly reason: string }

/**
 * The chart's root keys that hardly any other chart has, each with keys below it that no other chart has there. Two of the
 * keys, or one with such a part, make values of the jupyterhub chart.
 * Source: jupyterhub/zero-to-jupyterhub-k8s, jupyterhub/values.yaml, 0.8.0 to 4.4.0.
 */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  hub: [
    'config',
    'db',
    'baseUrl',
    'services',
    'existingSecret',
    'extraConfig',
    'extraConfigMap',
    'loadRoles',
    'allowNamedServers',
    'concurrentSpawnLimit',
    'activeServerLimit',
    'cookieSecret',
    'templateVars',
    'namedServerLimitPerUser',
    'redirectToServer',
    'shutdownOnLogout',
  ],
  singleuser: [
    'image',
    'profileList',
    'storage',
    'cmd',
    'defaultUrl',
    'memory',
    'cpu',
    'extraEnv',
    'extraFiles',
    'cloudMetadata',
    'networkTools',
    'networkPolicy',
    'uid',
    'fsGid',
    'extraPodConfig',
    'serviceAccountName',
    'startTimeout',
    'initContainers',
    'extraContainers',
    'lifecycleHooks',
    'nodeSelector',
    'extraTolerations',
    'extraLabels',
    'extraResource',
    'events',
    'allowPrivilegeEscalation',
    'podNameTemplate',
    'schedulerStrategy',
  ],
  proxy: ['secretToken', 'https', 'chp', 'traefik', 'secretSync'],
  cull: ['timeout', 'every', 'maxAge', 'users', 'adminUsers', 'removeNamedServers', 'enabled'],
  auth: [
    'whitelist',
    'admin',
    'dummy',
    'state',
    'github',
    'google',
    'gitlab',
    'cilogon',
    'globus',
    'ldap',
    'lti',
    'hmac',
    'mediawiki',
    'azuread',
  ],
  prePuller: ['hook', 'continuous', 'extraImages', 'pullProfileListImages', 'pullOnlyOnChanges'],
  scheduling: ['userScheduler', 'podPriority', 'userPlaceholder', 'corePods', 'userPods'],
}

/** Root keys of the chart that prove something only below a key named after it. */
const ROOT_KEYS = [...Object.keys(SIGNS), 'custom', 'imagePullSecret', 'ingress', 'rbac', 'debug']

/** How deep values may be nested: `basehub.jupyterhub` is two, and platforms go one further. */
const DEEPEST = 4

/** Says what the data of a file is. `documents` are the roots of all its documents. */
export function recognise(documents: readonly unknown[]): Recognised {
  const filled = documents.filter(root => root !== null && root !== undefined)
  if (filled.length === 0) return { kind: 'unrecognised', reason: 'it is empty' }
  if (filled.some(isManifest)) return { kind: 'manifests' }
  const roots = filled.filter(isMap)
  if (roots.length === 0) {
    const what = Array.isArray(filled[0]) ? 'a list' : 'a single value'
    return { kind: 'unrecognised', reason: `it is ${what}, not a map of values` }
  }
  if (roots.every(isSchema)) return { kind: 'unrecognised', reason: 'it is a JSON schema' }
  if (roots.every(isHelmfile) && roots.some(root => HELMFILE_LISTS.some(key => Array.isArray(child(root, key)))))
    return { kind: 'helmfile' }
  if (roots.some(isBitnamiValues))
    return {
      kind: 'unrecognised',
      reason: "it holds values of Bitnami's chart of the same name, which is another chart",
    }
  const keys = uniquePaths(roots.flatMap(root => hubsIn(root, [])))
  if (keys.length > 0) return { kind: 'values', keys }
  return {
    kind: 'unrecognised',
    // SOPS leaves keys in clear, so this would be known
    reason: roots.some(isEncrypted)
      ? 'it is encrypted (SOPS), and its keys are not those of a hub'
      : 'it is not recognised as values of the jupyterhub chart; if it is, say where with --key',
  }
}

/**
 * Whether text that is not YAML is something that makes YAML, and what; null if it is simply broken. `line` is the one, from 1,
 * that cannot be read: a brace elsewhere, in Python say, makes no template.
 */
export function recogniseUnreadable(text: string, line: number): string | null {
  if (text.startsWith('\0GITCRYPT')) return 'it is encrypted (git-crypt)'
  if (/^\$ANSIBLE_VAULT;/.test(text)) return 'it is encrypted (Ansible Vault)'
  const failing = text.split(/\r\n|[\n\r]/)[line - 1] ?? ''
  if (/\{\{|\{%/.test(failing)) return 'it is a template full of {{ }}, which something renders first'
  return null
}

/**
 * Keys of Bitnami's chart of the same name below keys that both charts have; the chart has none of them. One of them, and one more of
 * them or of the root, make its values.
 * Source: bitnami/charts@00c51b6:bitnami/jupyterhub/README.md, "Parameters".
 */
const BITNAMI: readonly Path[] = [
  ...[
    ['hub', 'adminUser'],
    ['hub', 'password'],
    ['hub', 'configuration'],
    ['hub', 'existingConfigmap'],
  ],
  ...[
    ['hub', 'image', 'registry'],
    ['hub', 'image', 'repository'],
    ['proxy', 'image', 'repository'],
  ],
  ...[
    ['singleuser', 'image', 'registry'],
    ['singleuser', 'image', 'repository'],
    ['singleuser', 'notebookDir'],
  ],
]

const BITNAMI_ROOT: readonly Path[] = [
  ...[['diagnosticMode'], ['commonAnnotations'], ['commonLabels'], ['clusterDomain'], ['extraDeploy']],
  ...[['externalDatabase'], ['auxiliaryImage'], ['global', 'imageRegistry'], ['postgresql', 'auth']],
]

/** Keys that only the chart of Zero to JupyterHub has: whoever writes one of them does not mean Bitnami's, whatever else is misspelt. */
const NOT_BITNAMI: readonly Path[] = [
  ['hub', 'config'],
  ['hub', 'extraConfig'],
  ['hub', 'db'],
  ...[['auth'], ['cull'], ['prePuller'], ['scheduling']],
]

/** Whether these are values of Bitnami's chart of the same name. */
export function isBitnamiValues(root: unknown): boolean {
  const count = (paths: readonly Path[]) => paths.filter(path => path.reduce(child, root) !== undefined).length
  const own = count(BITNAMI)
  return own > 0 && own + count(BITNAMI_ROOT) >= 2 && count(NOT_BITNAMI) === 0
}

/** The lists of a helmfile that nothing else has beside its other keys. */
const HELMFILE_LISTS = ['releases', 'helmfiles', 'bases']

/**
 * The root keys of a helmfile, which refuses others. Source: helmfile/helmfile@v1.7.4:pkg/state/state.go, ReleaseSetSpec.
 */
const HELMFILE_KEYS: ReadonlySet<string> = new Set([
  ...HELMFILE_LISTS,
  ...['apiVersions', 'chart', 'commonLabels', 'defaultInherit', 'environments', 'helmBinary', 'helmDefaults', 'hooks'],
  ...['ignoreMissingGitBranch', 'kubeContext', 'kubeVersion', 'kustomizeBinary', 'llm', 'lockFilePath'],
  ...['missingFileHandler', 'missingFileHandlerConfig', 'namespace', 'repositories', 'templates', 'values'],
])

function isHelmfile(root: unknown): boolean {
  if (!isMap(root) || !Object.keys(root).every(key => HELMFILE_KEYS.has(key))) return false
  const releases = child(root, 'releases')
  return !Array.isArray(releases) || releases.every(one => isMap(one) && child(one, 'name') !== undefined)
}

/** Keys that other charts have too: two of them alone prove nothing. */
const COMMON: ReadonlySet<string> = new Set(['proxy', 'auth', 'scheduling'])

/** Whether these are values of the chart, without looking at what stands below other keys. */
export function isHubValues(root: unknown): boolean {
  const found = Object.keys(SIGNS).filter(key => child(root, key) !== undefined)
  if (found.some(key => SIGNS[key]?.some(part => child(child(root, key), part) !== undefined))) return true
  return found.length >= 2 && found.some(key => !COMMON.has(key)) && found.some(key => isMap(child(root, key)))
}

function hubsIn(root: unknown, at: Path): Path[] {
  if (!isMap(root)) return []
  const named = at.at(-1) === 'jupyterhub' && ROOT_KEYS.some(key => isMap(child(root, key)))
  if ((named || isHubValues(root)) && !isAliasedHub(root)) return [at]
  if (at.length === DEEPEST) return []
  return Object.keys(root).flatMap(key => hubsIn(child(root, key), [...at, key]))
}

/** An umbrella chart may call its hub "hub": then that key holds a whole hub, not the chart's own "hub". */
function isAliasedHub(root: Record<string, unknown>): boolean {
  return Object.keys(SIGNS).filter(key => isMap(child(child(root, 'hub'), key))).length >= 2
}

function isManifest(root: unknown): boolean {
  return typeof child(root, 'apiVersion') === 'string' && child(root, 'kind') !== undefined
}

function isSchema(root: unknown): boolean {
  return child(root, '$schema') !== undefined || (child(root, 'type') === 'object' && isMap(child(root, 'properties')))
}

function isEncrypted(root: unknown): boolean {
  const sops = child(root, 'sops')
  return isMap(sops) && (child(sops, 'mac') !== undefined || child(sops, 'version') !== undefined)
}

function isMap(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

function uniquePaths(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map(path => [JSON.stringify(path), path])).values()]
}
