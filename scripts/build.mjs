// Bundles the command into dist/: one minified CommonJS file, which starts faster than modules, and the charts' defaults
// beside it, of which a run reads one.
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { licences } from './licences.mjs'

rmSync('dist', { recursive: true, force: true })
mkdirSync('dist', { recursive: true })

const common = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // js-yaml's parser gets slow in V8 when it makes its events with object spread; `import()` becomes a lazy `require`
  supported: { 'object-rest-spread': false, 'dynamic-import': false },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
}

/** Libraries that few runs need: each in a file of its own, which the command loads when it comes to it. */
const APART = { ajv: 'ajv', '@lezer/python': 'python-grammar', ignore: 'ignore' }

const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'dynamic-import' && path in APART ? { path: `./${APART[path]}.cjs`, external: true } : undefined,
    )
  },
}

const bundles = [
  await build({
    ...common,
    entryPoints: { 'jhub-lint': 'src/cli/bin.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    banner: { js: '#!/usr/bin/env node' },
    plugins: [apart],
  }),
  ...(await Promise.all(
    Object.entries(APART).map(([library, name]) =>
      build({ ...common, entryPoints: [library], outfile: `dist/${name}.cjs` }),
    ),
  )),
]

chmodSync('dist/jhub-lint.cjs', 0o755)
cpSync('src/jupyterhub/charts/defaults', 'dist/defaults', { recursive: true })
writeFileSync('dist/THIRD-PARTY-LICENCES.txt', licences(bundles.map(({ metafile }) => metafile)))
