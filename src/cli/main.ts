import { blame } from './blame.ts'
import { cluster } from './cluster/cluster.ts'
import { Exit } from './exit.ts'
import { exportPolicies } from './export-vap.ts'
import { init } from './init.ts'
import { inspect } from './inspect.ts'
import { lint } from './lint.ts'
import { runProgram } from './program.ts'
import { explain } from './rules.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'

/** The whole command: arguments in, exit status out. The only place that catches. */
export async function main(args: readonly string[], io: Streams): Promise<number> {
  try {
    return await runProgram(
      args,
      {
        lint: (files, flags) => lint(files, flags, io),
        inspect: (files, flags) => inspect(files, flags, io),
        blame: (files, flags) => blame(files, flags, io),
        cluster: flags => cluster(flags, io),
        exportPolicies: flags => exportPolicies(flags, io),
        rules: async id => explain(id, io),
        init: () => init(io),
      },
      io,
    )
  } catch (error) {
    if (error instanceof UserError) {
      io.err(`jhub-lint: ${error.message}\n`)
      return Exit.usage
    }
    const stack = error instanceof Error ? error.stack : String(error)
    io.err(`jhub-lint: this is a defect of jhub-lint; please report it with the lines below\n${stack}\n`)
    return Exit.defect
  }
}
