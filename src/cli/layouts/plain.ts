import { basename, dirname, extname, join } from 'node:path'
import { recognise } from '../../read/recognise.ts'
import {
  chartFolder,
  documentsOf,
  hubCharts,
  type Layout,
  layerAt,
  type Proposal,
  type ProposedLayer,
} from './layout.ts'

/** Names of files that are no hub by themselves, but a part of several. */
const COMMON = /^(?:common|base|shared|defaults?|all|_[\w-]+)$/
const SECRET = /secret/i
/** Folders that hold no hub that somebody deploys. */
const ASIDE = /(?:^|\/)(?:ci|tests?|testing|examples?|docs?|templates|\.[^/]+)\//

/**
 * Values files beside each other, the shared ones below: a folder of hubs, or of environments of one hub. A folder that holds
 * only common files is shared by the folders in it.
 */
export const plain: Layout = {
  name: 'values files',
  find: files => {
    const charts = hubCharts(files)
    const values = files.filter(file => !ASIDE.test(file) && basename(file) !== 'Chart.yaml' && isValues(file))
    const folders = [...new Set(values.map(file => dirname(file)))]
    const above = (folder: string) => (charts.includes(folder) ? [] : commonAbove(folder, values))
    const shared = new Set(folders.flatMap(above).map(file => dirname(file)))
    return folders
      .filter(folder => !shared.has(folder))
      .flatMap(folder => hubsIn(folder, values, charts, above(folder)))
  },
}

/** What the folder above holds for each folder in it: common files, and nothing else. */
function commonAbove(folder: string, values: readonly string[]): readonly string[] {
  const around = folder === '.' ? [] : values.filter(file => dirname(file) === dirname(folder))
  return around.every(file => COMMON.test(stemOf(file))) ? around : []
}

function isValues(file: string): boolean {
  return recognise(documentsOf(file)).kind === 'values'
}

function hubsIn(
  folder: string,
  values: readonly string[],
  charts: readonly string[],
  above: readonly string[],
): Proposal[] {
  const its = charts.includes(folder) ? folder : charts.length === 1 ? (charts[0] ?? null) : null
  const chart = its === null ? null : chartFolder(its)
  // the values of a chart are its own lowest layer
  const own = values.filter(file => dirname(file) === folder && !(its === folder && basename(file) === 'values.yaml'))
  const secrets = own.filter(file => SECRET.test(basename(file)))
  const shared = own.filter(file => !secrets.includes(file) && isShared(stemOf(file)))
  const hubs = own.filter(file => !secrets.includes(file) && !shared.includes(file))
  const layers = (some: readonly string[]): ProposedLayer[] => some.map(file => layerAt('', file))
  const below = layers([...above, ...shared])
  if (hubs.length === 0)
    return own.length === 0 && its !== folder
      ? []
      : [{ name: nameOf(folder), chart, values: [...below, ...layers(secrets)] }]
  return hubs.map(file => {
    const stem = stemOf(file)
    const common = secrets.filter(secret => !hubs.some(other => stemOf(secret).includes(stemOf(other))))
    const mine = secrets.filter(secret => stemOf(secret).includes(stem))
    const prefix = ['.', 'config', 'values', 'hubs', 'environments', 'envs'].includes(basename(folder))
      ? ''
      : `${basename(folder)}-`
    return { name: `${prefix}${stem}`, chart, values: [...below, ...layers([file]), ...layers([...common, ...mine])] }
  })
}

/** Whether hubs beside a file of this name share it. */
function isShared(stem: string): boolean {
  return COMMON.test(stem) || stem === 'values' || stem === 'config'
}

function stemOf(file: string): string {
  return basename(file, extname(file)).replace(/\.values$|^values[-.]/, '')
}

function nameOf(folder: string): string {
  return folder === '.' ? 'hub' : basename(join(folder))
}
