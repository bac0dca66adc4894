import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readDocument } from '../read/objects.ts'
import { DocumentCutter } from '../read/stream.ts'
import { declaredChart } from '../subjects/gitops/declared-hubs.ts'
import type { Neighbour } from './charts.ts'

/** Folders with more files than this, and larger files, are no place where somebody put an object beside values. */
const MOST_FILES = 40
const LARGEST = 128 * 1024

const ASKING = /^kind:[ \t]*["']?(?:HelmRelease|Application|ApplicationSet|HelmChart)\b/m

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
  if (!ASKING.test(text) || !text.includes('jupyterhub')) return []
  const cutter = new DocumentCutter()
  return [...cutter.push(text), ...cutter.end()]
    .flatMap(document => readDocument(document, file).objects)
    .flatMap(object => {
      const chart = declaredChart(object)
      return chart === null ? [] : [{ key: [], version: chart.version, from: chart.kind }]
    })
}
