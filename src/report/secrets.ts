import type { Path } from '../model/path.ts'

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
const SECRET_PAIRS = /(^| )(api|crypt|private|access|secret|signing|encryption|secret|cookie) ?(key|keys|secret)( |$)/
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
])

/** Whether the value at a path is a secret by the name of its key, or lies below such a key. */
export function isSecretPath(path: Path): boolean {
  return path.some(
    (step, i) => typeof step === 'string' && (isSecretKey(step) || (step === 'keys' && path[i - 1] === 'CryptKeeper')),
  )
}

/** Whether a key names a secret: `client_secret`, `secretToken`, `JUPYTER_TOKEN`; not `secretName`, `existingSecret`. */
export function isSecretKey(key: string): boolean {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_.-]+/)
    .map(word => word.toLowerCase())
  const last = words.at(-1) ?? ''
  if (HARMLESS_ENDS.has(last) || words.includes('existing') || words.includes('pull') || words.includes('automount'))
    return false
  return words.some(word => SECRET_WORDS.has(word)) || SECRET_PAIRS.test(words.join(' '))
}

/** `key: value` alone on a line of block YAML. */
const BLOCK_PAIR = /^(\s*(?:- +)*(["']?)([\w.-]+)\2\s*:\s+)(.*?)(\s+#.*)?$/
/** `key: value` in a flow map, `key="value"` in Python or a command line. */
const FLOW_PAIR = /((["']?)([\w.-]+)\2\]?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,}\]#'"{[][^,}\]#]*)/g
/** `--ServerApp.token=value` within a text. */
const ARGUMENT = /([\w.-]+)=([^\s"',\]}]+)/g
const URL_PASSWORD = /(:\/\/[^\s:/@]*:)([^\s@/]+)(?=@)/g
/** What nobody keeps secret: references, placeholders, starts of maps, lists and blocks, and words of YAML. */
const OPEN =
  /^(?:["']?(?:\$\([^)]*\)|\$\{[^}]*\}|\$[A-Z_][A-Z0-9_]*|<[^>]*>|\{\{.*\}\})["']?|[{[].*|[|>&*!].*|null|~|true|false|None|True|False|["']{2})?$/

/**
 * A line of a file with its secrets blanked, each character by one `*`, so that columns stay true: what follows a key that names
 * a secret, and passwords in URLs. Placeholders stay: nobody keeps them secret.
 */
export function maskLine(line: string): string {
  const block = BLOCK_PAIR.exec(line)
  if (block !== null && isSecretKey(block[3] ?? '') && !OPEN.test(block[4] ?? ''))
    return `${block[1]}${stars(block[4] ?? '')}${block[5] ?? ''}`
  return line
    .replace(URL_PASSWORD, (_, before: string, password: string) => before + stars(password))
    .replace(FLOW_PAIR, (whole, before: string, _quote, key: string, value: string) =>
      isSecretKey(key.split('.').at(-1) ?? key) && !OPEN.test(value) ? before + stars(value) : whole,
    )
    .replace(ARGUMENT, (whole, key: string, value: string) =>
      isSecretKey(key.split('.').at(-1) ?? key) && !OPEN.test(value) ? `${key}=${stars(value)}` : whole,
    )
}

/** A text with every character but blanks and quotes replaced by `*`. */
export function stars(text: string): string {
  return text.replace(/[^\s"']/g, '*')
}

/** Whether a text is a placeholder or empty, which is no secret even where one belongs. */
export function isOpenText(text: string): boolean {
  return OPEN.test(text.trim())
}
