import type { Origin } from '../../model/origin.ts'
import { Leaf, Table } from './table.ts'

/** A chart whose values are being put together; `name` is the key of its values in those of the chart above. */
export interface Member {
  readonly name: string
  /** The defaults it has by now: its own, and what it imported from the charts below. */
  readonly values: Table
  readonly dependencies: readonly Member[]
}

/** Whether nulls are kept for a later pass, and whose treatment of null defaults counts. */
export interface Manner {
  readonly keepNulls: boolean
  readonly helm: 3 | 4
}

/** Helm's refusal to put values together. */
export class Refusal extends Error {
  readonly origin: Origin

  constructor(message: string, origin: Origin) {
    super(message)
    this.origin = origin
  }
}

/** The key of the values that every chart below sees too. */
const GLOBAL = 'global'

/**
 * Puts values over the defaults of a chart and of all charts below it, in place. It follows Helm's code step by step, because
 * what it changes in passing (tables below `global` are shared between charts) is seen in the outcome. Throws `Refusal`.
 * Source: helm/helm@v4.2.4:pkg/chart/common/util/coalesce.go, helm/helm@v3.21.4:pkg/chartutil/coalesce.go.
 */
export function coalesce(chart: Member, values: Table, manner: Manner): Table {
  overDefaults(chart, values, manner)
  for (const dependency of chart.dependencies) {
    let below = values.get(dependency.name)
    if (below === undefined) {
      below = Table.empty()
      values.set(dependency.name, below)
    }
    if (below instanceof Leaf) {
      const what = below.data === null ? 'null' : Array.isArray(below.data) ? 'a list' : 'a single value'
      throw new Refusal(
        `"${dependency.name}" holds the values of the chart ${dependency.name}, and must be a map; this is ${what}`,
        below.author.origin(below.at),
      )
    }
    handDownGlobals(values, below)
    coalesce(dependency, below, manner)
  }
  return values
}

function overDefaults(chart: Member, values: Table, { keepNulls, helm }: Manner): void {
  const cleans = !keepNulls && helm === 4
  for (const [key, fallback] of chart.values.copy().entries()) {
    const value = values.get(key)
    if (value === undefined) {
      if (cleans && fallback instanceof Table) fallback.removeNulls()
      if (cleans && isNull(fallback)) values.remove(key, fallback)
      else values.set(key, fallback)
    } else if (value instanceof Leaf) {
      if (value.data === null && !keepNulls) values.remove(key, value)
    } else if (fallback instanceof Table) {
      // what is null below the key of a chart waits for that chart's own defaults
      const waits = keepNulls || chart.dependencies.some(({ name }) => name === key)
      if (!waits && helm === 4) fallback.removeNulls()
      mergeUnder(value, fallback, waits)
    }
  }
}

/** Puts a table under another, in place: where both have a map they merge, else the upper one's stays. */
export function mergeUnder(over: Table, under: Table, keepNulls: boolean): Table {
  for (const [key, fallback] of under.entries()) {
    const value = over.get(key)
    if (value === undefined) over.set(key, fallback)
    else if (isNull(value)) {
      // Helm's nulls pass into the table below as well, which other charts may share
      if (isNull(fallback)) continue
      under.set(key, value)
      if (!keepNulls) over.remove(key, value)
    } else if (value instanceof Table && fallback instanceof Table) mergeUnder(value, fallback, keepNulls)
  }
  for (const [key, value] of over.entries()) if (isNull(value) && under.get(key) === undefined) under.set(key, value)
  return over
}

function handDownGlobals(values: Table, below: Table): void {
  const inner = below.get(GLOBAL) ?? Table.empty()
  const outer = values.get(GLOBAL) ?? Table.empty()
  if (inner instanceof Leaf || outer instanceof Leaf) return
  for (const [key, value] of outer.entries()) {
    const own = inner.get(key)
    if (value instanceof Leaf) {
      if (!(own instanceof Table)) inner.set(key, value)
    } else if (own === undefined) inner.set(key, value.fork())
    else if (own instanceof Table) inner.set(key, mergeUnder(value.fork(), own, true))
  }
  below.set(GLOBAL, inner)
}

function isNull(entry: Table | Leaf): entry is Leaf {
  return entry instanceof Leaf && entry.data === null
}
