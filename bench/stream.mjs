// How long does a stream of pods take, against js-yaml alone? Runs are interleaved, so that both meet the same machine; medians,
// and their ratio, are printed, with the memory of each. Usage: npm run build && node bench/stream.mjs [--runs N] [--pods N]
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { interleaved, peakMebibytes } from './measure.mjs'
import { podStream } from './pods.mjs'

const runs = flag('--runs', 9)
const pods = flag('--pods', 5000)
const folder = mkdtempSync(join(tmpdir(), 'jhub-lint-bench-'))
const command = resolve('dist/jhub-lint.cjs')
const baseline = `require(${JSON.stringify(resolve('node_modules/js-yaml'))}).loadAll(require('node:fs').readFileSync(process.argv[1], 'utf8'))`

try {
  const small = stream(pods)
  const large = stream(pods * 10)
  const cases = [
    { name: 'js-yaml loadAll', args: ['-e', baseline, small] },
    { name: `lint ${pods} pods`, args: [command, '--no-policy', '--format', 'json', small] },
  ]
  const medians = interleaved(cases, runs)
  const [base] = medians
  console.log(`a stream of ${pods} pods, ${(statSync(small).size / 1e6).toFixed(1)} MB, one in ten with findings`)
  for (const [at, { name, args }] of cases.entries()) {
    const ms = medians[at]
    console.log(
      `${name.padEnd(18)} ${ms.toFixed(0).padStart(6)} ms  ${(ms / base).toFixed(2)} x  ${peakMebibytes(args)}`,
    )
  }
  const ten = [command, '--no-policy', '--format', 'json', large]
  console.log(`${`lint ${pods * 10} pods`.padEnd(18)} ${' '.repeat(17)} ${peakMebibytes(ten)}`)
  console.log(`medians of ${runs} interleaved runs, Node ${process.version}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function stream(count) {
  const file = join(folder, `pods-${count}.yaml`)
  const descriptor = openSync(file, 'w')
  for (const pod of podStream(count)) writeSync(descriptor, pod)
  closeSync(descriptor)
  return file
}

function flag(name, otherwise) {
  return Number(process.argv[process.argv.indexOf(name) + 1]) || otherwise
}
