import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { chartFolder, hubCharts, type Layout, layerAt } from './layout.ts'

/**
 * A folder for each deployment, with a `hubploy.yaml`, and below it `config/common.yaml`, `config/ENVIRONMENT.yaml` and
 * `secrets/ENVIRONMENT.yaml`. Source: berkeley-dsep-infra/hubploy@0341420:hubploy/helm.py, deploy.
 */
export const hubploy: Layout = {
  name: 'hubploy deployments',
  find: files => {
    const charts = hubCharts(files)
    const [only] = charts
    return files
      .filter(file => basename(file) === 'hubploy.yaml')
      .flatMap(file => {
        const folder = dirname(file)
        const config = join(folder, 'config')
        const environments = files
          .filter(other => dirname(other) === config && /^(?!common\.).*\.yaml$/.test(basename(other)))
          .map(other => basename(other, '.yaml'))
        return environments.map(environment => ({
          name: `${basename(folder)}-${environment}`,
          chart: charts.length === 1 && only !== undefined ? chartFolder(only) : null,
          values: [
            layerAt(config, 'common.yaml'),
            layerAt(config, `${environment}.yaml`),
            layerAt(join(folder, 'secrets'), `${environment}.yaml`, true),
          ].filter(({ file: path }) => existsSync(path)),
        }))
      })
  },
}
