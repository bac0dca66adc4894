import { rules } from '../../rules/index.ts'
import { DEFAULT_ADMISSION } from '../engine/policy.ts'
import { exportVap } from '../vap/export-vap.ts'
import { Exit } from './exit.ts'
import { policyFor } from './policy-file.ts'
import { policyOf } from './policy-flags.ts'
import type { ExportFlags } from './program.ts'
import type { Streams } from './streams.ts'

/** Prints the policies as YAML; what they do not say goes to standard error. */
export async function exportPolicies(flags: ExportFlags, io: Streams): Promise<number> {
  const written = await policyFor(flags)
  const { profiles, rules: settings } = policyOf(flags, written)
  const { exemptions = [], admission = DEFAULT_ADMISSION } = written ?? {}
  const { objects, left } = exportVap(
    rules,
    { profiles, rules: settings, exemptions, admission },
    {
      now: Date.now(),
      namespaces: flags.namespace.length === 0 ? null : flags.namespace,
      failurePolicy: flags.failurePolicy,
    },
  )
  const { stringify } = await import('yaml')
  io.out(objects.map(object => `---\n${stringify(object, { lineWidth: 0, aliasDuplicateObjects: false })}`).join(''))
  for (const line of left) io.err(`${line}\n`)
  if (objects.length > 0)
    io.err('rules about hubs, and what they configure, are not in it: they need the webhook, or lint\n')
  return objects.length === 0 ? Exit.findings : Exit.clean
}
