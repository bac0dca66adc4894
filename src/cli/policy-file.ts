import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { rules } from '../../rules/index.ts'
import { PolicyMistake, policyFrom, type WrittenPolicy } from '../engine/written-policy.ts'
import { readYaml } from '../read/yaml/read-yaml.ts'
import type { Manner } from './call.ts'
import type { InputFlags } from './program.ts'
import { fitsPolicy } from './schemas.ts'
import { UserError } from './user-error.ts'

/** What a policy file is called that is found by itself. */
export const POLICY_NAME = '.jhub-lint.yaml'

/** The policy file that a call names, else the nearest one from the working directory upwards; null where there is none. */
export function findPolicy(flag: string | boolean | undefined): string | null {
  if (flag === false) return null
  if (typeof flag === 'string') {
    if (!existsSync(flag)) throw new UserError(`--policy ${flag}: there is no such file`)
    return flag
  }
  for (let folder = resolve('.'); ; folder = dirname(folder)) {
    if (existsSync(join(folder, POLICY_NAME))) return relative('.', join(folder, POLICY_NAME))
    if (folder === dirname(folder)) return null
  }
}

/** Reads a policy file. Throws `UserError` with the place of the first mistake. */
export async function readPolicy(file: string): Promise<WrittenPolicy> {
  try {
    return await policyFrom(rules, readYaml(readFileSync(file), file, { helm: 4 }), file, fitsPolicy)
  } catch (error) {
    if (error instanceof PolicyMistake) throw new UserError(error.message)
    throw error
  }
}

/** The policy that a call goes by; null where there is none. */
export async function policyFor(flags: Pick<InputFlags, 'policy'>): Promise<WrittenPolicy | null> {
  const file = findPolicy(flags.policy)
  return file === null ? null : readPolicy(file)
}

/** How `inspect` and `blame` take their files: each as a whole hub, of the chart version that the policy names. */
export async function policyManner(flags: InputFlags): Promise<Manner> {
  return { loneIsWhole: true, policy: await policyFor(flags) }
}
