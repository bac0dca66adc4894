import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileLayer } from '../read/layers.ts'
import { readDocument } from '../read/objects.ts'
import { recognise } from '../read/recognise.ts'
import { DocumentCutter } from '../read/stream.ts'
import { readYaml } from '../read/yaml/read-yaml.ts'
import { declaredChart, versionsInHelmfile } from '../subjects/gitops/declared-hubs.ts'
import type { Neighbour } from './charts.ts'

/** Folders with more files than this, and larger files, are no place where somebody put an object beside values. */
const MOST_FILES = 40
const LARGEST = 128 * 1024

const ASKING = /^kind:[ \t]*["']?(?:HelmRelease|Application|ApplicationSet|HelmChart)\b/m
const HELMFILE = /^releases:/m

/** The jupyterhub chart that the objects in a folder ask for; null where there is none, or where they differ. */
export function chartDeclaredIn(folder: string): Neighbour | null {
  const names = readdirSync(folder).filter(name => /\.ya?ml$/.test(name))
  if (names.length > MOST_FILES) return null
  const charts = names.flatMap(name => chartsIn(join(folder, name)))
  const [first] = charts
  return first === undefined || charts.some(({ version }) => version !== first.version) ? null : first
}

function chartsIn(file: string): Neighbour[] {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined || !stat.isFile() || stat.size > LARGEST) return []
  const text = readFileSync(file, 'utf8')
  if (!text.includes('jupyterhub')) return []
  if (HELMFILE.test(text)) return chartsOfHelmfile(text, file)
  if (!ASKING.test(text)) return []
  const cutter = new DocumentCutter()
  return [...cutter.push(text), ...cutter.end()]
    .flatMap(document => readDocument(document, file).objects)
    .flatMap(object => {
      const chart = declaredChart(object)
      return chart === null ? [] : [{ key: [], version: chart.version, from: chart.kind }]
    })
}

function chartsOfHelmfile(text: string, file: string): Neighbour[] {
  const { documents } = readYaml(text, file, { helm: 4 })
  if (recognise(documents.map(({ data }) => data)).kind !== 'helmfile') return []
  const layers = documents.map(document => fileLayer(document, file))
  return versionsInHelmfile(layers).map(version => ({ key: [], version, from: 'helmfile' }))
}
