/** The bytes that base64 stands for. Throws for what is none. */
export function fromBase64(written: string): Uint8Array {
  const characters = atob(written)
  const bytes = new Uint8Array(characters.length)
  for (let i = 0; i < characters.length; i += 1) bytes[i] = characters.charCodeAt(i)
  return bytes
}
