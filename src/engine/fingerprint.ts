const WORD = 2 ** 32
/** The prime of FNV with 64 bits is 2^40 and this. */
const PRIME = 0x1b3

/** Sixteen hexadecimal digits that stay the same for the same text: FNV-1a with 64 bits, over UTF-16 units. */
export function fingerprint(text: string): string {
  // in two halves, since there are findings by the thousand, and arithmetic with big integers makes garbage at each step
  let high = 0xcbf29ce4
  let low = 0x84222325
  for (let i = 0; i < text.length; i += 1) {
    const mixed = (low ^ text.charCodeAt(i)) >>> 0
    const product = mixed * PRIME
    low = product >>> 0
    high = (high * PRIME + Math.floor(product / WORD) + mixed * 256) % WORD
  }
  return hex(high) + hex(low)
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0')
}
