/** The prime of FNV with 64 bits is 2^40 and this. */
const PRIME = 0x1b3

/** Sixteen hexadecimal digits that stay the same for the same text: FNV-1a with 64 bits, over UTF-16 units. */
export function fingerprint(text: string): string {
  // in quarters, whose products are small integers: anything larger makes garbage at each step, and there are findings by the thousand
  let [a, b, c, d] = [0xcbf2, 0x9ce4, 0x8422, 0x2325]
  for (let i = 0; i < text.length; i += 1) {
    d ^= text.charCodeAt(i)
    const fourth = d * PRIME
    const third = c * PRIME + (fourth >>> 16)
    const second = b * PRIME + ((d << 8) & 0xffffff) + (third >>> 16)
    const first = a * PRIME + (c << 8) + (second >>> 16)
    a = first & 0xffff
    b = second & 0xffff
    c = third & 0xffff
    d = fourth & 0xffff
  }
  return [a, b, c, d].map(quarter => quarter.toString(16).padStart(4, '0')).join('')
}
