import { closeSync, openSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { nearest } from '../engine/nearest.ts'
import type { PieceReporter, Report, Reporter } from '../report/report.ts'
import { REPORTERS } from '../report/reporters.ts'
import { leftAside, remarks } from '../report/words.ts'
import { paint } from './paint.ts'
import type { OutputFlags } from './program.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'

/** One report of a run: in which format, and where to; null is standard output. */
export interface Output {
  readonly format: string
  readonly reporter: Reporter | PieceReporter
  readonly file: string | null
}

/**
 * Where each report goes: `--format NAME[:FILE]`, and `-o` for the one without a file. Throws `UserError` where two would go to
 * the same place, a folder is missing, or an input would be overwritten.
 */
export function outputsOf(flags: OutputFlags, inputs: readonly string[]): Output[] {
  const formats = flags.format ?? ['text']
  if (flags.output !== undefined && formats.every(written => written.includes(':')))
    throw new UserError(`-o ${flags.output}: each --format names a file already`)
  const outputs = formats.map(written => outputOf(written, flags.output ?? '-'))
  const taken = new Map<string | null, Output>()
  for (const output of outputs) {
    const { file, format } = output
    const place = file === null ? null : resolve(file)
    const other = taken.get(place)
    if (other !== undefined)
      throw new UserError(
        `--format ${other.format} and --format ${format} both go to ${file ?? 'standard output'}: give one a file of its own, as in ${format}:FILE`,
      )
    taken.set(place, output)
    if (file !== null) checkFile(file, inputs)
  }
  return outputs
}

/** Prints each report. Beside a format for programs, people read on standard error what it has no words for. */
export function print(report: Report, outputs: readonly Output[], flags: OutputFlags, io: Streams): void {
  for (const { reporter, file } of outputs) {
    const colours = file === null && (flags.color === 'always' || (flags.color === 'auto' && io.colours))
    const printed = reporter(report, paint(colours))
    const portions = typeof printed === 'string' ? [printed] : portionsOf(printed)
    if (file === null) for (const portion of portions) io.out(portion)
    else write(file, portions)
  }
  if (flags.quiet || outputs.some(({ format, file }) => format === 'text' && file === null)) return
  for (const { file, reason } of leftAside(report)) io.err(`${file}: not judged: ${reason}\n`)
  for (const remark of remarks(report)) io.err(`${remark}\n`)
}

function outputOf(written: string, output: string): Output {
  const colon = written.indexOf(':')
  const format = colon < 0 ? written : written.slice(0, colon)
  const reporter = REPORTERS[format]
  const known = Object.keys(REPORTERS)
  if (reporter === undefined)
    throw new UserError(`--format ${format}: it is one of ${known.join(', ')}${nearest(format, known)}`)
  const file = colon < 0 ? output : written.slice(colon + 1)
  if (file === '') throw new UserError(`--format ${format}: the file to write to has no name`)
  return { format, reporter, file: file === '-' ? null : file }
}

function checkFile(file: string, inputs: readonly string[]): void {
  if (inputs.some(input => resolve(input) === resolve(file)))
    throw new UserError(`${file}: it is an input; the report would overwrite it`)
  if (!isFolder(dirname(file))) throw new UserError(`${file}: there is no folder ${dirname(file)}`)
  if (isFolder(file)) throw new UserError(`${file}: it is a folder, not a file`)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** How much is written at a time, in UTF-16 units. */
const PORTION = 64 * 1024

/** Pieces put together, so that not each one is written on its own. */
function* portionsOf(pieces: Iterable<string>): Generator<string> {
  let portion = ''
  for (const piece of pieces) {
    portion += piece
    if (portion.length < PORTION) continue
    yield portion
    portion = ''
  }
  if (portion !== '') yield portion
}

function write(file: string, portions: Iterable<string>): void {
  try {
    const descriptor = openSync(file, 'w')
    try {
      for (const portion of portions) writeFileSync(descriptor, portion)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    throw new UserError(`${file}: cannot be written (${(error as NodeJS.ErrnoException).code})`)
  }
}
