// How many reviews does the webhook answer, against a server that judges nothing? Both speak TLS and are asked in turn, so that
// both meet the same machine; medians are printed. Besides: the pure review, and memory over many reviews.
// Usage: npm run build && node bench/webhook.mjs [--rounds N] [--seconds N] [--reviews N] [--memory-only]
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import autocannon from 'autocannon'
import { build } from 'esbuild'
import { generate } from 'selfsigned'
import { reviewOf } from './reviews.mjs'

const rounds = flag('--rounds', 5)
const seconds = flag('--seconds', 5)
const many = flag('--reviews', 200_000)
const PARTS = 10
const bodies = Array.from({ length: 200 }, (_, n) => reviewOf(n))
const folder = mkdtempSync(join(tmpdir(), 'jhub-lint-bench-'))
const file = name => join(folder, name)
const servers = []

try {
  const isAboutMemory = process.argv.includes('--memory-only')
  if (!isAboutMemory) await pure()
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec', algorithm: 'sha256' })
  writeFileSync(file('tls.crt'), pems.cert)
  writeFileSync(file('tls.key'), pems.private)
  start('bench/webhook-baseline.mjs', file('tls.crt'), file('tls.key'), '18443')
  start(
    'dist/jhub-lint-webhook.cjs',
    ...['--tls-cert', file('tls.crt'), '--tls-key', file('tls.key'), '--log-level', 'error'],
    ...['--port', '18444', '--health-port', '18445'],
  )
  await ready()
  const both = [
    { name: 'judges nothing', port: 18443, metrics: 'https://127.0.0.1:18443/metrics' },
    { name: 'jhub-lint', port: 18444, metrics: 'http://127.0.0.1:18445/metrics' },
  ]
  for (const connections of isAboutMemory ? [] : [50, 500]) {
    console.log(`${connections} connections, reviews of ${(bodies[0].length / 1000).toFixed(1)} kB`)
    const figures = await inTurn(both, connections)
    for (const [i, { rate, p99, cost }] of figures.entries()) {
      const shares = [rate / figures[0].rate, figures[0].cost / cost].map(share => `${(share * 100).toFixed(0)} %`)
      console.log(
        `  ${both[i].name.padEnd(15)}${rate.toFixed(0).padStart(6)} a second (${shares[0]}), p99 ${p99} ms, ${cost.toFixed(0)} µs of the processor each (${shares[1]})`,
      )
    }
  }
  await memory()
} finally {
  for (const server of servers) server.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

/** The review alone, of parsed requests, and with the parsing. */
async function pure() {
  const contents = [
    "export { review } from './webhook/review.ts'",
    "export { requestIn } from './webhook/request.ts'",
    "export { enforcementsOf } from './src/engine/enforcement.ts'",
    "export { DEFAULT_ADMISSION } from './src/engine/policy.ts'",
    "export { rules } from './rules/index.ts'",
  ].join('\n')
  await build({
    stdin: { contents, resolveDir: '.', loader: 'ts' },
    ...{ bundle: true, platform: 'node', format: 'cjs', outfile: file('review.cjs'), logLevel: 'warning' },
    supported: { 'object-rest-spread': false },
  })
  const { review, requestIn, enforcementsOf, DEFAULT_ADMISSION, rules } = await import(file('review.cjs'))
  const policy = { file: '', rules: {}, exemptions: [], admission: DEFAULT_ADMISSION }
  const bench = { enforcements: enforcementsOf(rules, policy), tools: {}, now: Date.now }
  const parsed = bodies.map(body => JSON.parse(body))
  const cases = {
    'JSON.parse': i => JSON.parse(bodies[i]),
    review: i => review(requestIn(parsed[i]), bench),
    both: i => review(requestIn(JSON.parse(bodies[i])), bench),
  }
  const times = Object.fromEntries(Object.keys(cases).map(name => [name, []]))
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, run] of Object.entries(cases)) {
      const started = performance.now()
      for (let i = 0; i < 20_000; i += 1) run(i % bodies.length)
      // the first round is for the compiler
      if (round > 0) times[name].push((performance.now() - started) / 20)
    }
  for (const [name, list] of Object.entries(times)) {
    const us = median(list)
    console.log(
      `${name.padEnd(16)} ${us.toFixed(1).padStart(6)} µs ${(1e6 / us).toFixed(0).padStart(8)} a second  ${(us / median(times['JSON.parse'])).toFixed(2)} x JSON.parse`,
    )
  }
}

/** Asks servers in turn; of each, the median rate and p99, and what an answer costs in the processor's time. */
async function inTurn(servers, connections) {
  const seen = servers.map(() => ({ rates: [], p99s: [], costs: [] }))
  for (let round = 0; round <= rounds; round += 1)
    for (const [i, { port, metrics }] of servers.entries()) {
      const before = await metric(metrics, 'process_cpu_seconds_total')
      // the first round is for the compiler
      const length = round === 0 ? { amount: 30_000 } : { duration: seconds }
      const { requests, latency, non2xx } = await ask(port, { connections, timeout: 60, ...length })
      const spent = (await metric(metrics, 'process_cpu_seconds_total')) - before
      if (non2xx > 0) throw new Error(`${non2xx} answers were none`)
      if (round === 0) continue
      seen[i].rates.push(requests.average)
      seen[i].p99s.push(latency.p99)
      seen[i].costs.push((spent * 1e6) / requests.total)
    }
  return seen.map(({ rates, p99s, costs }) => ({ rate: median(rates), p99: median(p99s), cost: median(costs) }))
}

async function metric(url, name) {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  const text = await (await fetch(url)).text()
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1])
}

function ask(port, options) {
  const requests = bodies.map(body => ({
    ...{ method: 'POST', path: '/validate?timeout=10s', body },
    headers: { 'content-type': 'application/json' },
  }))
  const tlsOptions = { rejectUnauthorized: false }
  return autocannon({ url: `https://127.0.0.1:${port}`, requests, tlsOptions, ...options })
}

/** How much memory the webhook holds while it answers many reviews, and how much more with each hundred thousand. */
async function memory() {
  const parts = []
  for (let i = 0; i < PARTS; i += 1) {
    await ask(18444, { connections: 50, amount: many / PARTS })
    parts.push((await metric('http://127.0.0.1:18445/metrics', 'process_resident_memory_bytes')) / 1024 / 1024)
  }
  console.log(`memory after each tenth of ${many} reviews: ${parts.map(part => part.toFixed(0)).join(', ')} MiB`)
  const slope = (slopeOf(parts) * 100_000 * PARTS) / many
  console.log(`  the line through them rises by ${slope.toFixed(2)} MiB with 100,000 reviews`)
}

/** Of the line with the least squares. */
function slopeOf(list) {
  const mean = list.reduce((sum, y) => sum + y, 0) / list.length
  const middle = (list.length - 1) / 2
  const squares = list.reduce((sum, _, x) => sum + (x - middle) ** 2, 0)
  return list.reduce((sum, y, x) => sum + (x - middle) * (y - mean), 0) / squares
}

function start(...args) {
  const server = spawn(process.execPath, ['--max-semi-space-size=4', resolve(args[0]), ...args.slice(1)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  servers.push(server)
  return server
}

async function ready() {
  for (let i = 0; i < 100; i += 1) {
    if (
      await fetch('http://127.0.0.1:18445/readyz').then(
        response => response.ok,
        () => false,
      )
    )
      return
    await new Promise(done => setTimeout(done, 100))
  }
  throw new Error('the webhook does not become ready')
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
}

function flag(name, otherwise) {
  return Number(process.argv[process.argv.indexOf(name) + 1]) || otherwise
}
