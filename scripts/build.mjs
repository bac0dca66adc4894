// Bundles the command into dist/: minified CommonJS, which starts faster than modules, the code that V8 makes of it, and the
// charts' defaults beside it, of which a run reads one.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { valuesOf } from '../bench/values.mjs'
import { licences } from './licences.mjs'
import { plainGrammar } from './python-grammar.mjs'
import { buildFits, buildSchemas } from './schemas.mjs'

rmSync('dist', { recursive: true, force: true })
mkdirSync('dist', { recursive: true })

const V8_OPTIONS = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' }).stdout
/**
 * How V8 is set on a machine that has other things to do: young objects are collected by the program's own thread. They are few at
 * any time, and waiting until helpers get a core takes longer.
 */
const ALWAYS = ['--no-parallel-scavenge', '--no-concurrent-array-buffer-sweeping'].filter(isKnown)
/**
 * How V8 is set in a short run besides. A long run goes back to what is usual.
 *
 * - machine code of functions and regular expressions later than usual: it is made beside the program, on other cores, and after
 *   100 ms, when most runs are over, it has taken more than it gave
 * - notes on what a function meets, from which it is made faster, later than usual: most functions run too few times for them to pay
 * - regular expressions as they are: most run too seldom for a better version of them to pay
 */
const SHORT = [
  '--interrupt-budget=1000000',
  '--interrupt-budget-for-feedback-allocation=4000',
  '--interrupt-budget-factor-for-feedback-allocation=32',
  '--regexp-tier-up-ticks=500',
  '--no-regexp-peephole-optimization',
].filter(isKnown)
const V8_FLAGS = { short: [...SHORT, ...ALWAYS].join(' '), long: SHORT.map(usual).join(' ') }

const common = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // `import()` becomes a lazy `require`
  supported: { 'dynamic-import': false },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
}

/** Of a library that holds far more, what is used of it. */
const USED = { '@kubernetes/client-node': 'KubeConfig' }

/** Libraries that few runs need: each in a file of its own, which the command loads when it comes to it. */
const APART = {
  '@kubernetes/client-node': 'kubernetes-client',
  ajv: 'ajv',
  '@lezer/python': 'python-grammar',
  ignore: 'ignore',
  'picomatch/posix.js': 'picomatch',
  semver: 'semver',
  'tar-stream': 'tar-stream',
  yaml: 'yaml',
}

const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'dynamic-import' && path in APART ? { path: `./${APART[path]}.cjs`, external: true } : undefined,
    )
  },
}

/** Makes a module the function that src/cli/start.ts calls: so it need not be copied into one at each start. */
const asFunction = { banner: { js: '(function(exports,require,module,__filename,__dirname){' }, footer: { js: '})' } }

/** Commander loads this at once, which takes 5 ms, and uses it for subcommands that are programs of their own; there are none. */
const withoutChildProcess = {
  name: 'without child_process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path }) => ({ path, namespace: 'unused' }))
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: '' }))
  },
}

/**
 * js-yaml spreads its options into the state of each parse, of which V8 makes an object with a shape of its own: slow, where a stream
 * parses thousands of documents. Written out, the fields are the same. It looks in each scalar for characters that YAML does not allow,
 * which src/read/yaml/text.ts has looked for in the whole text before. And its tags and schemas are left out, which nothing here uses.
 * Source: nodeca/js-yaml@5.5.0:src/parser/parser.ts, parseEvents, checkPrintable.
 */
const plainYaml = {
  name: 'plain yaml',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]js-yaml\.mjs$/ }, ({ path }) => {
      const spread = /(const state = \{\s*)\.\.\.DEFAULT_PARSER_OPTIONS,\s*\.\.\.options,/
      const checked = /(function checkPrintable\(state, start, end\) \{)\n[\s\S]*?\n(?=\})/
      const text = readFileSync(path, 'utf8')
      if (
        !checked.test(text) ||
        !/var DEFAULT_PARSER_OPTIONS = \{\s*filename: "",\s*maxDepth: 100\s*\};/.test(text) ||
        !spread.test(text)
      )
        throw new Error('js-yaml has changed: look at parseEvents again')
      const fields = ['filename', 'maxDepth'].map(
        name => `${name}: options?.${name} ?? DEFAULT_PARSER_OPTIONS.${name},`,
      )
      // what nobody asks for can go, as nothing of it does more than make a value
      const values = /^(var [\w$]+ = )((?![\d"'/]).*(?:\n[\t\])}].*)*);$/gm
      return {
        contents: text
          .replace(spread, `$1${fields.join(' ')}`)
          .replace(checked, '$1')
          .replace(values, '$1/* @__PURE__ */ (() => ($2))();'),
      }
    })
  },
}

const bundles = await Promise.all([
  build({
    ...common,
    entryPoints: { 'jhub-lint': 'src/cli/start.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    define: { V8_FLAGS: JSON.stringify(V8_FLAGS) },
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({
    ...common,
    ...asFunction,
    entryPoints: ['src/cli/bin.ts'],
    outfile: 'dist/program.cjs',
    plugins: [apart, withoutChildProcess, plainYaml],
  }),
  build({
    ...common,
    entryPoints: { 'jhub-lint-webhook': 'webhook/main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({
    ...common,
    entryPoints: { 'webhook-worker': 'webhook/worker.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    plugins: [plainYaml],
  }),
  ...Object.entries(APART).map(([library, name]) =>
    build({ ...common, ...asFunction, ...entryOf(library), outfile: `dist/${name}.cjs`, plugins: [plainGrammar] }),
  ),
])

for (const bin of ['jhub-lint', 'jhub-lint-webhook']) chmodSync(`dist/${bin}.cjs`, 0o755)
for (const folder of ['defaults', 'templates'])
  cpSync(`src/jupyterhub/charts/${folder}`, `dist/${folder}`, { recursive: true })
await buildSchemas('src/jupyterhub/charts/schemas', 'dist/schemas', { ...common, ...asFunction })
const policy = JSON.parse(readFileSync('rules/policy.schema.json', 'utf8'))
await buildFits(policy, 'dist/schemas/policy', { ...common, ...asFunction })
writeFileSync('dist/THIRD-PARTY-LICENCES.txt', licences(bundles.map(({ metafile }) => metafile)))

// the code of the functions that a usual run calls
const sample = 'dist/sample.yaml'
writeFileSync(sample, valuesOf(9_000))
const run = spawnSync(
  process.execPath,
  [
    ...SHORT,
    ...ALWAYS,
    '-r',
    './scripts/keep-code.cjs',
    'dist/jhub-lint.cjs',
    '--no-policy',
    sample,
    'fixtures/sample/config.yaml',
    'fixtures/rules/rejected-by-chart/misspelt.yaml',
  ],
  { encoding: 'utf8' },
)
rmSync(sample)
if (run.status !== 1) throw new Error(`the built command does not work:\n${run.stderr}`)

function entryOf(library) {
  if (!(library in USED)) return { entryPoints: [library] }
  return { stdin: { contents: `export { ${USED[library]} } from '${library}'`, resolveDir: '.' } }
}

/** A flag of V8 as it is by itself in this Node; undefined for one that this Node does not know: Node 22 has no interrupt budget. */
function usual(flag) {
  const name = flag.replace(/^--no-|=.*$/g, part => (part === '--no-' ? '--' : ''))
  return new RegExp(`default: (${name}(?:=\\d+)?)$`, 'm').exec(V8_OPTIONS)?.[1]
}

function isKnown(flag) {
  return usual(flag) !== undefined
}
