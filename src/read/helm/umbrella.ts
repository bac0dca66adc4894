import type { Path } from '../../model/path.ts'
import { compose, NOTHING, type Traced } from '../../model/traced.ts'
import type { HelmChart } from './chart.ts'

/**
 * A chart of which no more is known than the defaults that count at `key` of its values: the chart itself at the root, else what
 * is around it, a chart for each step. `parent` is what the chart right above says of it, if that is known.
 */
export function umbrella(key: Path, defaults: Traced, parent: Traced | null): HelmChart {
  const inner = bare(String(key.at(-1) ?? ''), defaults, [])
  return key.reduceRight<HelmChart>((below, _step, depth) => {
    const isRightAbove = depth === key.length - 1
    const values = isRightAbove && parent?.data !== undefined ? under(below.name, parent) : NOTHING
    return bare(String(key[depth - 1] ?? ''), values, [below])
  }, inner)
}

function bare(name: string, values: Traced, vendored: readonly HelmChart[]): HelmChart {
  const requirements = vendored.map(chart => ({
    name: chart.name,
    ...{ alias: null, condition: '', tags: [], importValues: [] },
    fits: () => true,
  }))
  return {
    name,
    version: '',
    isRead: false,
    homes: [],
    values,
    schema: null,
    vendored,
    requirements: requirements.length > 0 ? requirements : null,
  }
}

function under(key: string, values: Traced): Traced {
  return compose({ [key]: values }, NOTHING.origin([]))
}
