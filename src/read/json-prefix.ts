/** How much of a text its first JSON value takes; brackets and quotes are matched, the rest is left to the JSON parser. */
export function jsonPrefix(text: string): number {
  const token = /\s*(?:"(?:[^"\\]|\\[\s\S])*"|[[\]{}]|[,:]|[^\s"[\]{},:]+)/y
  let depth = 0
  do {
    const match = token.exec(text)?.[0].trimStart()
    if (match === undefined) return text.length
    if (match === '[' || match === '{') depth += 1
    else if (match === ']' || match === '}') depth -= 1
  } while (depth > 0)
  return token.lastIndex
}
