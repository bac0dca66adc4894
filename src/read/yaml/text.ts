/** The text of a file and how its bytes stood for it. */
export interface Decoded {
  /** Bytes that stand for nothing are U+FFFF here, which YAML does not allow. */
  readonly text: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
  /** Why the bytes cannot be a text at all, whatever stands in it. */
  readonly broken: string | null
}

/** Stands for bytes that are no text. */
const NO_CHARACTER = '\uffff'

/**
 * Bytes to text, as Go's YAML reader does: UTF-8 unless a byte order mark says UTF-16. A mark at the start is kept.
 * Source: go-yaml/yaml@v2.4.0:readerc.go.
 */
export function decode(input: Uint8Array | string): Decoded {
  if (typeof input === 'string') return { text: input, encoding: 'utf-8', broken: null }
  if (input[0] === 0xff && input[1] === 0xfe) return decodeUtf16(input, 'utf-16le')
  if (input[0] === 0xfe && input[1] === 0xff) return decodeUtf16(input, 'utf-16be')
  return { text: decodeUtf8(input), encoding: 'utf-8', broken: null }
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const units: string[] = []
  for (let i = 2; i + 1 < bytes.length; i += 2)
    units.push(String.fromCharCode(view.getUint16(i, encoding === 'utf-16le')))
  const broken = bytes.length % 2 === 1 ? 'the file is UTF-16 and ends in the middle of a character' : null
  return { text: units.join(''), encoding, broken }
}

/** UTF-8 to text; a mark at the start is kept, and bytes that stand for nothing become U+FFFF, which YAML does not allow. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return decodeBrokenUtf8(bytes)
  }
}

/** Each maximal run of good bytes as it is, each bad byte as no character. */
function decodeBrokenUtf8(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const pieces: string[] = []
  let start = 0
  let at = 0
  // of a file that is no text at all, the first places are enough
  while (at < bytes.length && pieces.length < 10_000) {
    const width = characterWidth(bytes, at)
    if (width > 0) {
      at += width
      continue
    }
    pieces.push(decoder.decode(bytes.subarray(start, at)), NO_CHARACTER)
    at += 1
    start = at
  }
  pieces.push(decoder.decode(bytes.subarray(start)))
  return pieces.join('')
}

/** How many bytes the character at `at` takes; 0 if there is none. */
function characterWidth(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const width =
    first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0
  for (let i = 1; i < width; i += 1) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  const second = bytes[at + 1] ?? 0
  // overlong forms, surrogates, and what lies above U+10FFFF
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return 0
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return 0
  return width
}

/** The first character at or after the start that YAML does not allow, comments included; -1 if there is none. */
export function findForbidden(text: string): number {
  // most texts are ASCII, in which less is to be told apart
  if (!/[^\t\n\r -~]/.test(text)) return -1
  // Source: go-yaml/yaml@v2.4.0:readerc.go, yaml_parser_update_buffer
  return text.search(/[^\t\n\r -~\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
}

/** What is wrong with the character that `findForbidden` found. */
export function describeForbidden(text: string, at: number): string {
  const code = text.charCodeAt(at)
  if (code === 0xffff) return 'this is not UTF-8, which YAML files have to be'
  if (code >= 0xd800 && code <= 0xdfff) return 'this is half a character: a surrogate without its other half'
  return `a control character (U+${code.toString(16).toUpperCase().padStart(4, '0')}) is not allowed, not even in a comment`
}
