// Records what released jupyterhub charts bring along, into src/jupyterhub/charts/defaults/.
//
//   node scripts/record-charts.mjs SOURCE...
//
// A SOURCE is a package (jupyterhub-3.3.8.tgz), an unpacked chart, a folder of either, or a git repository whose tags hold the
// chart below jupyterhub/. The first source that has a version counts, so name packages before the repository.
// Prints, for each version, the file that holds its defaults: the last column of src/jupyterhub/charts/releases.ts.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { load } from 'js-yaml'

const OLDEST = '0.8.0'
const RELEASE = /^\d+\.\d+\.\d+$/
/** What stands in git for the version that the release process fills in. */
const PLACEHOLDERS = new Set(['set-by-chartpress', '0.0.1-set.by.chartpress'])
/** Stands in the recorded files for the chart's own version, so that releases that differ in nothing else share a file. */
const OWN_VERSION = '{chart}'

const target = fileURLToPath(new URL('../src/jupyterhub/charts/defaults/', import.meta.url))
const charts = new Map()
for (const source of process.argv.slice(2)) {
  for (const { version, values } of chartsIn(source)) {
    if (RELEASE.test(version) && compare(version, OLDEST) >= 0 && !charts.has(version)) charts.set(version, values)
  }
}
if (charts.size === 0) throw new Error('no chart found; say where packages, charts or a git repository are')

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
const fileOf = new Map()
for (const version of [...charts.keys()].sort(compare)) {
  const text = JSON.stringify(recorded(load(charts.get(version)), version))
  if (!fileOf.has(text)) {
    fileOf.set(text, version)
    writeFileSync(join(target, `${version}.json`), `${text}\n`)
  }
  console.log(version, fileOf.get(text))
}

/** Keys sorted, as Helm's maps have no order; the chart's own version written as a placeholder. */
function recorded(value, version) {
  if (Array.isArray(value)) return value.map(item => recorded(item, version))
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).sort()
    return Object.fromEntries(keys.map(key => [key, recorded(value[key], version)]))
  }
  return value === version || PLACEHOLDERS.has(value) ? OWN_VERSION : value
}

function* chartsIn(source) {
  if (source.endsWith('.tgz')) yield chart(name => fileInPackage(source, `jupyterhub/${name}`))
  else if (existsSync(join(source, 'Chart.yaml'))) yield chart(name => readFileSync(join(source, name), 'utf8'))
  else if (isGit(source)) yield* chartsInTags(source)
  else for (const entry of readdirSync(source)) if (isChart(join(source, entry))) yield* chartsIn(join(source, entry))
}

function chart(read) {
  return { version: String(load(read('Chart.yaml')).version), values: read('values.yaml') }
}

function* chartsInTags(repository) {
  const git = (...args) => execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8' })
  for (const tag of git('tag').split('\n')) {
    if (RELEASE.test(tag) && git('ls-tree', tag, 'jupyterhub/values.yaml') !== '')
      yield { version: tag, values: git('show', `${tag}:jupyterhub/values.yaml`) }
  }
}

function isGit(path) {
  return existsSync(join(path, '.git')) || existsSync(join(path, 'objects'))
}

function isChart(path) {
  return path.endsWith('.tgz') || (statSync(path).isDirectory() && existsSync(join(path, 'Chart.yaml')))
}

/** One file of a gzipped tar archive: headers of 512 bytes, contents padded to 512. */
function fileInPackage(path, wanted) {
  const archive = gunzipSync(readFileSync(path))
  for (let at = 0; at + 512 <= archive.length; ) {
    const name = archive.toString('utf8', at, at + 100).replace(/\0.*$/s, '')
    const size = Number.parseInt(archive.toString('latin1', at + 124, at + 136), 8) || 0
    if (name === wanted) return archive.toString('utf8', at + 512, at + 512 + size)
    at += 512 + Math.ceil(size / 512) * 512
  }
  throw new Error(`${basename(path)} has no ${wanted}`)
}

function compare(a, b) {
  const [left, right] = [a, b].map(version => version.split('.').map(Number))
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2]
}
