import { child } from '../../model/traced.ts'
import type { HelmChart, Requirement } from './chart.ts'
import { coalesce, mergeUnder } from './coalesce.ts'
import { Table } from './table.ts'

/** A chart with those of its charts that count, under the keys of their values. */
export interface Working {
  readonly chart: HelmChart
  readonly name: string
  values: Table
  requirements: readonly Requirement[] | null
  dependencies: readonly Working[]
}

/** A chart and all that is below it, before any is switched off. */
export function working(chart: HelmChart, name: string = chart.name): Working {
  return {
    chart,
    name,
    values: Table.of(chart.values),
    requirements: chart.requirements,
    dependencies: chart.vendored.map(vendored => working(vendored)),
  }
}

/**
 * What is remembered while the values of one outermost chart are put together. Helm 3 changes the entries of `dependencies` as it
 * goes, and charts that are there twice, under two aliases, share them: the second finds no chart of the name that an alias took
 * the place of, and imports nothing. Source: helm/helm@v3.21.4:pkg/chartutil/dependencies.go, getAliasDependency.
 */
export class Pass {
  readonly helm: 3 | 4
  private readonly renamed = new Set<Requirement>()
  private readonly imported = new Set<Requirement>()

  constructor(helm: 3 | 4) {
    this.helm = helm
  }

  /** The name of the chart that is looked for; asked once for each time that a chart is there. */
  chartName(requirement: Requirement): string {
    const isRenamed = this.helm === 3 && this.renamed.has(requirement)
    return isRenamed ? keyOf(requirement) : requirement.name
  }

  rename(requirements: readonly Requirement[]): void {
    for (const requirement of requirements) this.renamed.add(requirement)
  }

  /** What is imported by an entry of `dependencies`. */
  imports(requirement: Requirement): readonly unknown[] {
    if (this.helm === 3 && this.imported.has(requirement)) return []
    this.imported.add(requirement)
    return requirement.importValues
  }
}

/**
 * Names the charts below by their aliases, and drops those that conditions and tags switch off. Conditions of all depths are
 * looked up in the outermost chart's values. Throws `Refusal`.
 * Source: helm/helm@v4.2.4:pkg/chart/v2/util/dependencies.go, processDependencyEnabled.
 */
export function dropDisabled(chart: Working, outermost: () => Table, pass: Pass, prefix = ''): void {
  const { requirements } = chart
  if (requirements === null) return
  const unlisted = chart.dependencies.filter(
    ({ name, chart: { version } }) => !requirements.some(one => pass.chartName(one) === name && one.fits(version)),
  )
  const listed = requirements.flatMap(requirement => {
    const found = chart.chart.vendored.find(
      ({ name, version }) => name === pass.chartName(requirement) && requirement.fits(version),
    )
    return found === undefined ? [] : [working(found, keyOf(requirement))]
  })
  pass.rename(requirements)
  chart.dependencies = [...unlisted, ...listed]
  const { dependencies } = chart
  let known: Table | undefined
  const values = () => {
    known ??= coalesce({ ...chart, dependencies }, outermost().copy(), { keepNulls: false, helm: pass.helm })
    return known
  }
  // Helm does this in any case, and refuses what does not fit; for a chart that is not at hand it may not be so
  if (chart.chart.isRead) values()
  const enabled = requirements.filter(requirement => isEnabled(requirement, values, prefix))
  const disabled = new Set(requirements.filter(requirement => !enabled.includes(requirement)).map(keyOf))
  chart.dependencies = chart.dependencies.filter(({ name }) => !disabled.has(name))
  for (const dependency of chart.dependencies) dropDisabled(dependency, values, pass, `${prefix}${dependency.name}.`)
  chart.requirements = enabled.length === 0 ? null : enabled
}

/** The first path of a condition that leads to true or false decides; else one true tag is enough, and one false without it is not. */
function isEnabled(requirement: Requirement, values: () => Table, prefix: string): boolean {
  for (const path of requirement.condition.trim().split(',')) {
    const keys = `${prefix}${path}`.split('.')
    const found =
      path === ''
        ? undefined
        : values()
            .table(keys.slice(0, -1))
            ?.get(keys.at(-1) ?? '')
    if (found !== undefined && !(found instanceof Table) && typeof found.data === 'boolean') return found.data
  }
  const said = requirement.tags
    .map(tag => values().table(['tags'])?.get(tag))
    .map(entry => (entry instanceof Table ? null : entry?.data))
  return said.includes(true) || !said.includes(false)
}

/**
 * Puts into each chart's defaults what it imports from the charts below it, the lowest charts first. Throws `Refusal`.
 * Source: helm/helm@v4.2.4:pkg/chart/v2/util/dependencies.go, processImportValues.
 */
export function importValues(chart: Working, pass: Pass): void {
  for (const dependency of chart.dependencies) importValues(dependency, pass)
  if (chart.requirements === null) return
  const defaults = coalesce(chart, Table.empty(), { keepNulls: true, helm: pass.helm })
  const imported = Table.empty()
  for (const requirement of chart.requirements) {
    for (const entry of pass.imports(requirement)) {
      const { from, to } = importOf(entry)
      const found = from === null ? undefined : defaults.table([keyOf(requirement), ...from.split('.')])
      if (found !== undefined) mergeUnder(imported, wrapped(found.isEmpty ? Table.empty() : found, to), true)
    }
  }
  chart.values = mergeUnder(defaults.copy(), imported, true)
}

/** An entry of `import-values`: the path below the chart's values, null if it is none, and the path it goes to. */
function importOf(entry: unknown): { readonly from: string | null; readonly to: string } {
  if (typeof entry === 'string') return { from: `exports.${entry}`, to: '.' }
  const isMap = typeof entry === 'object' && entry !== null && !Array.isArray(entry)
  // as Go prints what is not there
  const text = (key: string) => String(child(entry, key) ?? '<nil>')
  return isMap ? { from: text('child'), to: text('parent') } : { from: null, to: '.' }
}

function wrapped(table: Table, path: string): Table {
  if (path === '.') return table
  return path.split('.').reduceRight((inner, key) => {
    const outer = Table.empty()
    outer.set(key, inner)
    return outer
  }, table)
}

function keyOf({ alias, name }: Requirement): string {
  return alias ?? name
}
