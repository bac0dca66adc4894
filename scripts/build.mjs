// Bundles the command into dist/: one minified CommonJS file, which starts faster than modules, and the charts' defaults
// beside it, of which a run reads one.
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { licences } from './licences.mjs'

rmSync('dist', { recursive: true, force: true })
mkdirSync('dist', { recursive: true })

const { metafile } = await build({
  entryPoints: { 'jhub-lint': 'src/cli/bin.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  minify: true,
  keepNames: false,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  banner: { js: '#!/usr/bin/env node' },
  // js-yaml's parser gets slow in V8 when it makes its events with object spread
  supported: { 'object-rest-spread': false },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
})

chmodSync('dist/jhub-lint.cjs', 0o755)
cpSync('src/jupyterhub/charts/defaults', 'dist/defaults', { recursive: true })
writeFileSync('dist/THIRD-PARTY-LICENCES.txt', licences(metafile))
