import { recent } from './recent.ts'
import type { Part } from './span.ts'

/** A stretch of an image reference, with its text. */
export interface Stretch extends Part {
  readonly text: string
}

/** An image reference, taken apart. Offsets count in the text as written. */
export interface ImageReference {
  /** The host, with its port: `quay.io`, `reg.example.org:5000`; `docker.io` where none is written. */
  readonly registry: string
  /** The path on that host; short names of Docker Hub in full: `library/ubuntu`. */
  readonly repository: string
  /** Registry and repository as written. */
  readonly name: Stretch
  readonly tag: Stretch | null
  readonly digest: Stretch | null
}

/** Why a text is no image reference, as the end of "… is no image reference: ". */
export interface NoReference {
  readonly reason: string
  /** The stretch that is wrong. */
  readonly part: Part
}

/** Longest repository path. Source: distribution/reference@v0.6.0:reference.go (`RepositoryNameTotalLengthMax`). */
const LONGEST_REPOSITORY = 255
export const LONGEST_TAG = 128

/** Hexadecimal digits of the digests that runtimes know. Source: opencontainers/go-digest@v1.0.0:algorithm.go. */
export const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }

// Source of the grammar: distribution/reference@v0.6.0:regexp.go
const HOST =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/
const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/
const TAG = /^\w[\w.-]*$/
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/

/** Reads an image reference as container runtimes do. */
export const parseImage: (text: string) => ImageReference | NoReference = recent(read)

function read(text: string): ImageReference | NoReference {
  if (text === '') return { reason: 'it is empty', part: { start: 0, end: 0 } }
  const blank = text.search(/\s/)
  if (blank >= 0) return refuse('it has a blank', blank, blank + 1)
  if (/^[a-f0-9]{64}$/.test(text)) return refuse('it is an identifier, not a name', 0, text.length)
  const scheme = /^[a-z]+:\/\//.exec(text)
  if (scheme !== null) return refuse(`it starts with "${scheme[0]}"`, 0, scheme[0].length)

  const at = text.indexOf('@')
  const head = at < 0 ? text : text.slice(0, at)
  const colon = head.indexOf(':', head.lastIndexOf('/') + 1)
  const name = stretch(text, 0, colon < 0 ? head.length : colon)
  const tag = colon < 0 ? null : stretch(text, colon + 1, head.length)
  const digest = at < 0 ? null : stretch(text, at + 1, text.length)
  const { registry, repository } = resolve(name.text)
  return (
    whyNotDigest(digest) ??
    whyNotTag(tag) ??
    whyNotName(name, registry, repository) ?? { registry, repository, name, tag, digest }
  )
}

/** Whether a text that was read is an image reference. */
export function isReference(read: ImageReference | NoReference): read is ImageReference {
  return 'registry' in read
}

/**
 * The registry and repository that a name stands for, with Docker Hub's short names in full.
 * Source: distribution/reference@v0.6.0:normalize.go (`splitDockerDomain`).
 */
export function resolve(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/')
  if (slash < 0) return { registry: 'docker.io', repository: `library/${name}` }
  const [first, rest] = [name.slice(0, slash), name.slice(slash + 1)]
  const isHost = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first
  const registry = !isHost || first === 'index.docker.io' ? 'docker.io' : first
  const repository = isHost ? rest : name
  return {
    registry,
    repository: registry === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository,
  }
}

function whyNotDigest(digest: Stretch | null): NoReference | null {
  if (digest === null) return null
  const { text, start, end } = digest
  const second = text.indexOf(':', text.indexOf(':') + 1)
  if (text.includes(':') && second > 0)
    return refuse(`a tag follows its digest, "${text.slice(second + 1)}"`, start, end)
  if (!DIGEST.test(text)) return refuse(`"${text}" is no digest`, start, end)
  const colon = text.indexOf(':')
  const [algorithm, digits] = [text.slice(0, colon), text.slice(colon + 1)]
  const length = Object.hasOwn(DIGEST_LENGTHS, algorithm) ? DIGEST_LENGTHS[algorithm] : undefined
  if (length === undefined) return refuse(`no runtime knows digests by "${algorithm}"`, start, start + colon)
  if (digits.length !== length)
    return refuse(`its ${algorithm} digest has ${digits.length} digits instead of ${length}`, start + colon + 1, end)
  if (digits.toLowerCase() !== digits) return refuse('its digest has capitals', start + colon + 1, end)
  return null
}

function whyNotTag(tag: Stretch | null): NoReference | null {
  if (tag === null) return null
  const { text, start, end } = tag
  if (text === '') return refuse('its tag is empty', start, end)
  const colon = text.indexOf(':')
  if (colon >= 0) return refuse(`it has two tags, "${text.slice(0, colon)}" and "${text.slice(colon + 1)}"`, start, end)
  if (text.length > LONGEST_TAG) return refuse(`its tag is longer than ${LONGEST_TAG} characters`, start, end)
  if (TAG.test(text)) return null
  const wrong = Math.max(text.search(/[^\w.-]/), 0)
  return refuse(
    `its tag ${wrong === 0 ? 'starts with' : 'has the character'} "${text[wrong]}"`,
    start + wrong,
    start + wrong + 1,
  )
}

function whyNotName(name: Stretch, registry: string, repository: string): NoReference | null {
  const { text, end } = name
  if (text === '') return refuse('it has no name', 0, 0)
  if (text.startsWith('/') || text.endsWith('/') || text.includes('//'))
    return refuse('a part between its slashes is empty', 0, end)
  // runtimes also take a first part that could be one of the path, such as my_registry.example.org
  if (!HOST.test(registry) && !COMPONENT.test(registry)) return refuse(`"${registry}" is no host`, 0, registry.length)
  if (repository.length > LONGEST_REPOSITORY)
    return refuse(`its name is longer than ${LONGEST_REPOSITORY} characters`, 0, end)
  let start = text.length - repository.length
  for (const component of repository.split('/')) {
    const reason = COMPONENT.test(component) ? null : whyNotComponent(component)
    // a short name is in `repository` with a prefix that nobody wrote
    if (reason !== null) return refuse(reason, Math.max(start, 0), Math.max(start, 0) + component.length)
    start += component.length + 1
  }
  return null
}

function whyNotComponent(component: string): string {
  if (component.includes(':')) return `the colon in "${component}" stands before a slash`
  const strange = /[^A-Za-z0-9._-]/.exec(component)
  if (strange !== null) return `its name has the character "${strange[0]}"`
  if (/[A-Z]/.test(component)) return `"${component}" has capitals`
  return `"${component}" has dots, dashes or underscores where letters or digits must be`
}

function stretch(text: string, start: number, end: number): Stretch {
  return { text: text.slice(start, end), start, end }
}

function refuse(reason: string, start: number, end: number): NoReference {
  return { reason, part: { start, end } }
}
