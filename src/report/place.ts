import { type Finding, printObject } from '../model/finding.ts'
import { printPath } from '../model/path.ts'
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
 * that was judged, and what was found in an object of a cluster to that object. `sentence` then says who set it.
 */
export function placeOf(finding: Finding, report: Report): Span {
  const { inputs, root } = report
  const { objects } = finding
  if (finding.location !== null) return { ...finding.location, file: portablePath(finding.location.file, root) }
  if (objects?.[0] !== undefined) return { file: printObject(objects[0]), line: 1, column: 1, endLine: 1, endColumn: 1 }
  const input = inputs.find(({ kind }) => kind !== 'unrecognised') ?? inputs[0]
  return { file: portablePath(input?.file ?? '.', root), line: 1, column: 1, endLine: 1, endColumn: 1 }
}

/** The last line that holds a character of a stretch. */
export function lastLine({ line, endLine, endColumn }: Span): number {
  return endColumn === 1 && endLine > line ? endLine - 1 : endLine
}

/** Where a finding stands, for people who read a line: `config.yaml:4:7`, `Pod jhub/hub spec.containers[0].image`. */
export function printPlace({ location, objects, author, path }: Finding, file = (name: string) => name): string {
  if (location !== null) return `${file(location.file)}:${location.line}:${location.column}`
  const [object] = objects ?? []
  return object === undefined ? author : `${printObject(object)} ${printPath(path)}`.trimEnd()
}

/** A finding's message; of what stands in no file itself, with who set it. */
export function sentence(finding: Finding): string {
  const { location, message, origin, author, objects } = finding
  if (location === null && objects !== undefined) return `${message} (${printPlace(finding)})`
  if (origin === 'flag') return `${message} (set by ${author})`
  return location !== null || origin === 'nobody' ? message : `${message} (on ${author})`
}
