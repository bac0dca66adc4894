import { readFileSync, writeFileSync } from 'node:fs'
import { baselineText, type Known, readBaseline } from '../engine/baseline.ts'
import { UserError } from './user-error.ts'

/** Reads the baseline in a file. Throws `UserError`. */
export function openBaseline(file: string): readonly Known[] {
  const known = readBaseline(textOf(file))
  if (known === null) throw new UserError(`--baseline ${file}: it is no baseline as --write-baseline writes it`)
  return known
}

/** Writes a baseline. Throws `UserError`. */
export function writeBaseline(file: string, known: readonly Known[]): void {
  try {
    writeFileSync(file, baselineText(known))
  } catch (error) {
    throw new UserError(`--write-baseline ${file}: it cannot be written (${(error as NodeJS.ErrnoException).code})`)
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UserError(
      code === 'ENOENT'
        ? `--baseline ${file}: there is no such file; --write-baseline ${file} makes it`
        : `--baseline ${file}: it cannot be read (${code})`,
    )
  }
}
