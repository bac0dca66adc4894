// Records what released jupyterhub charts bring along: their default values into src/jupyterhub/charts/defaults/, and what their
// JSON schema demands of values into src/jupyterhub/charts/schemas/.
//
//   node scripts/record-charts.mjs SOURCE...
//
// A SOURCE is a package (jupyterhub-3.3.8.tgz), an unpacked chart, a folder of either, or a git repository whose tags hold the
// chart below jupyterhub/. The first source that has a version counts, so name packages before the repository.
// Prints, for each version, the files that hold its defaults and its schema: the last columns of src/jupyterhub/charts/releases.ts.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'

const OLDEST = '0.8.0'
const RELEASE = /^\d+\.\d+\.\d+$/
/** What stands in git for the version that the release process fills in. */
const PLACEHOLDERS = new Set(['set-by-chartpress', '0.0.1-set.by.chartpress'])
/** Stands in the recorded files for the chart's own version, so that releases that differ in nothing else share a file. */
const OWN_VERSION = '{chart}'
/** Keywords of JSON schema that refuse nothing; the second is how 1.0 misspelt the first. */
const EXPLAINING = new Set(['$schema', '$schema"', 'description', 'deprecated', 'title', 'examples', 'default'])
/** Keywords whose keys are names that the schema speaks of. */
const NAMING = new Set(['properties', 'patternProperties'])

/** What a chart has as its schema: in packages as JSON, in git as the YAML that the release process makes it from. */
const SCHEMAS = ['values.schema.json', 'values.schema.yaml', 'schema.yaml']
/** The first chart that ships a schema; before, it was documentation. */
const FIRST_SCHEMA = '1.0.0'

const charts = new Map()
for (const source of process.argv.slice(2)) {
  for (const chart of chartsIn(source)) {
    const { version } = chart
    if (RELEASE.test(version) && compare(version, OLDEST) >= 0 && !charts.has(version)) charts.set(version, chart)
  }
}
if (charts.size === 0) throw new Error('no chart found; say where packages, charts or a git repository are')

const recordDefaults = recorder('defaults')
const recordSchema = recorder('schemas')
for (const [version, { values, schema }] of [...charts].sort(([a], [b]) => compare(a, b))) {
  const defaults = recordDefaults(version, recorded(load(values), version))
  const hasSchema = compare(version, FIRST_SCHEMA) >= 0
  console.log(version, defaults, hasSchema ? recordSchema(version, constraints(load(schema))) : '-')
}

/** Writes each distinct content once, under the first version that has it, and says which that is. */
function recorder(folder) {
  const target = fileURLToPath(new URL(`../src/jupyterhub/charts/${folder}/`, import.meta.url))
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const fileOf = new Map()
  return (version, data) => {
    const text = JSON.stringify(data)
    if (!fileOf.has(text)) {
      fileOf.set(text, version)
      writeFileSync(join(target, `${version}.json`), `${text}\n`)
    }
    return fileOf.get(text)
  }
}

/** A schema without the keywords that only explain, its keys sorted. */
function constraints(schema) {
  if (Array.isArray(schema)) return schema.map(constraints)
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.keys(schema).filter(key => !EXPLAINING.has(key))
  return Object.fromEntries(
    kept.sort().map(key => [key, NAMING.has(key) ? mapOf(schema[key], constraints) : constraints(schema[key])]),
  )
}

function mapOf(map, make) {
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .map(key => [key, make(map[key])]),
  )
}

/** Keys sorted, as Helm's maps have no order; the chart's own version written as a placeholder. */
function recorded(value, version) {
  if (Array.isArray(value)) return value.map(item => recorded(item, version))
  if (typeof value === 'object' && value !== null) {
    return mapOf(value, item => recorded(item, version))
  }
  return value === version || PLACEHOLDERS.has(value) ? OWN_VERSION : value
}

function* chartsIn(source) {
  if (source.endsWith('.tgz')) yield chart(name => fileInPackage(source, `jupyterhub/${name}`))
  else if (existsSync(join(source, 'Chart.yaml'))) yield chart(name => fileInFolder(source, name))
  else if (isGit(source)) yield* chartsInTags(source)
  else for (const entry of readdirSync(source)) if (isChart(join(source, entry))) yield* chartsIn(join(source, entry))
}

function chart(read) {
  const schema = SCHEMAS.map(read).find(text => text !== undefined)
  return { version: String(load(read('Chart.yaml')).version), values: read('values.yaml'), schema }
}

function* chartsInTags(repository) {
  const git = (...args) => execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8' })
  for (const tag of git('tag').split('\n')) {
    const files = RELEASE.test(tag) ? git('ls-tree', '--name-only', tag, 'jupyterhub/').split('\n') : []
    const read = name => (files.includes(`jupyterhub/${name}`) ? git('show', `${tag}:jupyterhub/${name}`) : undefined)
    if (files.includes('jupyterhub/values.yaml')) yield { ...chart(read), version: tag }
  }
}

function isGit(path) {
  return existsSync(join(path, '.git')) || existsSync(join(path, 'objects'))
}

function isChart(path) {
  return path.endsWith('.tgz') || (statSync(path).isDirectory() && existsSync(join(path, 'Chart.yaml')))
}

function fileInFolder(folder, name) {
  const path = join(folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

/** One file of a package. */
function fileInPackage(path, wanted) {
  const tar = (...args) => execFileSync('tar', args, { encoding: 'utf8' })
  return tar('-tzf', path).split('\n').includes(wanted) ? tar('-xzOf', path, wanted) : undefined
}

function compare(a, b) {
  const [left, right] = [a, b].map(version => version.split('.').map(Number))
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2]
}
