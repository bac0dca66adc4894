import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { child } from '../../model/traced.ts'
import { documentsOf, isUsable, type Layout, layerAt, listOf, textOf } from './layout.ts'

/** A `cluster.yaml` for each cluster that lists its hubs. Source: 2i2c-org/infrastructure@9ad7cd0:config/clusters/2i2c/cluster.yaml. */
export const clusters: Layout = {
  name: 'cluster.yaml files',
  find: files =>
    files
      .filter(file => basename(file) === 'cluster.yaml')
      .flatMap(file =>
        documentsOf(file).flatMap(data => {
          const folder = dirname(file)
          const cluster = textOf(child(data, 'name')) || basename(folder)
          return listOf(child(data, 'hubs')).flatMap(hub => {
            const chart = join('helm-charts', textOf(child(hub, 'helm_chart')))
            const values = listOf(child(hub, 'helm_chart_values_files'))
              .map(name => layerAt(folder, textOf(name), /(?:^|[.-])enc-|\.secret\./.test(textOf(name))))
              .filter(isUsable)
            const name = `${cluster}-${textOf(child(hub, 'name'))}`
            // a sample of such a file lists hubs of which nothing is there
            return values.length === 0
              ? []
              : [{ name, chart: existsSync(join(chart, 'Chart.yaml')) ? chart : null, values }]
          })
        }),
      ),
}
