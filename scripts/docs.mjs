// Writes what is made from the rules and by the command: rules/README.md, rules/policy.schema.json, the schema of the
// chart's values, and what the README shows of it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const VALUES = 'charts/jhub-lint/values.schema.json'
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
  const schema = policySchema(rules)
  writeFileSync('rules/policy.schema.json', json(schema))
  writeFileSync(VALUES, json(withPolicy(JSON.parse(readFileSync(VALUES, 'utf8')), schema)))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The schema of the chart's values, with that of the policy in it: so Helm refuses a policy that the webhook would refuse. */
function withPolicy(values, { $schema: _schema, title: _title, definitions, ...policy }) {
  const { exemptions } = policy.properties
  // references count from the root
  return { ...values, definitions, properties: { ...values.properties, policy, extraExemptions: exemptions } }
}

function json(data) {
  return `${JSON.stringify(data, null, 2)}\n`
}

function printed(...args) {
  const done = spawnSync(process.execPath, ['dist/jhub-lint.cjs', ...args], { encoding: 'utf8' })
  if (done.stdout === '') throw new Error(`${args.join(' ')} prints nothing: ${done.stderr}`)
  return done.stdout.trimEnd()
}

/** What the README shows, by the name in the comment before each block. */
const OUTPUTS = {
  /** The first findings about the sample, and the last lines. */
  sample() {
    const blocks = printed('--no-policy', 'fixtures/sample/config.yaml').split('\n\n')
    return [...blocks.slice(0, 3), '…', blocks.at(-1)].join('\n\n')
  },
  inspect: () => printed('inspect', '--no-policy', 'fixtures/sample/config.yaml'),
  upgrade: () =>
    printed(
      'inspect',
      '--no-policy',
      '--chart-version',
      '1.2.0',
      '--upgrade-to',
      '4.4.0',
      'fixtures/upgrades/roles.yaml',
    ),
}

const marked = /(<!-- output: (\w+) -->\n```\n)[\s\S]*?(```)/g
writeFileSync(
  'README.md',
  readFileSync('README.md', 'utf8').replace(marked, (_, head, name, tail) => `${head}${OUTPUTS[name]()}\n${tail}`),
)
