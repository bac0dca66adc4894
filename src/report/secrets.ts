import type { Path } from '../model/path.ts'

const SECRET_KEY =
  /(secret|password|passwd|token|api_?key|cookie_?secret|crypt_?key|private_?key|credential|access_?key)/i
/** Keys that hold such a word and no secret. */
const HARMLESS =
  /(secretname|secretref|secretkeyref|secretsync|existingsecret|pullsecret|imagepullsecrets?$|token_?url|_?url$|_?name$|username|automount|expir|tokens_?per|claim|token_?params|passwordless|secrets?$(?<!client_?secret|cookie_?secret|secret))/i

/** Whether the value at a path is a secret by the name of its key. */
export function isSecretPath(path: Path): boolean {
  const key = path.findLast(step => typeof step === 'string')
  return typeof key === 'string' && isSecretKey(key)
}

export function isSecretKey(key: string): boolean {
  if (/^(keys|key)$/.test(key)) return false
  return SECRET_KEY.test(key) && !HARMLESS.test(key)
}

const ASSIGNMENT = /(["']?)([A-Za-z_][\w.-]*)\1(\s*[:=]\s*)(.*)$/
const URL_PASSWORD = /(:\/\/[^\s:/@]*:)([^\s@/]+)(@)/g
const MASKED = '*'

/**
 * A line of a file with its secrets blanked, each character by one `*`, so that columns stay true: the value after a key that
 * names a secret, and passwords in URLs. Placeholders that nobody keeps secret (`$(…)`, `<…>`, `{{ }}`) stay.
 */
export function maskLine(line: string): string {
  const masked = line.replace(
    URL_PASSWORD,
    (_, before: string, password: string, after: string) => before + stars(password) + after,
  )
  const match = ASSIGNMENT.exec(masked)
  if (match === null) return masked
  const [, , key = '', , rest = ''] = match
  const lastPart = key.split('.').at(-1) ?? key
  if (!isSecretKey(lastPart)) return masked
  const from = masked.length - rest.length
  return masked.slice(0, from) + maskValue(rest)
}

function maskValue(text: string): string {
  const value = /^(["']?)([^"'#]*?)\1(\s*(#.*)?)$/.exec(text)
  const inner = value?.[2] ?? text
  if (inner.trim() === '' || /^[$<{&*|>!]|^(null|~|true|false)$/.test(inner.trim())) return text
  const start = text.indexOf(inner)
  return text.slice(0, start) + stars(inner) + text.slice(start + inner.length)
}

function stars(text: string): string {
  return text.replace(/\S/g, MASKED)
}
