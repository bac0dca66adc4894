// How long does one run of the built command take, against a Node that does nothing? Runs are interleaved, so that both meet the
// same machine; medians, and their ratio, are printed. Usage: npm run build && node bench/start.mjs [--runs N]
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { interleaved, peakMebibytes } from './measure.mjs'
import { platformValuesOf, valuesOf } from './values.mjs'

/** How many hubs one run judges in the last case. */
const HUBS = 44

const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 15
const folder = mkdtempSync(join(tmpdir(), 'jhub-lint-bench-'))
const command = resolve('dist/jhub-lint.cjs')

const small = sample('hub.yaml', valuesOf(9_000))
const large = sample('platform.yaml', platformValuesOf(79_000))
const layers = [
  ...[large, small],
  sample(
    'region.yaml',
    'hub: { db: { pvc: { storageClassName: fast } } }\nsingleuser: { cloudMetadata: { blockWithIptables: true } }\n',
  ),
  sample('secret.yaml', 'hub: { config: { GitHubOAuthenticator: { client_id: abc, client_secret: d } } }\n'),
]
const many = Array.from({ length: HUBS }, (_, i) => sample(`hub-${i}.yaml`, `# hub ${i}\n${valuesOf(9_000)}`))
const cases = [
  { name: 'node -e 0', args: ['-e', '0'] },
  { name: '--version', args: [command, '--version'] },
  { name: `lint ${size(small)}`, args: [command, '--no-policy', small] },
  { name: `lint ${size(large)}`, args: [command, '--no-policy', large] },
  { name: `inspect ${size(small)}`, args: [command, 'inspect', '--no-policy', small] },
  {
    name: 'inspect 4 layers',
    args: [command, 'inspect', '--no-policy', ...layers.flatMap(layer => ['-f', layer])],
  },
  { name: `lint ${HUBS} hubs`, args: [command, '--no-policy', ...many] },
]

try {
  const medians = interleaved(cases, runs)
  const [base] = medians
  for (const [at, { name, args }] of cases.entries()) {
    const [ms, memory] = [medians[at], peakMebibytes(args)]
    console.log(`${name.padEnd(16)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / base).toFixed(2)} x bare Node  ${memory}`)
  }
  console.log(`medians of ${runs} interleaved runs, Node ${process.version}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function sample(name, text) {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

function size(file) {
  return `${Math.round(statSync(file).size / 1000)} kB`
}
