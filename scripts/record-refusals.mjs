// Records what the templates of released jupyterhub charts cannot be rendered with, into src/jupyterhub/charts/templates/: each
// default is replaced by values of other kinds, one at a time, and Helm is asked. Takes some minutes for each chart.
//
//   node scripts/record-refusals.mjs HELM CHART...
//
// HELM is a Helm 4; a CHART is a package or an unpacked chart. Prints, for each version, the file that holds what was found: the
// last column of src/jupyterhub/charts/releases.ts.
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'

const [helm, ...sources] = process.argv.slice(2)
if (helm === undefined || sources.length === 0) throw new Error('say where Helm and the charts are')

/** A value of each kind, by the letter that src/model/schema.ts gives it. */
const KINDS = { n: null, t: 'text', T: '', i: 5, b: true, l: ['x'], L: [], m: { x: { y: 'z' } } }
/** A schema catches all kinds but what is not there. */
const KINDS_BESIDE_SCHEMA = ['n']
/** Parts of the chart that its defaults leave out: what switches each on, and the key below which it reads more than otherwise. */
const PARTS = {
  always: { values: {}, below: null },
  autohttps: {
    values: {
      proxy: { https: { enabled: true, hosts: ['h.example.org'], letsencrypt: { contactEmail: 'a@example.org' } } },
    },
    below: 'proxy',
  },
  ingress: { values: { ingress: { enabled: true } }, below: 'ingress' },
}
/** What charts before 1.0 want besides. */
const TOKEN = { proxy: { secretToken: '0'.repeat(64) } }

const target = fileURLToPath(new URL('../src/jupyterhub/charts/templates/', import.meta.url))
rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
const fileOf = new Map()
for (const source of sources) {
  const { version } = load(show('chart', source))
  const text = JSON.stringify(await needsOf(source, load(show('values', source)), version))
  if (!fileOf.has(text)) {
    fileOf.set(text, version)
    writeFileSync(join(target, `${version}.json`), `${text}\n`)
  }
  console.log(version, fileOf.get(text))
}

function show(what, source) {
  return execFileSync(helm, ['show', what, source], { encoding: 'utf8', maxBuffer: 1e8 })
}

async function needsOf(source, defaults, version) {
  const isOld = version.startsWith('0.')
  const kinds = isOld ? Object.keys(KINDS) : KINDS_BESIDE_SCHEMA
  const needs = {}
  for (const [part, { values, below }] of Object.entries(PARTS)) {
    const base = isOld ? laidOver(values, TOKEN) : values
    const tries = [...pathsIn(defaults)]
      .filter(({ path }) => below === null || path[0] === below)
      .flatMap(({ path, value }) =>
        kinds.filter(letter => !rightKinds(value).includes(letter)).map(letter => ({ path, letter })),
      )
    const answers = await inParallel(tries, ({ path, letter }) =>
      failure(source, laidOver(base, at(path, KINDS[letter]))),
    )
    // what the schema says need not be said again
    const refused = tries.filter((_, i) => answers[i] !== null && !answers[i].includes("don't meet the specifications"))
    needs[part] = tree(refused.filter(one => part === 'always' || !isIn(needs.always, one)))
  }
  return needs
}

/** What was refused, key by key. */
function tree(refused) {
  const root = {}
  for (const { path, letter } of refused) {
    let node = root
    for (const key of path) {
      node.below ??= {}
      node.below[key] ??= {}
      node = node.below[key]
    }
    node.refuses = (node.refuses ?? '') + letter
  }
  return root
}

function isIn(needs, { path, letter }) {
  return path.reduce((node, key) => node?.below?.[key], needs)?.refuses?.includes(letter) === true
}

/** The kinds that a value beside this default may have: what matters of them is what is in it. */
function rightKinds(value) {
  if (value === null) return 'lm'
  if (Array.isArray(value)) return 'lL'
  return { boolean: 'b', number: 'i', string: 'tT', object: 'm' }[typeof value]
}

function* pathsIn(map, above = []) {
  for (const [key, value] of Object.entries(map)) {
    const path = [...above, key]
    yield { path, value }
    if (isMap(value)) yield* pathsIn(value, path)
  }
}

function at(path, value) {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value)
}

function laidOver(under, over) {
  if (!isMap(under) || !isMap(over)) return over
  const keys = new Set([...Object.keys(under), ...Object.keys(over)])
  return Object.fromEntries([...keys].map(key => [key, key in over ? laidOver(under[key], over[key]) : under[key]]))
}

function isMap(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What Helm says against the values; null if it renders the chart. */
function failure(source, values) {
  const args = ['template', 'hub', source, '--kube-version', '1.31.0', '-f', '-']
  return new Promise(resolve => {
    const run = execFile(helm, args, { maxBuffer: 1e8 }, (error, _, stderr) => resolve(error === null ? null : stderr))
    run.stdin.end(JSON.stringify(values))
  })
}

async function inParallel(items, make) {
  const made = new Array(items.length)
  let next = 0
  const work = async () => {
    for (let i = next; i < items.length; i = next) {
      next += 1
      made[i] = await make(items[i])
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return made
}
