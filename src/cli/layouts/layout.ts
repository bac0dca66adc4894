import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { child } from '../../model/traced.ts'
import { readYaml } from '../../read/yaml/read-yaml.ts'

/** A hub that a repository seems to hold. Files are named from its root. */
export interface Proposal {
  readonly name: string
  /** `jupyterhub@3.3.8`, or a folder that holds a chart; null where it is not known. */
  readonly chart: string | null
  readonly values: readonly ProposedLayer[]
}

export interface ProposedLayer {
  readonly file: string
  readonly encrypted: boolean
}

/** How people lay out their hubs: what a layout finds among the YAML files of a repository. */
export interface Layout {
  /** As in "3 hubs of …". */
  readonly name: string
  find(files: readonly string[]): Proposal[]
}

/** A folder that holds a chart, told from the published chart of the same name. */
export function chartFolder(folder: string): string {
  return folder === 'jupyterhub' ? './jupyterhub' : folder
}

/** The documents of a file; none where it cannot be read. */
export function documentsOf(file: string): unknown[] {
  return readYaml(readFileSync(file), file, { helm: 4 }).documents.map(({ data }) => data)
}

/** The layer of a file, named from the folder that names it; encrypted ones may be missing. */
export function layerAt(folder: string, name: string, encrypted = false): ProposedLayer {
  const file = join(folder, name)
  return { file, encrypted: encrypted || isEncrypted(file) }
}

/** Whether a layer can be a part of a hub here: it is there, or it is known to be kept elsewhere. */
export function isUsable({ file, encrypted }: ProposedLayer): boolean {
  return encrypted || existsSync(file)
}

/** Source: AGWA/git-crypt@0.7.0:commands.cpp (the first bytes); getsops/sops@v3.9.0:README.rst, "Encryption protocol". */
function isEncrypted(file: string): boolean {
  if (!existsSync(file)) return false
  const text = readFileSync(file, 'latin1')
  return text.startsWith('\0GITCRYPT') || /\bENC\[AES256_GCM,/.test(text)
}

/** The folders of charts that depend on the jupyterhub chart, by their files. */
export function hubCharts(files: readonly string[]): string[] {
  return files
    .filter(file => /(?:^|\/)Chart\.yaml$/.test(file))
    .map(file => dirname(file))
    .filter(dependsOnHub)
}

/** Whether a folder holds the jupyterhub chart, or one that depends on it. */
export function isHubChart(folder: string): boolean {
  return chartsIn(folder, 'Chart.yaml').some(data => child(data, 'name') === 'jupyterhub') || dependsOnHub(folder)
}

function dependsOnHub(folder: string): boolean {
  return ['Chart.yaml', 'requirements.yaml'].some(name =>
    chartsIn(folder, name).some(data => dependenciesOf(data).includes('jupyterhub')),
  )
}

function chartsIn(folder: string, name: string): unknown[] {
  const file = join(folder, name)
  return existsSync(file) ? documentsOf(file) : []
}

function dependenciesOf(data: unknown): unknown[] {
  const list = child(data, 'dependencies')
  return Array.isArray(list) ? list.map(one => child(one, 'name')) : []
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
