// Turns each chart's JSON schema into code that holds values against it, so that no run has to: see src/cli/schemas.ts.
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'

/** Writes NAME.cjs, with a function `check`, beside a copy of each NAME.json; `options` are esbuild's. */
export async function buildSchemas(source, target, options) {
  cpSync(source, target, { recursive: true })
  for (const file of readdirSync(source)) {
    const ajv = new Ajv({ allErrors: true, strict: false, messages: false, code: { source: true, esm: true } })
    ajv.addSchema(JSON.parse(readFileSync(join(source, file), 'utf8')), 'check')
    await build({
      ...options,
      stdin: { contents: standalone.default(ajv, { check: 'check' }), resolveDir: '.' },
      outfile: join(target, `${basename(file, '.json')}.cjs`),
    })
  }
}
