import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { filled, placeholdersIn } from '../engine/releases.ts'

/** What placeholders stand for. */
export type Known = Readonly<Record<string, string>>

/** Makes a pattern into a test. */
export type Patterns = (pattern: string) => (path: string) => boolean

/** Whether a file's name is a pattern such as `config/*.yaml`, placeholders apart. */
export function isPattern(file: string): boolean {
  return /[*?[{]/.test(file.replace(/\{[A-Za-z]\w*\}/g, ''))
}

/** Loads the library for patterns, if one of these names is one. */
export async function loadPatterns(files: readonly string[]): Promise<Patterns> {
  if (!files.some(isPattern)) return () => () => false
  const { default: picomatch } = await import('picomatch/posix.js')
  return pattern => picomatch(pattern)
}

/** The files below a folder that a pattern fits, sorted; a name that begins with a dot must be written out. */
export function filesFitting(folder: string, pattern: string, patterns: Patterns): string[] {
  const steps = pattern.split('/')
  const fixed = steps.findIndex(isPattern)
  const from = join(folder, ...steps.slice(0, fixed))
  const fits = patterns(steps.slice(fixed).join('/'))
  const isDeep = pattern.includes('**')
  const found: string[] = []
  const search = (at: string, inside: string, depth: number): void => {
    for (const entry of entriesOf(at)) {
      const path = join(at, entry)
      const name = inside === '' ? entry : `${inside}/${entry}`
      if (!isFolder(path)) {
        if (fits(name)) found.push(path)
      } else if (isDeep ? entry !== 'node_modules' && !isLink(path) : depth < steps.length - fixed)
        search(path, name, depth + 1)
    }
  }
  search(from, '', 1)
  return found.sort()
}

/** A link may lead back to where it stands. */
function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink()
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** What the placeholders still to be filled stand for, once for each file that is there. */
export function* matching(
  folder: string,
  steps: readonly string[],
  known: Known,
  patterns: Patterns,
): Generator<Known> {
  const [step, ...others] = steps
  if (step === undefined) {
    yield known
    return
  }
  const name = filled(step, known)
  if (placeholdersIn(name).length === 0) {
    if (existsSync(join(folder, name))) yield* matching(join(folder, name), others, known, patterns)
    // whatever else fits, the placeholders stand for the same
    else if (isPattern(name) && filesFitting(folder, filled(steps.join('/'), known), patterns).length > 0) yield known
    return
  }
  const fits = expressionOf(name)
  for (const entry of entriesOf(folder)) {
    const found = fits.exec(entry)
    if (found !== null) yield* matching(join(folder, entry), others, { ...known, ...found.groups }, patterns)
  }
}

/** Fits the names that placeholders make of one step; a placeholder that stands twice is the same text twice. */
function expressionOf(step: string): RegExp {
  const seen = new Set<string>()
  const parts = step.split(/\{([A-Za-z]\w*)\}/).map((part, i) => {
    if (i % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    if (seen.has(part)) return `\\k<${part}>`
    seen.add(part)
    return `(?<${part}>[^/]+)`
  })
  return new RegExp(`^${parts.join('')}$`)
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder === '' ? '.' : folder)
      .filter(name => !name.startsWith('.'))
      .sort()
  } catch {
    // a file where the pattern wants a folder
    return []
  }
}
