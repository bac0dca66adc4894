/** How a string literal opens. */
interface Opening {
  readonly prefix: string
  readonly quotes: string
}

const STRING = /(?:[rRbBfFuU]|[rR][bBfF]|[bBfF][rR])?('''|"""|'|")/y
const ASCII_NAME = /[A-Za-z_]\w*|\.?\d(?:[eE][+-]\d|[\w.])*/y
/** Python 3.12 allows 150 f-strings inside each other. */
const NESTED = 150

/** The string literal that opens at a place; null if none does. */
export function stringAt(code: string, at: number): Opening | null {
  STRING.lastIndex = at
  const found = STRING.exec(code)
  const quotes = found?.[1]
  return found === null || quotes === undefined
    ? null
    : { prefix: found[0].slice(0, -quotes.length).toLowerCase(), quotes }
}

/** The name, keyword or number at a place; empty if there is none. */
export function nameAt(code: string, at: number): string {
  ASCII_NAME.lastIndex = at
  const name = ASCII_NAME.exec(code)?.[0] ?? ''
  return code.charCodeAt(at + name.length) > 0x7f ? anyNameAt(code, at) : name
}

/** As `nameAt`; an expression with all letters of Unicode takes a millisecond to make. */
function anyNameAt(code: string, at: number): string {
  const name = /[\p{ID_Start}_][\p{ID_Continue}]*|\.?\d(?:[eE][+-]\d|[\w.])*/uy
  name.lastIndex = at
  return name.exec(code)?.[0] ?? ''
}

/** The end of a comment. */
export function skipComment(code: string, at: number): number {
  let end = at
  while (end < code.length && code.charAt(end) !== '\n' && code.charAt(end) !== '\r') end += 1
  return end
}

/** The end of a string literal that opens at a place; -1 if it is not closed. */
export function skipString(code: string, start: number, { prefix, quotes }: Opening, depth = 0): number {
  const format = prefix.includes('f')
  let at = start + prefix.length + quotes.length
  while (at < code.length) {
    const char = code.charAt(at)
    if (code.startsWith(quotes, at)) return at + quotes.length
    if (char === '\\') at += code.startsWith('\r\n', at + 1) ? 3 : 2
    else if (quotes.length === 1 && (char === '\n' || char === '\r')) return -1
    else if (format && code.startsWith('{{', at)) at += 2
    else if (format && char === '{') {
      at = skipReplacement(code, at + 1, depth)
      if (at === -1) return -1
    } else at += 1
  }
  return -1
}

/** The end of `{…}` in an f-string; -1 if it is not closed. */
function skipReplacement(code: string, start: number, depth: number): number {
  if (depth > NESTED) return -1
  let open = 0
  for (let at = start; at < code.length; ) {
    const char = code.charAt(at)
    const string = stringAt(code, at)
    if (string !== null) {
      at = skipString(code, at, string, depth + 1)
      if (at === -1) return -1
    } else if (open === 0 && char === '}') return at + 1
    else if (open === 0 && char === ':' && code.charAt(at + 1) !== '=') return skipSpec(code, at + 1, depth)
    else {
      if ('([{'.includes(char)) open += 1
      else if (')]}'.includes(char)) open -= 1
      at += nameAt(code, at).length || 1
    }
  }
  return -1
}

/** The end of the format behind the colon in `{…:…}`, which may hold replacements itself. */
function skipSpec(code: string, start: number, depth: number): number {
  for (let at = start; at < code.length; ) {
    const char = code.charAt(at)
    if (char === '}') return at + 1
    if (char === '\n') return -1
    if (char !== '{') at += 1
    else {
      at = skipReplacement(code, at + 1, depth + 1)
      if (at === -1) return -1
    }
  }
  return -1
}
