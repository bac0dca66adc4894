const PRIME = 0x100000001b3n
const BASIS = 0xcbf29ce484222325n

/** Sixteen hexadecimal digits that stay the same for the same text: FNV-1a with 64 bits, over UTF-16 units. */
export function fingerprint(text: string): string {
  let hash = BASIS
  for (let i = 0; i < text.length; i += 1) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * PRIME)
  return hash.toString(16).padStart(16, '0')
}
