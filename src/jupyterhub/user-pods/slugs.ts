import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** Letters that Unicode does not take apart, as python-slugify writes them in ASCII. Source: kmike/text-unidecode@1.3. */
const ASCII: Readonly<Record<string, string>> = {
  Æ: 'AE',
  æ: 'ae',
  Œ: 'OE',
  œ: 'oe',
  Ø: 'O',
  ø: 'o',
  ß: 'ss',
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  Ð: 'D',
  ð: 'd',
  Þ: 'Th',
  þ: 'th',
  ı: 'i',
  '–': '-',
  '—': '-',
  '’': "'",
  '‘': "'",
}
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

/**
 * The slug of a profile that names none: its display name in lower-case ASCII letters, digits and dashes.
 * Source: un33k/python-slugify@8.0.4:slugify/slugify.py; the same since 4.0.1.
 */
export function slugify(text: string): string {
  return text
    .replace(/'+/g, '-')
    .replace(/[^\0-\x7f]/gu, char => ASCII[char] ?? char)
    .replace(/&(\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity)
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/'+/g, '')
    .replace(/(?<=\d),(?=\d)/g, '')
    .replace(/[^-a-z0-9]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^-|-$/g, '')
}

/** Names as KubeSpawner wrote them before 7: other signs become `-` and their UTF-8 bytes. Source: minrk/escapism@1.0.1:escapism.py. */
export function escapeSlug(name: string): string {
  return name
    .replace(/[^a-z0-9]/gu, char => [...utf8(char)].map(byte => `-${byte.toString(16)}`).join(''))
    .toLowerCase()
}

const HASH = 8

/** Names as KubeSpawner 7 writes them: as they are where Kubernetes takes them, else cut down, with a hash. */
export function safeSlug(name: string, isValid: (name: string) => boolean = isObjectName, maxLength?: number): string {
  const fits = !name.includes('--') && isValid(name) && (maxLength === undefined || name.length <= maxLength)
  return fits ? name : stripAndHash(name, maxLength ?? 32)
}

/** Source: jupyterhub/kubespawner@7.0.0:kubespawner/slugs.py (`is_valid_object_name`). */
function isObjectName(name: string): boolean {
  return /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)
}

/** Source: jupyterhub/kubespawner@7.0.0:kubespawner/slugs.py (`is_valid_label`). */
export function isLabel(name: string): boolean {
  return name === '' || /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(name)
}

function stripAndHash(name: string, maxLength: number): string {
  return `${extractSafe(name, maxLength - (HASH + 3))}---${hashOf(utf8(name))}`
}

/** A user and the default server in one name, with one hash. Source: jupyterhub/kubespawner@7.0.0:kubespawner/slugs.py (`multi_slug`). */
export function userServerSlug(username: string, maxLength: number): string {
  const room = Math.floor((maxLength - (HASH + 1)) / 2) - 2
  // the byte 0xff, which no UTF-8 text contains, parts the names
  const hash = hashOf(Uint8Array.from([...utf8(username), 0xff]))
  return `${extractSafe(username, room)}--${extractSafe('', room)}---${hash}`
}

/** The part of a name that Kubernetes takes anywhere. */
function extractSafe(name: string, room: number): string {
  const safe = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, room)
    .replace(/-+$/, '')
  if (safe === '') return 'x'
  return /^[a-z]/.test(safe) ? safe : `x-${safe.slice(0, room - 2)}`
}

/** The start of a SHA-256, as hexadecimal digits. */
function hashOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes)).slice(0, HASH)
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
