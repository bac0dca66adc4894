import { child, Opaque, type Traced } from '../model/traced.ts'

const ENCRYPTED = /^ENC\[[A-Z0-9_]+,/

/** Whether a text is a value that SOPS encrypted. */
export function isEncrypted(text: string): boolean {
  return ENCRYPTED.test(text)
}

/**
 * A layer that SOPS encrypted, with its keys in clear: each encrypted value is there but cannot be known, and SOPS's own root
 * key is no value. Any other layer as it is. Source: getsops/sops@v3.9.0, README, section "Encryption protocol".
 */
export function decrypted(layer: Traced): Traced {
  if (child(layer.data, 'sops') === undefined) return layer
  const { sops: _, ...values } = layer.data as Record<string, unknown>
  return { data: hide(values), origin: (path, part) => layer.origin(path, part) }
}

function hide(data: unknown): unknown {
  if (typeof data === 'string') return isEncrypted(data) ? new Opaque('it is encrypted') : data
  if (Array.isArray(data)) return data.map(hide)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, hide(value)]))
}
