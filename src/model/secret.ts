import type { Path } from './path.ts'

/** Words that make a key's value a secret; of `a_b` and `aB` each part is a word. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'secret',
  'password',
  'passwd',
  'passphrase',
  'token',
  'credential',
  'credentials',
])
/** Pairs of words that do. */
const SECRET_PAIRS = /(^| )(api|crypt|crypto|private|access|secret|signing|encryption|cookie) ?(key|keys|secret)( |$)/
/** Last words of keys that speak of a secret without holding it. */
const HARMLESS_ENDS: ReadonlySet<string> = new Set([
  'name',
  'names',
  'ref',
  'url',
  'uri',
  'sync',
  'file',
  'path',
  'mount',
  'params',
  'claim',
  'type',
  'length',
  'rules',
  'enabled',
  'template',
  'method',
])
/** What is secret by where it stands: below each key, these keys, or all. Of the last, the keys themselves are the tokens. */
const SECRET_PLACES: Readonly<Record<string, string>> = {
  CryptKeeper: 'keys',
  manual: 'key',
  consumers: '*',
  api_tokens: '*',
  service_tokens: '*',
}

/** Whether the value at a path is a secret by the name of its key, or lies below such a key. */
export function isSecretPath(path: Path): boolean {
  return path.some((step, i) => typeof step === 'string' && (isSecretKey(step) || isSecretPlace(path[i - 1], step)))
}

function isSecretPlace(parent: string | number | undefined, key: string): boolean {
  const secret = Object.hasOwn(SECRET_PLACES, parent ?? '') ? SECRET_PLACES[parent ?? ''] : undefined
  return secret === '*' || secret === key
}

/** Whether a key names a secret: `client_secret`, `secretToken`, `JUPYTER_TOKEN`; not `secretName`, `existingSecret`. */
export function isSecretKey(key: string): boolean {
  // nearly all keys are out at once
  if (!/secret|pass|token|credential|key/i.test(key)) return false
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_.-]+/)
    .map(word => word.toLowerCase())
  const last = words.at(-1) ?? ''
  if (HARMLESS_ENDS.has(last) || words.includes('existing') || words.includes('pull') || words.includes('automount'))
    return false
  return words.some(word => SECRET_WORDS.has(word)) || SECRET_PAIRS.test(words.join(' '))
}

/** What nobody keeps secret: references, placeholders, starts of maps, lists and blocks, and words of YAML. */
const OPEN =
  /^(?:["']?(?:\$\([^)]*\)|\$\{[^}]*\}|\$[A-Z_][A-Z0-9_]*|<[^>]*>|\{\{.*\}\})["']?|[{[].*|[|>&*!].*|null|~|true|false|None|True|False|["']{2})?$/

/** Whether a text is a placeholder or empty, which is no secret even where one belongs. */
export function isOpenText(text: string): boolean {
  return OPEN.test(text.trim())
}
