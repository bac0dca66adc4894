import type { ErrorObject } from 'ajv'
import type { Path } from '../model/path.ts'
import { printPath } from '../model/path.ts'
import type { AnyRule } from '../model/rule.ts'
import { child } from '../model/traced.ts'
import { nearest } from './nearest.ts'
import { policySchema } from './policy-schema.ts'
import { profileMistake } from './profiles.ts'
import { type ReleaseText, releaseMistake } from './releases.ts'

/**
 * The first thing in a policy's data that its schema refuses, in plain words; null if it refuses nothing. `fits` may know before that
 * it does not: only then does ajv make code of the schema, which takes a hundred times as long.
 */
export async function policyMistake(
  rules: readonly AnyRule[],
  data: unknown,
  fits: (data: unknown) => boolean = () => false,
): Promise<{ readonly path: Path; readonly message: string } | null> {
  if (fits(data)) return unsaidMistake(data)
  const { Ajv } = await import('ajv')
  // `verbose` brings the part of the schema that was not met
  const validate = new Ajv({ allErrors: true, strict: false, verbose: true }).compile(policySchema(rules))
  if (validate(data)) return unsaidMistake(data)
  const errors = validate.errors ?? []
  // of alternatives, the deepest error is the one meant
  const [first, ...others] = errors
  if (first === undefined) throw new Error('the schema refuses a policy and does not say why')
  const error = others.reduce((a, b) => (depthOf(b) > depthOf(a) ? b : a), first)
  const path = pathOf(error.instancePath)
  if (error.keyword === 'additionalProperties') {
    const extra = String(error.params['additionalProperty'])
    return { path: [...path, extra], message: unknownKey([...path, extra], error, rules) }
  }
  return { path, message: inWords(path, data, error, errors) }
}

/** What the schema has no words for. */
function unsaidMistake(data: unknown): { readonly path: Path; readonly message: string } | null {
  return (
    dayMistake(data) ??
    profileMistake(data as object) ??
    releaseMistake((child(data, 'releases') as readonly ReleaseText[] | undefined) ?? [])
  )
}

/** Of two at one place, a key that is not known says most: where it is misspelt, the right one is missing too. */
function depthOf({ instancePath, keyword }: ErrorObject): number {
  return instancePath.length + (keyword === 'additionalProperties' ? 0.5 : 0)
}

/** A day that the schema's pattern accepts and the calendar does not have. */
function dayMistake(data: unknown): { readonly path: Path; readonly message: string } | null {
  const exemptions = child(data, 'exemptions')
  for (const [i, exemption] of (Array.isArray(exemptions) ? exemptions : []).entries()) {
    const day = child(exemption, 'expires')
    if (typeof day !== 'string' || new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) continue
    return { path: ['exemptions', i, 'expires'], message: `there is no day ${day}` }
  }
  return null
}

function inWords(path: Path, data: unknown, error: ErrorObject, errors: readonly ErrorObject[]): string {
  const written = path.reduce<unknown>(child, data)
  const shown = `${printPath(path)}${typeof written === 'string' ? ` "${written}"` : ''}`
  const alternatives = errors.filter(other => other.instancePath === error.instancePath && other.keyword === 'enum')
  const allowed: unknown[] = alternatives.flatMap(other => other.params['allowedValues'] as unknown[])
  if (allowed.length > 0) {
    const words = allowed.filter(value => typeof value === 'string')
    const hint = typeof written === 'string' ? nearest(written, words) : ''
    const list = words.length <= 12 ? `must be one of ${words.join(', ')}` : 'names no rule'
    return `${shown} ${list}${hint}`
  }
  if (error.keyword === 'required' && error.params['missingProperty'] === 'reason')
    return `${printPath(path)} has no reason; say why, for those who read this later`
  if (path.at(-1) === 'expires') return `${printPath(path)} must be a day such as 2027-06-30`
  const titles = errors
    .filter(other => other.instancePath === error.instancePath)
    .map(other => child(other.parentSchema, 'title'))
  const title = titles.find(one => typeof one === 'string')
  return title === undefined ? `${printPath(path)} ${error.message}` : `${shown} must be ${title}`
}

function unknownKey(path: Path, error: ErrorObject, rules: readonly AnyRule[]): string {
  const key = String(path.at(-1))
  const isRule = path.at(-2) === 'rules' && path.length === (path[0] === 'ownProfiles' ? 4 : 2)
  const schema: unknown = error.parentSchema
  const known = isRule
    ? rules.map(({ id }) => id)
    : Object.keys((child(schema, 'properties') as object | undefined) ?? {})
  return `there is no ${isRule ? 'rule' : 'key'} "${key}"${nearest(key, known)}`
}

function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(step => (/^\d+$/.test(step) ? Number(step) : step))
}
