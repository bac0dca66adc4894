import type { Part } from './span.ts'

/**
 * Text that stands for something to be filled in.
 *
 * - `gap`: `<your-domain>`, `CHANGEME`, `your-client-id`: a person has to write something else
 * - `command`: `$(openssl rand -hex 32)`: a shell would have to run it
 * - `variable`: `$CLIENT_ID`, `${host}`, `$(NAME)`: something would have to replace it
 * - `template`: `{{ .Values.host }}`: a template engine would have to render it
 */
export type PlaceholderForm = 'gap' | 'command' | 'variable' | 'template'

export interface Placeholder {
  readonly form: PlaceholderForm
  readonly part: Part
}

/** Elements of HTML, which texts for people may hold. */
const HTML =
  /^<(?:a|abbr|b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|ol|p|pre|s|script|section|small|span|strong|style|sub|sup|svg|table|tbody|td|th|thead|title|tr|u|ul)\b/i

/** What follows "your-" in texts that documentation leaves to be filled in, and hardly ever in real names. */
const YOURS =
  /(?<=^(?:https?:\/\/)?)your[-_](?:access|account|api|app|application|auth0|aws|azure|bucket|cert|client|cluster|company|domain|email|full|gcp|git|github|gitlab|google|host|hostname|hub|image|institution|ip|jupyterhub|key|ldap|namespace|oauth|oidc|okta|org|organisation|organization|password|project|realm|registry|repo|repository|secret|server|service|storage|storageclass|subdomain|team|tenant|tls|token|university|user|username)(?![a-z])[\w-]*/i

const WORDS = /^(?:change[-_ ]?(?:me|this)|replace[-_ ]?(?:me|this|with[-_ ].*)|placeholder|xxx+(?:\.xxx+)*)$/i

/** How each form is found. The long expressions are run, and so compiled, only for texts that have their signs. */
const FORMS: readonly { readonly form: PlaceholderForm; find(text: string): RegExpExecArray | null }[] = [
  { form: 'template', find: text => (text.includes('{{') ? /\$?\{\{.*?\}\}/.exec(text) : null) },
  {
    form: 'command',
    find: text =>
      (text.includes('$(') ? /\$\([a-z][\w./-]*\s[^)]*\)/.exec(text) : null) ??
      (text.startsWith('`') ? /^`[^`]+`$/.exec(text) : null),
  },
  {
    form: 'gap',
    find: text =>
      (text.includes('<') ? angle(text) : null) ??
      (/^(?:change|replace|placeholder|xxx)/i.test(text) ? WORDS.exec(text) : null) ??
      /^(?:TODO|FIXME|TBD)$/.exec(text) ??
      (/^(?:https?:\/\/)?your[-_]/i.test(text) ? YOURS.exec(text) : null),
  },
  { form: 'variable', find: text => (text.includes('$') ? variable(text) : null) },
]

/** Longer texts, in UTF-16 units, are no values of which a person left a part to be filled in. */
const LONGEST = 2000

/** The first placeholder in a text of one line; null where there is none. */
export function placeholderIn(text: string): Placeholder | null {
  if (
    text.length > LONGEST ||
    text.includes('\n') ||
    !/[<{$`]|your|change|replace|place|xxx|TODO|FIXME|TBD/i.test(text)
  )
    return null
  for (const { form, find } of FORMS) {
    const found = find(text)
    if (found !== null) return { form, part: { start: found.index, end: found.index + found[0].length } }
  }
  return null
}

function angle(text: string): RegExpExecArray | null {
  const found = /<[A-Za-z][\w .:/-]*>/.exec(text)
  if (found === null || text.includes('</') || HTML.test(found[0])) return null
  // a note that the value comes from elsewhere, not a gap
  return /^<(?:set|filled|provided|comes|defined)[-_ ](?:in|from|by)\b/i.test(found[0]) ? null : found
}

function variable(text: string): RegExpExecArray | null {
  return (
    /^\$(?:[A-Z][A-Z_]{2,}[A-Z]|\{[A-Za-z_]\w*\}|\([A-Z][A-Z0-9_]*\))$/.exec(text) ??
    /^\$[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.exec(text) ??
    (text.includes('/')
      ? /(?<=^|[/:@.=-])\$(?:[A-Z][A-Z_]{2,}[A-Z]|\{[A-Za-z_]\w*\}|\([A-Z][A-Z0-9_]*\))(?=$|[/:@.?&-])/.exec(text)
      : null)
  )
}
