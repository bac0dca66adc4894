/**
 * SHA-256 of a text's UTF-8 bytes, as lower-case hexadecimal digits. Written out because this code also runs where there is no
 * Node and nothing may be awaited. Source: FIPS 180-4, section 6.2.
 */
export function sha256(bytes: Uint8Array): string {
  const [constants, state] = roots()
  for (const block of blocks(bytes)) compress(state, schedule(block), constants)
  return [...state].map(word => word.toString(16).padStart(8, '0')).join('')
}

/** The first 32 bits of the fractions of cube roots and square roots of the first primes. */
function roots(): [constants: Uint32Array, state: Uint32Array] {
  const constants = new Uint32Array(64)
  const state = new Uint32Array(8)
  let found = 0
  for (let n = 2; found < 64; n += 1) {
    let isPrime = true
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) isPrime = false
    if (!isPrime) continue
    constants[found] = fraction(n ** (1 / 3))
    if (found < 8) state[found] = fraction(Math.sqrt(n))
    found += 1
  }
  return [constants, state]
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32)
}

/** The message, closed by a one bit, zeros and its length, in blocks of 16 words. */
function* blocks(bytes: Uint8Array): Generator<DataView> {
  const padded = new Uint8Array((Math.floor((bytes.length + 8) / 64) + 1) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  new DataView(padded.buffer).setUint32(padded.length - 4, bytes.length * 8)
  for (let at = 0; at < padded.length; at += 64) yield new DataView(padded.buffer, at, 64)
}

function schedule(block: DataView): Uint32Array {
  const words = new Uint32Array(64)
  for (let t = 0; t < 16; t += 1) words[t] = block.getUint32(t * 4)
  for (let t = 16; t < 64; t += 1) {
    const [a, b] = [word(words, t - 15), word(words, t - 2)]
    const small = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)
    const large = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10)
    words[t] = word(words, t - 16) + small + word(words, t - 7) + large
  }
  return words
}

function compress(state: Uint32Array, words: Uint32Array, constants: Uint32Array): void {
  const v = Uint32Array.from(state)
  for (let t = 0; t < 64; t += 1) {
    const [a, b, c, e, f, g] = [word(v, 0), word(v, 1), word(v, 2), word(v, 4), word(v, 5), word(v, 6)]
    const choice = (e & f) ^ (~e & g)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const one =
      word(v, 7) + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + word(constants, t) + word(words, t)
    const two = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority
    v.copyWithin(1, 0, 7)
    v[4] = word(v, 4) + one
    v[0] = one + two
  }
  for (let i = 0; i < 8; i += 1) state[i] = word(state, i) + word(v, i)
}

function rotate(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits))
}

function word(words: Uint32Array, i: number): number {
  return words[i] ?? 0
}
