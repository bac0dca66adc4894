import type { Path } from '../../model/path.ts'
import type { SchemaProblem, ValueKind } from '../../model/schema.ts'
import { child } from '../../model/traced.ts'

/** What ajv says of one place. Source: ajv-validator/ajv@v8.20.0:lib/types/index.ts, `ErrorObject`. */
export interface SchemaError {
  /** A JSON pointer to the value. */
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: { readonly additionalProperty?: string; readonly missingProperty?: string; readonly limit?: number }
  readonly message?: string
}

/** What ajv found in values, in the order of the schema, with what the schema accepts at each place. */
export function schemaProblems(errors: readonly SchemaError[], schema: unknown, values: unknown): SchemaProblem[] {
  return errors.flatMap(error => problemOf(error, schema, values) ?? [])
}

function problemOf(error: SchemaError, schema: unknown, values: unknown): SchemaProblem | null {
  const { instancePath, schemaPath, keyword, params } = error
  // what a branch of several lacks is said of all branches together
  if (keyword === 'if' || /\/(?:oneOf|anyOf)\/\d/.test(schemaPath)) return null
  const path = pathOf(instancePath, values)
  const here = schemaAt(schema, path)
  switch (keyword) {
    case 'additionalProperties':
      return {
        path: [...path, params.additionalProperty ?? ''],
        kind: 'unknown key',
        known: Object.keys(child(here, 'properties') ?? {}),
      }
    case 'required':
      return { path: [...path, params.missingProperty ?? ''], kind: 'missing' }
    case 'type':
      return { path, kind: 'wrong kind', accepted: kindsOf(child(here, 'type')) }
    case 'enum':
      return { path, kind: 'wrong value', accepted: listOf(child(here, 'enum')) }
    case 'minimum':
      return { path, kind: 'other', demand: `must be at least ${params.limit}` }
    case 'oneOf':
      return { path, kind: 'other', demand: `needs exactly one of ${branches(child(here, 'oneOf')).join(', ')}` }
    default:
      return { path, kind: 'other', demand: error.message ?? `breaks the rule "${keyword}"` }
  }
}

/** A JSON pointer as a path: what indexes a list is a number. Source: RFC 6901. */
function pathOf(pointer: string, values: unknown): Path {
  const path: (string | number)[] = []
  let at = values
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    const key = Array.isArray(at) ? Number(name) : name
    path.push(key)
    at = child(at, key)
  }
  return path
}

/** The part of a schema that speaks of the value at a path, as far as it can be told without references. */
function schemaAt(schema: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof step === 'number') return child(at, 'items')
    const named = child(child(at, 'properties'), step)
    if (named !== undefined) return named
    const patterns = Object.entries(child(at, 'patternProperties') ?? {})
    return patterns.find(([pattern]) => new RegExp(pattern, 'u').test(step))?.[1] ?? child(at, 'additionalProperties')
  }, schema)
}

/** Names of JSON schema's types. */
const KINDS: Readonly<Record<string, ValueKind>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  array: 'a list',
  null: 'nothing',
}

function kindsOf(type: unknown): ValueKind[] {
  return (Array.isArray(type) ? type : [type]).flatMap(name => KINDS[String(name)] ?? [])
}

function branches(alternatives: unknown): string[] {
  return listOf(alternatives).flatMap(branch => listOf(child(branch, 'required')).map(String))
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
