/** A text as a literal of CEL. Source: google/cel-spec@v0.24.0:doc/langdef.md. */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}

export function list(texts: readonly string[]): string {
  return `[${texts.map(literal).join(', ')}]`
}

/** A text that stands for itself in a regular expression of Go. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** `VALUE` if a condition holds, in a list; else nothing. */
export function when(condition: string, value: string): string {
  return `(${condition} ? [${value}] : [])`
}

/** Whether a text fits a pattern with `*` and `?`, as a regular expression; null for patterns that say more. */
export function patternRegex(pattern: string): string | null {
  if (pattern === '**') return '^.*$'
  if (pattern.includes('**') || /[[\]{}()!+@|\\]/.test(pattern)) return null
  return `^${escaped(pattern).replaceAll('\\*', '[^/]*').replaceAll('\\?', '[^/]')}$`
}
