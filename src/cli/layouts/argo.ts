import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { child } from '../../model/traced.ts'
import {
  chartFolder,
  documentsOf,
  isHubChart,
  isUsable,
  type Layout,
  layerAt,
  listOf,
  type Proposal,
  textOf,
} from './layout.ts'

/**
 * Argo CD Applications that name values files of this repository. Source: argoproj/argo-cd@v3.0.0:
 * docs/user-guide/helm.md ("Values Files"), docs/user-guide/multiple_sources.md.
 */
export const argo: Layout = {
  name: 'Argo CD Applications',
  find: files =>
    files
      .filter(file => /argoproj\.io/.test(readFileSync(file, 'utf8')))
      .flatMap(documentsOf)
      .filter(data => child(data, 'kind') === 'Application')
      .flatMap(proposalsOf),
}

function proposalsOf(application: unknown): Proposal[] {
  const spec = child(application, 'spec')
  const single = child(spec, 'source')
  const sources = single === undefined ? listOf(child(spec, 'sources')) : [single]
  return sources.flatMap(source => {
    const path = textOf(child(source, 'path'))
    const isPublished = textOf(child(source, 'chart')) === 'jupyterhub'
    const version = textOf(child(source, 'targetRevision'))
    const names = listOf(child(child(source, 'helm'), 'valueFiles')).map(textOf)
    // "$ref/" is the root of another source, and so is a leading slash that of the repository
    const values = names
      .map(name => (/^(?:\$\w+)?\//.test(name) ? name.replace(/^(?:\$\w+)?\//, '') : join(path, name)))
      .map(name => layerAt('', name))
      .filter(isUsable)
    const isChart = path !== '' && isHubChart(path)
    const helm = child(source, 'helm')
    // what the object itself says is in no file, and only known where the object is judged
    const saysMore = ['values', 'valuesObject', 'parameters'].some(key => child(helm, key) !== undefined)
    if (values.length === 0 || saysMore || (!isPublished && !isChart)) return []
    const name = textOf(child(child(application, 'metadata'), 'name')) || 'hub'
    return [{ name, chart: isChart ? chartFolder(path) : `jupyterhub@${version}`, values }]
  })
}
