/** Whether one block of IPv4 addresses (`10.0.0.0/8`, or a single address) has all of another. What is no such block covers nothing. */
export function covers(outer: string, inner: string): boolean {
  const [a, b] = [blockOf(outer), blockOf(inner)]
  return a !== null && b !== null && a.bits <= b.bits && prefix(a.base, a.bits) === prefix(b.base, a.bits)
}

interface Block {
  readonly base: number
  readonly bits: number
}

function blockOf(cidr: string): Block | null {
  const [address = '', length = '32'] = cidr.split('/')
  const bytes = address.split('.').map(Number)
  const bits = Number(length)
  if (bytes.length !== 4 || bytes.some(byte => !(byte >= 0 && byte <= 255)) || !(bits >= 0 && bits <= 32)) return null
  return { base: bytes.reduce((sum, byte) => sum * 256 + byte, 0), bits }
}

function prefix(address: number, bits: number): number {
  return Math.floor(address / 2 ** (32 - bits))
}
