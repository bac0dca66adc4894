import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SchemaError, schemaProblems } from '../jupyterhub/charts/schema.ts'
import type { ValuesSchema } from '../model/schema.ts'

/** What ajv makes of a schema: whether values fit, and if not, what is wrong with them. */
interface Check {
  (values: unknown): boolean
  errors?: readonly SchemaError[] | null
}

/**
 * The schema of a published chart, which scripts/build.mjs has turned into code beside the program: making that takes ajv a
 * hundred times as long as running it. Loaded when values are first held against it; the larger code that says what is wrong,
 * when something is.
 */
export function publishedSchema(name: string): ValuesSchema {
  return values => {
    if (checkIn(`./schemas/${name}.fits.cjs`)(values)) return []
    return problemsOf(checkIn(`./schemas/${name}.cjs`), values, () =>
      JSON.parse(readFileSync(join(__dirname, 'schemas', `${name}.json`), 'utf8')),
    )
  }
}

/** Whether data fits the schema of policies. */
export function fitsPolicy(data: unknown): boolean {
  return checkIn('./schemas/policy.fits.cjs')(data)
}

function checkIn(file: string): Check {
  return (require(file) as { check: Check }).check
}

/** Any JSON schema, such as one that a chart on disk brings along. Throws an `Error` that says why if it is no schema. */
export async function schemaOf(json: object): Promise<ValuesSchema> {
  const { Ajv } = await import('ajv')
  const check = new Ajv({ allErrors: true, strict: false, logger: false }).compile(json) as Check
  return values => problemsOf(check, values, () => json)
}

function problemsOf(check: Check, values: unknown, schema: () => unknown) {
  return check(values) ? [] : schemaProblems(check.errors ?? [], schema(), values)
}
