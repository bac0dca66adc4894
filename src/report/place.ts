import type { Finding } from '../model/finding.ts'
import type { Span } from '../model/span.ts'
import type { Report } from './report.ts'

/**
 * A file as other programs are to find it: with slashes, from the working directory where it lies below it, else absolute. A
 * backslash parts names only where the working directory is written as Windows does.
 */
export function portablePath(file: string, root: string): string {
  const isWindows = /^([A-Za-z]:)?[\\/]{1,2}/.exec(root)?.[1] !== undefined
  const slashed = (path: string) => (isWindows ? path.replaceAll('\\', '/') : path)
  const written = slashed(file)
  const base = names(slashed(root))
  const whole = names(isAbsolute(written) ? written : `${slashed(root)}/${written}`)
  if (base.every((name, i) => name === whole[i])) return whole.slice(base.length).join('/') || '.'
  return `${isWindows ? '' : '/'}${whole.join('/')}`
}

/** Whether a path with slashes is absolute: `/srv/config.yaml`, `C:/config.yaml`. */
export function isAbsolute(path: string): boolean {
  return /^(\/|[A-Za-z]:\/)/.test(path)
}

/** The names on a path, with `.` and `..` worked out. */
function names(path: string): string[] {
  const found: string[] = []
  for (const name of path.split('/')) {
    if (name === '..') found.pop()
    else if (name !== '' && name !== '.') found.push(name)
  }
  return found
}

/**
 * Where a finding stands, for formats that cannot do without a file: what stands in none is put to the start of the first file
 * that was judged. `sentence` then says who set it.
 */
export function placeOf(finding: Finding, report: Report): Span {
  const { inputs, root } = report
  if (finding.location !== null) return { ...finding.location, file: portablePath(finding.location.file, root) }
  const input = inputs.find(({ kind }) => kind !== 'unrecognised') ?? inputs[0]
  return { file: portablePath(input?.file ?? '.', root), line: 1, column: 1, endLine: 1, endColumn: 1 }
}

/** The last line that holds a character of a stretch. */
export function lastLine({ line, endLine, endColumn }: Span): number {
  return endColumn === 1 && endLine > line ? endLine - 1 : endLine
}

/** A finding's message; of what stands in no file itself, with who set it. */
export function sentence({ location, message, origin, author }: Finding): string {
  if (origin === 'flag') return `${message} (set by ${author})`
  return location !== null || origin === 'nobody' ? message : `${message} (on ${author})`
}
