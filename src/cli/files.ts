import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Ignore } from 'ignore'
import { UserError } from './user-error.ts'

/** The largest file that is read, in bytes. Values files have some kilobytes; Helm itself stops at 5 MiB in charts. */
export const LARGEST = 32 * 1024 * 1024

/** A file's bytes, or why it was not read. */
export type FileContent =
  | { readonly file: string; readonly bytes: Uint8Array }
  | { readonly file: string; readonly tooLarge: number }

/** Reads a file, or standard input for `-`. Throws `UserError` if there is no such file. */
export function readInput(file: string): FileContent {
  if (file === '-') return { file: '<stdin>', bytes: readFileSync(0) }
  const found = stat(checkedFile(file))
  return found.size > LARGEST ? { file, tooLarge: found.size } : { file, bytes: readFileSync(file) }
}

/** The name of a file that is there. Throws `UserError` if it is not, or is a folder. */
export function checkedFile(file: string): string {
  if (file !== '-' && stat(file).isDirectory()) throw new UserError(`${file}: it is a folder, not a file`)
  return file
}

/**
 * The files that a call names: files as they are, directories searched for YAML and JSON, respecting `.gitignore`, without a
 * chart's templates. Throws `UserError` for what does not exist.
 */
export async function findFiles(names: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const name of names) {
    if (name === '-' || !stat(name).isDirectory()) found.push(name)
    else {
      const inside = await filesIn(name)
      if (inside.length === 0) throw new UserError(`${name}: there is no YAML or JSON file in this folder`)
      found.push(...inside)
    }
  }
  return [...new Set(found)]
}

/** All YAML and JSON files in a folder and below, as `findFiles` searches it. */
export async function filesIn(folder: string): Promise<string[]> {
  return search(folder, await gitignore(folder))
}

function stat(name: string) {
  try {
    return statSync(name)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UserError(`${name}: there is no such file`)
    throw new UserError(`${name}: cannot be read (${code})`)
  }
}

/** What stands in a name for what is no UTF-8. */
const REPLACED = '\ufffd'

/** Whether `.gitignore` files leave out a file or folder. */
type Ignored = (path: string, isFolder: boolean) => boolean

function search(folder: string, ignored: Ignored): string[] {
  const names = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  const isChart = names.some(entry => entry.name === 'Chart.yaml')
  return names.flatMap(entry => {
    const path = join(folder, entry.name)
    const isFolder = entry.isDirectory()
    if (entry.name === '.git' || entry.name === 'node_modules' || ignored(path, isFolder)) return []
    if (!isFolder && !(entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name))) return []
    if (entry.name.includes(REPLACED) && !existsSync(path))
      throw new UserError(`${path}: the name is not UTF-8, so it cannot be opened; give it another`)
    if (isFolder) return isChart && entry.name === 'templates' ? [] : search(path, ignored)
    return [path]
  })
}

/** What the `.gitignore` files between a folder and the root of its repository leave out, and those below it. */
async function gitignore(folder: string): Promise<Ignored> {
  const { default: ignore } = await import('ignore')
  const byFolder = new Map<string, Ignore | null>()
  const rulesOf = (at: string): Ignore | null => {
    const before = byFolder.get(at)
    if (before !== undefined) return before
    const file = join(at, '.gitignore')
    const rules = existsSync(file) ? ignore().add(readFileSync(file, 'utf8')) : null
    byFolder.set(at, rules)
    return rules
  }
  const top = repositoryRoot(resolve(folder))
  return (path, isFolder) => {
    const absolute = resolve(path)
    const slash = isFolder ? '/' : ''
    for (let at = dirname(absolute); ; at = dirname(at)) {
      const inside = relative(at, absolute).split(sep).join('/') + slash
      if (rulesOf(at)?.ignores(inside) === true) return true
      if (at === top || at === dirname(at)) return false
    }
  }
}

function repositoryRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (at === dirname(at)) return folder
  }
}
