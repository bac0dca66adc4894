import type { Hub } from '../model/hub.ts'
import { type Path, printPath } from '../model/path.ts'
import { placeholderIn } from '../model/placeholder.ts'
import { isSecretKey } from '../model/secret.ts'
import type { Part } from '../model/span.ts'
import type { View } from '../model/view.ts'

/**
 * Who chose a secret: a `random` one should come out of a generator, a `password` is a person's, and an `issued` one was given by
 * somebody else, such as an identity provider.
 */
export type SecretKind = 'random' | 'password' | 'issued'

/** A secret that stands somewhere as literal text. */
export interface Secret {
  /** What it is: `GitHubOAuthenticator.client_secret`, `the password in hub.db.url`. */
  readonly name: string
  readonly kind: SecretKind
  /** Never for a message. */
  readonly text: string
  readonly place: { readonly at: View; readonly part?: Part }
  /** Whether every user of the hub can read it. */
  readonly forUsers: boolean
}

/**
 * Where the chart takes secrets besides `hub.config`; `*` is any key. Keys of former charts stand beside those of today: the
 * others do not have them.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/values.yaml, templates/hub/secret.yaml, 0.8.2 to 4.4.0.
 */
const PLACES: readonly (readonly [path: Path, kind: SecretKind])[] = [
  [['proxy', 'secretToken'], 'random'],
  [['proxy', 'https', 'manual', 'key'], 'issued'],
  [['hub', 'cookieSecret'], 'random'],
  [['hub', 'db', 'password'], 'password'],
  [['hub', 'services', '*', 'apiToken'], 'random'],
  [['hub', 'services', '*', 'api_token'], 'random'],
  [['hub', 'imagePullSecret', 'password'], 'issued'],
  [['singleuser', 'imagePullSecret', 'password'], 'issued'],
  [['imagePullSecret', 'password'], 'issued'],
  [['hub', 'config', 'ConfigurableHTTPProxy', 'auth_token'], 'random'],
  [['hub', 'config', 'JupyterHub', 'cookie_secret'], 'random'],
  [['hub', 'config', 'JupyterHub', 'proxy_auth_token'], 'random'],
  [['hub', 'config', 'CryptKeeper', 'keys'], 'random'],
  [['hub', 'config', 'CryptKeeper', 'keys', '*'], 'random'],
  [['auth', 'state', 'cryptoKey'], 'random'],
  [['auth', 'hmac', 'secretKey'], 'random'],
  [['auth', 'dummy', 'password'], 'password'],
  [['auth', 'lti', 'consumers', '*'], 'random'],
  [['auth', 'ldap', 'dn', 'search', 'password'], 'password'],
  [['auth', '*', 'clientSecret'], 'issued'],
]

/** Traits that hold passwords of people, or what a generator should have made; other secrets in the configuration were issued. */
const KINDS: Readonly<Record<string, SecretKind>> = {
  password: 'password',
  user_password: 'password',
  admin_password: 'password',
  lookup_dn_search_password: 'password',
  auth_token: 'random',
  proxy_auth_token: 'random',
  cookie_secret: 'random',
  secret_key: 'random',
}

const byHub = new WeakMap<Hub, readonly Secret[]>()

/** The secrets that stand as literal text in a hub's values and in its Python. References, placeholders and what is encrypted are none. */
export function secretsOf(hub: Hub): readonly Secret[] {
  const before = byHub.get(hub)
  if (before !== undefined) return before
  const now = onceEach([...inPlaces(hub), ...inConfig(hub), ...inEnvironments(hub), ...inFiles(hub)])
  byHub.set(hub, now)
  return now
}

function* inPlaces({ values }: Hub): Generator<Secret> {
  for (const [path, kind] of PLACES)
    for (const at of matching(values as View, path)) yield* whole(at, printPath(at.path), kind)
  yield* inUrl(values.at('hub').at('db').at('url') as View, 'hub.db.url')
}

function matching(view: View, [step, ...rest]: Path): View[] {
  if (step === undefined) return [view]
  if (step !== '*') return matching(view.get(step), rest)
  return [...view.each(), ...view.entries().map(([, value]) => value)].flatMap(inside => matching(inside as View, rest))
}

/** What `hub.config` and Python configure. */
function* inConfig({ config }: Hub): Generator<Secret> {
  for (const section of config.sections()) {
    // the chart copies the environment there, which is looked at by itself
    for (const trait of config.traits(section)) {
      const name = `${section}.${trait}`
      if (isSecretKey(trait)) yield* whole(config.trait(section, trait), name, KINDS[trait] ?? 'issued')
      else if (trait === 'consumers')
        for (const [, secret] of config.trait(section, trait).entries()) yield* whole(secret, name, 'random')
      else if (section === 'CryptKeeper' && trait === 'keys')
        for (const key of config.trait(section, trait).each()) yield* whole(key as View, name, 'random')
    }
  }
  yield* inUrl(config.trait('JupyterHub', 'db_url'), 'JupyterHub.db_url')
  for (const service of config.trait('JupyterHub', 'services').each())
    yield* whole((service as View).get('api_token'), 'the api_token of a service', 'random')
  for (const trait of ['api_tokens', 'service_tokens'])
    for (const [token, owner] of config.trait('JupyterHub', trait).entries())
      if (isLiteral(token))
        yield {
          name: `a token in JupyterHub.${trait}`,
          kind: 'random',
          text: token,
          place: { at: owner },
          forUsers: false,
        }
}

