// Runs the real JupyterHub, OAuthenticator and KubeSpawner on the configurations in fixtures/access and fixtures/user-pods, and
// compares what they do with what is recorded there.
//
//   node scripts/record-hubs.mjs [--write] CHART...
//
// CHART is a version of the jupyterhub chart from 2.0.0 on; pip installs what it pins, into $XDG_CACHE_HOME/jhub-lint-hubs
// (~/.cache when that is not set). What the chart's own code sets is taken from this project's reading of it: the chart itself is not run, so
// what it refuses is left out. Python in the values is run for real. With --write, what is recorded is replaced by what was seen.
// Exits 1 where they differ, and 0 with a reason where the software cannot be had.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'jhub-lint-hubs')
const write = process.argv.includes('--write')
const wanted = process.argv.slice(2).filter(arg => arg !== '--write')
if (wanted.length === 0) throw new Error('name the versions of the chart: node scripts/record-hubs.mjs 4.4.0 2.0.0')

const ACCESS = join(root, 'fixtures/access/recorded.jsonl')
const PODS = join(root, 'fixtures/user-pods/recorded.json')
const access = readFileSync(ACCESS, 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line))
const pods = JSON.parse(readFileSync(PODS, 'utf8'))
const ours = await bundled()
let differ = 0
for (const version of wanted) prove(version)
if (write) {
  writeFileSync(ACCESS, access.map(row => `${JSON.stringify(row)}\n`).join(''))
  writeFileSync(PODS, `[\n${pods.map(row => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`)
}
process.exitCode = differ > 0 && !write ? 1 : 0

function prove(version) {
  const release = ours.releaseOf(version)
  if (release === undefined) throw new Error(`${version} is no published chart`)
  const python = environment(release)
  if (typeof python !== 'string') {
    console.log(`chart ${version}: skipped: ${python.reason}`)
    return
  }
  const rows = [...access, ...pods].filter(row => row.chart === version)
  const cases = rows.map(row => ({ row, hub: hubOf(version, row.values) }))
  const input = JSON.stringify({ cases: cases.map(({ row, hub }) => caseOf(row, hub)) })
  const done = spawnSync(python, [join(root, 'scripts/record_hubs.py')], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const results = done.stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  if (results.length !== cases.length)
    throw new Error(`chart ${version}: the recorder ended early: ${done.stderr.slice(-2000)}`)
  const counts = { same: 0, different: 0, 'left out': rows.length - cases.length }
  for (const [i, { row }] of cases.entries()) {
    const outcome = row.pods === undefined ? compareAccess(row, results[i]) : comparePods(row, results[i], release)
    counts[outcome === null ? 'left out' : outcome === '' ? 'same' : 'different'] += 1
    if (outcome) console.log(`chart ${version}: ${row.case}: ${outcome}`)
  }
  differ += counts.different
  const { jupyterhub, oauthenticator, kubespawner } = release
  console.log(
    `chart ${version} (JupyterHub ${jupyterhub}, OAuthenticator ${oauthenticator}, KubeSpawner ${kubespawner}): ${counts.same} as recorded, ${counts.different} not, ${counts['left out']} left out`,
  )
}

/** What is seen against what is recorded: empty where they agree, null where it could not be seen. */
function compareAccess(row, seen) {
  // what the chart refuses never comes to the hub
  if (seen.skipped !== undefined || (row.verdict === 'fails' && seen.fails === undefined)) return null
  const now = seen.fails === undefined ? seen : { verdict: 'fails', reach: 'none' }
  const [before, after] = [row, now].map(({ verdict, reach }) => `${verdict} ${reach}`)
  if (before === after) return ''
  if (write) Object.assign(row, now)
  return `recorded is ${before}, seen ${after}${seen.fails === undefined ? '' : ` (${seen.fails})`}`
}

function comparePods(row, seen, { kubespawner }) {
  // KubeSpawner 4 wants a choice for every option, which subjects do not name
  if (kubespawner.startsWith('4.') && row.pods.some(({ of }) => of.includes('/option:'))) return null
  if (seen.fails !== undefined) {
    if (row.pods.every(({ fails }) => fails)) return ''
    if (write) row.pods = row.pods.map(({ of }) => ({ of, fails: true }))
    return `the hub does not start: ${seen.fails}`
  }
  const plain = pods.find(({ chart, plain }) => chart === row.chart && plain !== undefined).plain
  const differences = row.pods.flatMap((recorded, i) => {
    const now = seen.pods[i]
    if (now.error !== undefined) {
      if (recorded.fails) return []
      if (write) row.pods[i] = { of: recorded.of, fails: true }
      return `${recorded.of}: seen ${now.error}`
    }
    const [before, after] = [ours.fieldsOf(row, recorded, plain), ours.carried(now.pod)]
    const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      field => canonical(before[field]) !== canonical(after[field]),
    )
    if (fields.length === 0 && !recorded.fails) return []
    if (write) row.pods[i] = { of: recorded.of, ...difference(plain, after) }
    if (recorded.fails) return `${recorded.of}: recorded as failing, seen a pod`
    return fields.map(
      field => `${recorded.of}: ${field}: recorded is ${canonical(before[field])}, seen ${canonical(after[field])}`,
    )
  })
  return differences.join('\n  ')
}

