// Turns each chart's JSON schema into code that holds values against it, so that no run has to: see src/cli/schemas.ts.
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'

/**
 * Writes two modules beside a copy of each NAME.json, each with a function `check`: NAME.fits.cjs, which only says whether values fit,
 * and NAME.cjs, which says what is wrong with them and is twice as large. `options` are esbuild's.
 */
export async function buildSchemas(source, target, options) {
  cpSync(source, target, { recursive: true })
  for (const file of readdirSync(source)) {
    const schema = JSON.parse(readFileSync(join(source, file), 'utf8'))
    const name = join(target, basename(file, '.json'))
    await buildCheck(schema, { allErrors: true }, { ...options, outfile: `${name}.cjs` })
    await buildFits(schema, name, options)
  }
}

/** Writes NAME.fits.cjs, which only says whether data fits a schema. */
export async function buildFits(schema, name, options) {
  // of what stands in an `if`, ajv describes no errors; references count from the root
  const { definitions = {} } = schema
  await buildCheck(
    { if: schema, else: false, definitions },
    { allErrors: false },
    { ...options, outfile: `${name}.fits.cjs` },
  )
}

async function buildCheck(schema, manner, options) {
  const ajv = new Ajv({ ...manner, strict: false, messages: false, code: { source: true, esm: true } })
  ajv.addSchema(schema, 'check')
  await build({ ...options, stdin: { contents: standalone.default(ajv, { check: 'check' }), resolveDir: '.' } })
}
