import type { Path } from '../model/path.ts'
import type { SetFlag } from '../read/set-flags.ts'
import { readInput } from './files.ts'
import type { Call } from './hubs.ts'
import type { InputFlags } from './program.ts'
import { UserError } from './user-error.ts'

/** What does not stand in the flags. */
export type Manner = Pick<Call, 'loneIsWhole' | 'policyVersion'>

/** What a call says about its inputs. Throws `UserError` where there are none. */
export function callOf(files: readonly string[], flags: InputFlags, manner: Manner): Call {
  if (files.length === 0 && flags.values.length === 0 && flags.chart === undefined)
    throw new UserError('no file given (try: jhub-lint config.yaml, or jhub-lint --help)')
  const set: SetFlag[] = [
    ...flags.setJson.map(text => ({ kind: 'set-json', text }) as const),
    ...flags.set.map(text => ({ kind: 'set', text }) as const),
    ...flags.setString.map(text => ({ kind: 'set-string', text }) as const),
    ...flags.setFile.map(text => ({ kind: 'set-file', text, read: readTextFile }) as const),
    ...flags.setLiteral.map(text => ({ kind: 'set-literal', text }) as const),
  ]
  return {
    files,
    values: flags.values,
    set,
    key: flags.key === undefined ? null : keyPath(flags.key),
    chartVersion: flags.chartVersion ?? null,
    chart: flags.chart ?? null,
    helm: flags.helmVersion === '3' ? 3 : 4,
    skipSchema: flags.skipSchemaValidation,
    ...manner,
  }
}

function readTextFile(file: string): string {
  const content = readInput(file)
  if ('tooLarge' in content) throw new UserError(`--set-file: ${file} is too large`)
  return new TextDecoder('utf-8').decode(content.bytes)
}

/** `basehub.jupyterhub` as a path; `.` is the root. */
function keyPath(written: string): Path {
  return written === '.' ? [] : written.split('.').filter(step => step !== '')
}
