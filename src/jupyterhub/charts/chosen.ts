import type { Chart } from '../../model/hub.ts'

/** How a chart's version came to be known. */
export type VersionFrom =
  | 'flag'
  | 'policy'
  | 'chart'
  | 'lock'
  | 'helmrelease'
  | 'application'
  | 'helmfile'
  | 'label'
  | 'object'
  | 'assumed'

/** The jupyterhub chart that a hub is judged with. */
export interface ChosenChart {
  readonly chart: Chart
  readonly from: VersionFrom
  /** What people should know about the choice. */
  readonly note: string | null
}