function difference(plain, pod) {
  const changed = Object.entries(pod).filter(([field, value]) => canonical(value) !== canonical(plain[field]))
  const without = Object.keys(plain).filter(field => pod[field] === undefined)
  return { pod: Object.fromEntries(changed), ...(without.length > 0 ? { without } : {}) }
}

function canonical(value) {
  return JSON.stringify(value, (_, item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}

/** The hub that values make, without the Python in them, and all effective values. */
function hubOf(version, values) {
  const { defaults, templates } = ours.filesOf(version)
  const recorded = (kind, name) => readFileSync(join(root, 'src/jupyterhub/charts', kind, `${name}.json`), 'utf8')
  const chart = ours.chartOf(version, {
    defaults: recorded('defaults', defaults),
    templates: recorded('templates', templates),
    schema: null,
  })
  const layer = data => ours.traced(data, () => ({ by: 'file', name: 'values.yaml', path: [], span: null }))
  const effective = written => {
    const result = ours.effectiveValues(ours.umbrella([], layer(chart.defaults), null), layer(written), 4)
    if ('error' in result) throw new Error(result.error)
    return result.values
  }
  const { extraConfig, extraFiles, ...hub } = values.hub ?? {}
  const silent = typeof values.hub === 'object' && values.hub !== null ? { ...values, hub } : values
  return { ...ours.hubOf('hub', effective(silent), chart, 'whole'), whole: ours.View.of(effective(values)) }
}

function caseOf(row, hub) {
  const python = ours.pythonSources(hub.whole, hub.chart)
  return {
    config: Object.fromEntries(
      hub.config.sections().map(section => [
        section,
        Object.fromEntries(
          hub.config
            .traits(section)
            .map(trait => [trait, plain(hub.config.trait(section, trait))])
            .filter(([, value]) => value !== undefined),
        ),
      ]),
    ),
    python: [...python.files, ...python.extraConfig].map(({ name, code }) => [name, code.text ?? '']),
    values: plain(hub.whole),
    ...(row.pods === undefined ? {} : { subjects: row.pods.map(({ of }) => of) }),
  }
}

/** Data as Helm hands it on, with its keys in Helm's order, and without what cannot be known. */
function plain(view) {
  if (view.isOpaque) return undefined
  if (view.isList) return view.each().map(plain)
  return view.isMap ? Object.fromEntries(ours.keysInOrder(view).map(key => [key, plain(view.get(key))])) : view.raw
}

/** The Python of an environment with what a chart pins, made once; or why there is none. */
function environment({ version, jupyterhub, oauthenticator, kubespawner }) {
  const python = join(cache, version, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const ready = join(cache, version, 'ready')
  if (existsSync(ready)) return python
  if (Number(version.split('.')[0]) < 2)
    return { reason: 'charts before 2.0 need a Python that is no longer maintained' }
  rmSync(join(cache, version), { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  const made = spawnSync('python3', ['-m', 'venv', join(cache, version)], { encoding: 'utf8' })
  if (made.error || made.status !== 0) return { reason: 'there is no python3 with venv' }
  // JupyterHub 3 was made for SQLAlchemy 1, and finds its plugins through pkg_resources
  const old = Number(jupyterhub.split('.')[0]) < 4 ? ['sqlalchemy<2', 'setuptools<80'] : []
  const packages = [
    `jupyterhub==${jupyterhub}`,
    `oauthenticator==${oauthenticator}`,
    `jupyterhub-kubespawner==${kubespawner}`,
    'pyjwt',
  ]
  const installed = spawnSync(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages, ...old],
    {
      encoding: 'utf8',
    },
  )
  if (installed.status !== 0)
    return { reason: `pip cannot install ${packages.join(' ')}: ${installed.stderr.trim().split('\n').at(-1)}` }
  writeFileSync(ready, '')
  return python
}

async function bundled() {
  const folder = mkdtempSync(join(tmpdir(), 'jhub-lint-hubs-'))
  try {
    const outfile = join(folder, 'ours.mjs')
    const contents = `
      export { chartOf, filesOf } from './src/jupyterhub/charts/chart.ts'
      export { keysInOrder } from './src/jupyterhub/key-order.ts'
      export { releaseOf } from './src/jupyterhub/charts/releases.ts'
      export { pythonSources } from './src/jupyterhub/config/python-sources.ts'
      export { hubOf } from './src/jupyterhub/hub.ts'
      export { traced } from './src/model/traced.ts'
      export { View } from './src/model/view.ts'
      export { effectiveValues } from './src/read/helm/effective.ts'
      export { umbrella } from './src/read/helm/umbrella.ts'
      export { carried, fieldsOf } from './test/jupyterhub/user-pods/carried.ts'`
    await build({
      stdin: { contents, resolveDir: root, loader: 'ts' },
      ...{ bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'warning' },
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