/** Variables whose name says that their value is secret. */
function* inEnvironments({ values, config }: Hub): Generator<Secret> {
  yield* inEnvironment(values.at('hub').at('extraEnv') as View, false)
  for (const section of ['KubeSpawner', 'Spawner']) yield* inEnvironment(config.trait(section, 'environment'), true)
  for (const profile of config.trait('KubeSpawner', 'profile_list').each())
    yield* inEnvironment((profile as View).down(['kubespawner_override', 'environment']), true)
}

function* inEnvironment(env: View, forUsers: boolean): Generator<Secret> {
  const pairs: readonly (readonly [string, View])[] = env.isList
    ? env.each().map(item => [(item as View).get('name').text ?? '', (item as View).get('value')] as const)
    : env.entries().map(([name, value]) => [name, value.isMap ? (value as View).get('value') : value] as const)
  for (const [name, value] of pairs) {
    if (SECRET_VARIABLE.test(name)) yield* whole(value, `the variable ${name}`, 'issued', forUsers)
    else if (value.text?.includes('://')) yield* inUrl(value, `the variable ${name}`, forUsers)
  }
}

/** Of variables anybody may invent, only those that end in what they hold: `PGPASSWORD`, `STORE_SECRET_KEY`; not `TOKEN_LIFETIME`. */
const SECRET_VARIABLE =
  /(?:secret|passw(?:or)?d|passphrase|token|credentials?|(?:api|access|private|secret|signing|encryption|crypt)_?key)s?$/i

/** Private keys in files that the chart mounts. */
function* inFiles({ values }: Hub): Generator<Secret> {
  for (const part of ['hub', 'singleuser'] as const)
    for (const [key, file] of values.at(part).at('extraFiles').entries()) {
      const text = (file as View).get('stringData')
      if (text.text?.includes('PRIVATE KEY-----'))
        yield* whole(text, `the private key in ${part}.extraFiles.${key}`, 'issued', part === 'singleuser')
    }
}

function* whole(at: View, name: string, kind: SecretKind, forUsers = false): Generator<Secret> {
  if (at.text !== undefined && isLiteral(at.text)) yield { name, kind, text: at.text, place: { at }, forUsers }
}

const URL_PASSWORD = /:\/\/[^\s:/@]*:([^\s@/]+)@/d

function* inUrl(at: View, where: string, forUsers = false): Generator<Secret> {
  const found = at.text === undefined ? null : URL_PASSWORD.exec(at.text)
  const [start, end] = found?.indices?.[1] ?? [0, 0]
  const text = found?.[1] ?? ''
  if (isLiteral(text))
    yield { name: `the password in ${where}`, kind: 'password', text, place: { at, part: { start, end } }, forUsers }
}

/**
 * Texts that only say where a secret is, or that are one in cipher: of SOPS, Ansible Vault, kubeseal, bcrypt, vals, Argo CD Vault
 * Plugin, bank-vaults, 1Password, AWS and Azure; and texts that only tell people of one.
 */
const REFERENCE =
  /^(?:ENC\[|\$ANSIBLE_VAULT;|\$2[aby]\$|Ag[A-Za-z0-9+/=]{200,}$|ref\+|secretref\+?:|<|vault:|>>vault:|op:\/\/|arn:aws:|akv|azurekeyvault|sm:\/\/|\$[A-Z_]+$|%[A-Z_]+%$|\{[\w.]+\}$|[*.-]+$)|\$\(|\$\{|\{\{/

/** Capitals as in `CLIENT_SECRET` say what belongs there. */
const NAME_OF_A_VARIABLE = /^[A-Z]+(?:_[A-Z]+)+$/

/** Whether a text is a secret itself. */
function isLiteral(text: string): boolean {
  const trimmed = text.trim()
  const isOpen = trimmed === '' || REFERENCE.test(trimmed) || NAME_OF_A_VARIABLE.test(trimmed)
  return !isOpen && placeholderIn(trimmed) === null
}

/** A secret that is found in two ways is one. */
function onceEach(secrets: readonly Secret[]): Secret[] {
  const seen = new Set<string>()
  return secrets.filter(({ place: { at, part }, text }) => {
    const { by, name, span, path } = at.origin(part)
    const key = JSON.stringify([by, name, span, path, text])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
