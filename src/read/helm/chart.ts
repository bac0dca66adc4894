import type { ValuesSchema } from '../../model/schema.ts'
import type { Traced } from '../../model/traced.ts'

/** A chart as Helm loads it from a folder or an archive, with everything below its `charts/`. */
export interface HelmChart {
  readonly name: string
  readonly version: string
  /** Whether it was read; false for what stands in for a chart that is not at hand. */
  readonly isRead: boolean
  /** Where it says that it comes from: its home page, its sources, the repository it was asked of. */
  readonly homes: readonly string[]
  /** Its own values.yaml. */
  readonly values: Traced
  /** Its values.schema.json; null if it has none, or values need not fit it. */
  readonly schema: ValuesSchema | null
  /** The charts that are there; which of them count is decided by `requirements`, and by the values. */
  readonly vendored: readonly HelmChart[]
  /** What Chart.yaml says of them; null if it says nothing at all: then all of them count. */
  readonly requirements: readonly Requirement[] | null
}

/** An entry of `dependencies` in Chart.yaml. */
export interface Requirement {
  readonly name: string
  /** The key of its values, where that is another than the chart's name. */
  readonly alias: string | null
  /** Paths to values that switch it on or off, with commas. */
  readonly condition: string
  readonly tags: readonly string[]
  /** As written: texts, or maps of `child` and `parent`. */
  readonly importValues: readonly unknown[]
  /** Whether a chart of that version is meant. */
  fits(version: string): boolean
}
