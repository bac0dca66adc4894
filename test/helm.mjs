// Holds the values that `blame` works out against those that the real Helm 3 and 4 give to the templates. The programs are made
// with Go and kept in a cache; where that cannot be done, this says so and ends well.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
// biome-ignore lint/correctness/useImportExtensions: it is found by its declarations, which are named .d.mts
import { helm as helmOf } from './programs.mjs'

const PROGRAM = resolve('dist/jhub-lint.cjs')

/** Arguments after the chart; files stand in fixtures/charts/values. */
const CASES = [
  ['basehub', []],
  ['basehub', ['-f', 'values/nulls.yaml']],
  ['basehub', ['--set', 'tags.extras=false']],
  [
    'basehub',
    ['-f', 'values/nulls.yaml', '--set', 'jupyterhub.cull.every=5', '--set-json', 'jupyterhub.custom={"a":[1]}'],
  ],
  ['basehub', ['--set-string', 'jupyterhub.singleuser.memory.limit=1', '--set-literal', 'jupyterhub.custom.a=b,c']],
  ['basehub', ['--set', 'jupyterhub=5']],
  ['platform', []],
  ['platform', ['-f', 'values/platform.yaml']],
  ['platform', ['-f', 'values/platform.yaml', '--set', 'basehub.jupyterhub=null']],
  ['platform', ['--set', 'staging.enabled=true,global.domain=staging.example.org']],
  ['platform', ['--set', 'global.staging=true', '--set', 'staging.jupyterhub.cull=null']],
]

const root = mkdtempSync(join(tmpdir(), 'jhub-lint-helm-'))
process.on('exit', () => rmSync(root, { recursive: true, force: true }))
cpSync('fixtures/charts', root, { recursive: true })
// Helm reads only what is vendored
cpSync(join(root, 'basehub'), join(root, 'platform/charts/basehub'), { recursive: true })
probe(root)
write(join(root, 'bare/Chart.yaml'), 'apiVersion: v2\nname: bare\nversion: 0.1.0\n')
write(join(root, 'bare/templates/values.yaml'), 'values: {{ .Values | toJson }}\n')

let wrong = 0
for (const version of ['3', '4']) {
  const had = helmOf(version)
  if ('missing' in had) {
    process.stdout.write(`left out: ${had.missing}\n`)
    continue
  }
  const helm = had.program
  for (const [chart, args] of CASES) {
    const label = `helm ${version} template ${chart} ${args.join(' ')}`
    const theirs = hubsOf(run(helm, ['template', 'release', chart, ...args]))
    const said = run(process.execPath, [
      PROGRAM,
      'blame',
      '--no-policy',
      '--helm-version',
      version,
      '--format',
      'json',
      '--chart',
      chart,
      ...args,
    ])
    const ours = Object.fromEntries(JSON.parse(said.stdout).hubs.map(({ key, values }) => [key.join('/'), values]))
    report(label, ours, theirs)
    const yaml = run(process.execPath, [
      PROGRAM,
      'blame',
      '--no-policy',
      '--helm-version',
      version,
      '--format',
      'yaml',
      '--chart',
      chart,
      ...args,
    ])
    if (Object.keys(theirs).length !== 1) continue
    write(join(root, 'effective.yaml'), yaml.stdout)
    const again = run(helm, ['template', 'release', 'bare', '-f', 'effective.yaml'])
    report(`${label}: the YAML that blame writes`, valuesIn(again.stdout)[0]?.values, Object.values(theirs)[0])
  }
  process.stdout.write(`helm ${version}: ${CASES.length} cases compared\n`)
}
process.exitCode = wrong === 0 ? 0 : 1

/** The values of each hub that Helm rendered, by the path of its charts; none where Helm refuses. */
function hubsOf({ stdout }) {
  const hubs = valuesIn(stdout).filter(({ source }) => source.includes('/jupyterhub/templates/'))
  return Object.fromEntries(
    hubs.map(({ source, values }) => [
      source.split('/charts/').slice(1).join('/').replace('/templates/values.yaml', ''),
      values,
    ]),
  )
}

function valuesIn(stream) {
  return [...stream.matchAll(/^# Source: (\S+)\nvalues: (.*)$/gm)].map(([, source, json]) => ({
    source,
    values: JSON.parse(json),
  }))
}

function report(label, ours, theirs) {
  if (isDeepStrictEqual(ours, theirs)) return
  wrong += 1
  process.stderr.write(`${label}\n  ours:   ${JSON.stringify(ours)}\n  theirs: ${JSON.stringify(theirs)}\n`)
}

/** Lets every chart print the values that it sees. */
function probe(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.name === 'Chart.yaml')
      write(join(entry.parentPath, 'templates/values.yaml'), 'values: {{ .Values | toJson }}\n')
}

function run(program, args) {
  return spawnSync(program, args, { cwd: root, encoding: 'utf8' })
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
