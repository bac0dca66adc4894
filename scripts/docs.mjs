// Writes what is made from the rules and by the command: rules/README.md, rules/policy.schema.json, and the README's sample.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

/** The first findings that the command prints about the sample, and its last lines. */
function sample() {
  const args = ['dist/jhub-lint.cjs', '--no-policy', 'fixtures/sample/config.yaml']
  const blocks = spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout.trimEnd().split('\n\n')
  return [...blocks.slice(0, 3), '…', blocks.at(-1)].join('\n\n')
}

const marked = /(<!-- output: sample -->\n```\n)[\s\S]*?(```)/
writeFileSync(
  'README.md',
  readFileSync('README.md', 'utf8').replace(marked, (_, head, tail) => `${head}${sample()}\n${tail}`),
)
