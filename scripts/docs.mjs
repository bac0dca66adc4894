// Writes what is made from the rules: rules/README.md and rules/policy.schema.json.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const folder = mkdtempSync(join(tmpdir(), 'jhub-lint-docs-'))
try {
  const outfile = join(folder, 'docs.mjs')
  const contents =
    "export { readme } from './src/report/rule-docs.ts'\nexport { policySchema } from './src/engine/policy-schema.ts'\nexport { rules } from './rules/index.ts'\n"
  await build({
    stdin: { contents, resolveDir: '.', loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'warning',
  })
  const { readme, policySchema, rules } = await import(pathToFileURL(outfile).href)
  writeFileSync('rules/README.md', readme(rules))
  writeFileSync('rules/policy.schema.json', `${JSON.stringify(policySchema(rules), null, 2)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
