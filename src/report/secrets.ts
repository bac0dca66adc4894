import { isOpenText, isSecretKey } from '../model/secret.ts'

/** `key: value` alone on a line of block YAML. */
const BLOCK_PAIR = /^(\s*(?:- +)*(["']?)([\w.-]+)\2\s*:\s+)(.*?)(\s+#.*)?$/
/** `key: value` in a flow map, `key="value"` in Python or a command line. */
const FLOW_PAIR = /((["']?)([\w.-]+)\2\]?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,}\]#'"{[][^,}\]#]*)/g
/** `--ServerApp.token=value` within a text. */
const ARGUMENT = /([\w.-]+)=([^\s"',\]}]+)/g
const URL_PASSWORD = /(:\/\/[^\s:/@]*:)([^\s@/]+)(?=@)/g

/**
 * A line of a file with its secrets blanked, each character by one `*`, so that columns stay true: what follows a key that names
 * a secret, and passwords in URLs. Placeholders stay: nobody keeps them secret.
 */
export function maskLine(line: string): string {
  const block = BLOCK_PAIR.exec(line)
  if (block !== null && isSecretKey(block[3] ?? '') && !isOpenText(block[4] ?? ''))
    return `${block[1]}${stars(block[4] ?? '')}${block[5] ?? ''}`
  return line
    .replace(URL_PASSWORD, (_, before: string, password: string) => before + stars(password))
    .replace(FLOW_PAIR, (whole, before: string, _quote, key: string, value: string) =>
      isSecretKey(key.split('.').at(-1) ?? key) && !isOpenText(value) ? before + stars(value) : whole,
    )
    .replace(ARGUMENT, (whole, key: string, value: string) =>
      isSecretKey(key.split('.').at(-1) ?? key) && !isOpenText(value) ? `${key}=${stars(value)}` : whole,
    )
}

/** A text with every character but blanks and quotes replaced by `*`. */
export function stars(text: string): string {
  return text.replace(/[^\s"']/g, '*')
}
