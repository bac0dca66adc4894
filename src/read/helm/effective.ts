import type { Origin } from '../../model/origin.ts'
import type { Path } from '../../model/path.ts'
import { compose, type Traced } from '../../model/traced.ts'
import { withNearest } from '../nearest.ts'
import type { HelmChart } from './chart.ts'
import { coalesce, Refusal } from './coalesce.ts'
import { dropDisabled, importValues, Pass, type Working, working } from './dependencies.ts'
import { Table } from './table.ts'

/** A chart that is switched on, and the path of its values in those of the outermost chart. */
export interface Instance {
  readonly chart: HelmChart
  readonly key: Path
}

/** The values of a chart and of all below it, or why Helm refuses to put them together, and the value that is to blame. */
export type Effective =
  | { readonly values: Traced; readonly instances: readonly Instance[] }
  | { readonly error: string; readonly origin: Origin }

/**
 * What the templates of a chart and of the charts below it see as `.Values`, as `helm install` works it out from what a user
 * supplies. Of what nobody wrote, the origin has the nearest text in the charts' own files and in `layers`: what a user supplies,
 * file by file.
 */
export function effectiveValues(
  chart: HelmChart,
  supplied: Traced,
  helm: 3 | 4,
  layers: readonly Traced[] = [supplied],
): Effective {
  const root = working(chart)
  const user = Table.of(supplied)
  try {
    const pass = new Pass(helm)
    dropDisabled(root, () => user, pass)
    importValues(root, pass)
    const values = coalesce(root, user.copy(), { keepNulls: false, helm }).traced()
    const instances = instancesOf(root, [])
    return { values: withNearest(values, [...ownFiles(instances), ...layers]), instances }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { error: error.message, origin: error.origin }
  }
}

function instancesOf(root: Working, key: Path): Instance[] {
  return [{ chart: root.chart, key }, ...root.dependencies.flatMap(one => instancesOf(one, [...key, one.name]))]
}

/** The values.yaml of charts that a person wrote, the outermost chart's last. */
function ownFiles(instances: readonly Instance[]): Traced[] {
  const written = instances.filter(({ chart }) => chart.values.origin([]).by === 'file')
  return written.reverse().map(({ chart: { values }, key }) =>
    key.reduceRight<Traced>((inner, step) => {
      const whole = inner.origin([])
      return compose({ [step]: inner }, { ...whole, by: 'nobody' })
    }, values),
  )
}
