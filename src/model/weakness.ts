/**
 * Secrets that stand in documentation, where everybody can read them.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@4.4.0:docs/source/administrator/authentication.md and @0.8.2:doc/source/authentication.rst,
 * jupyterhub/jupyterhub@5.5.0:docs/source (tutorial, reference) and its examples.
 */
const PUBLISHED: ReadonlySet<string> = new Set([
  'a-shared-secret-password',
  'client-secret-from-auth0-here',
  'some_password',
  'mypassword',
  'my-workshop-2042',
  'extra-super-secret-secure-password',
  '0bc02bede919e99a26de1e2a7a5aadfaf6228de836ec39a05a6c6942831d8fe5',
  'generate with openssl rand -hex 64',
])

/** The words of which the passwords are made that are tried first. */
// biome-ignore format: a list to read through
const COMMON_WORDS: ReadonlySet<string> = new Set([
  'a', 'access', 'admin', 'administrator', 'change', 'changeit', 'changeme', 'class', 'course', 'database', 'db', 'default', 'demo', 'dev',
  'dummy', 'example', 'fake', 'foo', 'bar', 'foobar', 'guest', 'hello', 'hub', 'it', 'jupyter', 'jupyterhub', 'lab', 'letmein', 'login',
  'me', 'my', 'mysql', 'none', 'notebook', 'notebooks', 'pass', 'passw0rd', 'password', 'postgres', 'postgresql', 'qwerty', 'root',
  'secret', 'shared', 'student', 'students', 'super', 'teacher', 'temp', 'test', 'testing', 'the', 'token', 'user', 'users', 'very',
  'welcome', 'workshop',
])
const COMMON_PATTERN = /^(?:0?123456\d*|abc123|1q2w3e4r|(.)\1*)$/

/** Whether a text is made of such words, with or without a number behind. */
function isCommon(text: string): boolean {
  if (COMMON_PATTERN.test(text)) return true
  const words = text.toLowerCase().split(/[-_ .]+/)
  return words.every(
    (word, i) => COMMON_WORDS.has(word.replace(/[\d!]{1,4}$/, '')) || (i > 0 && /^\d{1,4}$/.test(word)),
  )
}

/** Words with something between them, as people write them: `my-secret-token`. */
const WORDS = /^[a-z]{2,}(?:[-_ .]+(?:[a-z]{2,}|\d{1,4}))+$/i
const ONE_WORD = /^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+)$/
const REPEATED = /^(.{1,16}?)\1+$/

/** A generated secret is given by its strength: that of ten random bytes, which nobody tries out. */
const ENOUGH_BITS = 80
/** Source: NIST SP 800-63B, section 5.1.1.1. */
const SHORTEST_PASSWORD = 8

/** Why a secret that a generator should have made can be guessed, as the end of a sentence; null where it cannot. */
export function weaknessOfRandom(text: string): string | null {
  if (PUBLISHED.has(text)) return 'it is an example from documentation'
  if (REPEATED.test(text) || isSequence(text)) return 'it follows a pattern'
  if (WORDS.test(text) || ONE_WORD.test(text)) return 'it is made of words'
  if (text.length * Math.log2(alphabetOf(text)) < ENOUGH_BITS) return `it is only ${text.length} characters long`
  return null
}

/** Why a password can be guessed; null where it is not obvious. */
export function weaknessOfPassword(text: string): string | null {
  if (PUBLISHED.has(text)) return 'it is an example from documentation'
  if (isCommon(text) || isSequence(text)) return 'it is among the first that anybody tries'
  if (text.length < SHORTEST_PASSWORD) return `it is only ${text.length} characters long`
  return null
}

/** Why what should have been issued by somebody else was not; null where it may well have been. */
export function weaknessOfIssued(text: string): string | null {
  if (PUBLISHED.has(text)) return 'it is an example from documentation'
  if (isCommon(text)) return 'it is among the first that anybody tries'
  return WORDS.test(text) && /secret|token|password/i.test(text) ? 'it is made of words' : null
}

/** How many characters there may be in each place. */
function alphabetOf(text: string): number {
  if (/^\d+$/.test(text)) return 10
  if (/^[\da-f]+$/i.test(text)) return 16
  if (/^[\da-z]+$/.test(text) || /^[\dA-Z]+$/.test(text)) return 36
  return /^[\da-z]+$/i.test(text) ? 62 : 94
}

/** Whether most characters are the next after the one before: `0123456789abcdef`. */
function isSequence(text: string): boolean {
  let steps = 0
  for (let i = 1; i < text.length; i += 1) if (text.charCodeAt(i) - text.charCodeAt(i - 1) === 1) steps += 1
  return text.length > 3 && steps > (text.length * 2) / 3
}
