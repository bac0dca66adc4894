import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { rules } from '../../rules/index.ts'
import { nearest } from '../engine/nearest.ts'
import type { RuleSettings } from '../engine/policy.ts'
import { policySchema } from '../engine/policy-schema.ts'
import type { Path } from '../model/path.ts'
import { printPath } from '../model/path.ts'
import type { Level, Profile } from '../model/rule.ts'
import { type Document, readYaml } from '../read/yaml/read-yaml.ts'
import type { Manner } from './call.ts'
import type { InputFlags } from './program.ts'
import { UserError } from './user-error.ts'

const NAME = '.jhub-lint.yaml'

/** What a policy file says. */
export interface PolicyFile {
  readonly file: string
  readonly profiles?: readonly Profile[]
  readonly rules: Readonly<Record<string, RuleSettings>>
  readonly chartVersion?: string
}

/** The policy file that a call names, else the nearest one from the working directory upwards; null where there is none. */
export function findPolicy(flag: string | boolean | undefined): string | null {
  if (flag === false) return null
  if (typeof flag === 'string') {
    if (!existsSync(flag)) throw new UserError(`--policy ${flag}: there is no such file`)
    return flag
  }
  for (let folder = resolve('.'); ; folder = dirname(folder)) {
    if (existsSync(join(folder, NAME))) return relative('.', join(folder, NAME))
    if (folder === dirname(folder)) return null
  }
}

/** Reads a policy file. Throws `UserError` with the place of the first mistake. */
export async function readPolicy(file: string): Promise<PolicyFile> {
  const { documents, problems } = readYaml(readFileSync(file), file, { helm: 4 })
  const [problem] = problems
  const [document] = documents
  if (problem !== undefined) throw new UserError(`${printPlace(file, problem.origin.span)}: ${problem.message}`)
  if (document === undefined || document.data === null) return { file, rules: {} }
  await check(file, document)
  const { profiles, rules: written, chartVersion } = document.data as Written
  return {
    file,
    ...(profiles === undefined ? {} : { profiles }),
    ...(chartVersion === undefined ? {} : { chartVersion }),
    rules: Object.fromEntries(Object.entries(written ?? {}).map(([id, settings]) => [id, settingsOf(settings)])),
  }
}

/** How `inspect` and `blame` take their files: each as a whole hub, of the chart version that the policy names. */
export async function policyManner(flags: InputFlags): Promise<Manner> {
  const file = findPolicy(flags.policy)
  const policy = file === null ? null : await readPolicy(file)
  return { loneIsWhole: true, policyVersion: policy?.chartVersion ?? null }
}

/** A policy file that its schema accepts. `off` in YAML is false. */
interface Written {
  readonly profiles?: readonly Profile[]
  readonly rules?: Readonly<Record<string, Level | false | Readonly<Record<string, unknown>>>>
  readonly chartVersion?: string
}

function settingsOf(written: Level | false | Readonly<Record<string, unknown>>): RuleSettings {
  if (typeof written !== 'object') return { severity: written === false ? 'off' : written }
  const { severity, ...options } = written
  return severity === undefined ? { options } : { severity: severity === false ? 'off' : (severity as Level), options }
}

async function check(file: string, document: Document): Promise<void> {
  const { Ajv } = await import('ajv')
  const ajv = new Ajv({ allErrors: true, strict: false })
  const validate = ajv.compile(policySchema(rules))
  if (validate(document.data)) return
  const errors = validate.errors ?? []
  // of alternatives, the deepest error is the one meant
  const error = errors.reduce(
    (a, b) => (b.instancePath.length > a.instancePath.length ? b : a),
    errors[0] as (typeof errors)[0],
  )
  const extra = error.keyword === 'additionalProperties' ? String(error.params['additionalProperty']) : null
  const path = [...pathOf(error.instancePath), ...(extra === null ? [] : [extra])]
  const place = printPlace(file, document.locateKey(path) ?? document.locate(path))
  throw new UserError(
    `${place}: ${extra === null ? `${printPath(path)} ${error.message}` : unknownKey(path, error.parentSchema)}`,
  )
}

function unknownKey(path: Path, schema: unknown): string {
  const known = Object.keys((schema as { properties?: object } | undefined)?.properties ?? knownAt(path))
  const what = path.length === 2 && path[0] === 'rules' ? 'rule' : 'key'
  return `there is no ${what} "${path.at(-1)}"${nearest(String(path.at(-1)), known)}`
}

function knownAt(path: Path): object {
  const { properties } = policySchema(rules)
  if (path[0] !== 'rules' || path.length < 2) return properties
  if (path.length === 2) return properties.rules.properties
  return rules.find(rule => rule.id === path[1])?.options ?? {}
}

function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(step => (/^\d+$/.test(step) ? Number(step) : step))
}

function printPlace(file: string, span: { line: number; column: number } | null): string {
  return span === null ? file : `${file}:${span.line}:${span.column}`
}
