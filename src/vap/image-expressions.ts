import { DIGEST_LENGTHS, LONGEST_TAG } from '../model/image-reference.ts'
import { registryPattern } from '../model/registry-pattern.ts'
import { escaped, list, literal } from './cel.ts'

// the grammar of image references, as src/model/image-reference.ts reads it, for regular expressions of Go
const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
const HOST = `(?:${LABEL}(?:[.]${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const NAME = `(?:${HOST}/)?${COMPONENT}(?:/${COMPONENT})*`
const TAG = `[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,${LONGEST_TAG - 1}}`
const DIGEST = Object.entries(DIGEST_LENGTHS)
  .map(([algorithm, length]) => `${algorithm}:[a-f0-9]{${length}}`)
  .join('|')

const IDENTIFIER = "i.matches('^[a-f0-9]{64}$')"

function isReference(form: string): string {
  return `(i.matches(${literal(`^${form}$`)}) && !${IDENTIFIER})`
}

/** Whether the image `i` is a reference with neither tag nor digest. */
export const isUntagged = isReference(NAME)

/** Whether the image `i` is a reference without a digest. */
export const isUndigested = isReference(`${NAME}(?::${TAG})?`)

/** Whether the image `i` is a reference. */
export const isAnyReference = isReference(`${NAME}(?::${TAG})?(?:@(?:${DIGEST}))?`)

/** Whether the image `i` has a registry with capitals that is no host name. */
export const hasCapitalRegistry = "i.matches('^[^/.:]*[A-Z][^/.:]*/')"

/** Whether the image `i` may be a placeholder; some that are none are among them. */
export const mayBePlaceholder = "i.matches('[<{$`]|^(?i:your[-_]|change|replace|placeholder|xxx)|^(?:TODO|FIXME|TBD)$')"

/** Whether the image `i` has a tag that moves, and no digest; as floating-image-tag says. */
export function hasMovingTag(words: readonly string[]): string {
  const moving = list(words.map(word => word.toLowerCase()))
  const tag = "i.substring(i.lastIndexOf(':') + 1).lowerAscii()"
  const parts = "t.replace('_', '-').replace('.', '-').split('-')"
  const namesBuild = [
    "t.matches('(?:^|[-_v])[0-9]+[.][0-9]+[.][0-9]+')",
    "t.matches('(?:^|[^0-9])20[0-9][0-9][-_.]?(?:0[1-9]|1[0-2])(?:[^0-9]|$|[0-3][0-9])')",
    `${parts}.exists(p, p.matches('^(?:g|h|sha)?[0-9a-f]{7,40}$') && p.matches('[0-9]'))`,
  ]
  const floats = `(t in ${moving} || ${parts}.exists(p, p in ${moving})) && !(${namesBuild.join(' || ')})`
  return `(${isReference(`${NAME}:${TAG}`)} && [${tag}].exists(t, ${floats}))`
}

/** Whether the image `i` is a reference from elsewhere than the patterns say; as unlisted-registry says. */
export function isUnlisted(patterns: readonly string[]): string {
  const name = "i.split('@')[0].find('^(?:[^/]*/)*[^/:]*')"
  const first = "n.split('/')[0]"
  const rest = "n.substring(n.indexOf('/') + 1)"
  const isHost = `(${first} == 'localhost' || ${first}.matches('[.:A-Z]'))`
  const full = [
    "!n.contains('/') ? 'docker.io/library/' + n",
    `!${isHost} ? 'docker.io/' + n`,
    `${first} in ['docker.io', 'index.docker.io'] ? 'docker.io/' + (${rest}.contains('/') ? ${rest} : 'library/' + ${rest})`,
    'n',
  ].join(' : ')
  const allowed = `^(?:${patterns.map(partsRegex).join('|')})`
  return `(${isAnyReference} && ![${name}].map(n, (${full}) + '/').exists(f, f.matches(${literal(allowed)})))`
}

function partsRegex(pattern: string): string {
  return registryPattern(pattern)
    .map(part => (part === '**' ? '(?:[^/]+/)*' : `${escaped(part).replaceAll('\\*', '[^/]*')}/`))
    .join('')
}
