import type { Path } from '../../model/path.ts'
import { child, Opaque, type Traced, traced } from '../../model/traced.ts'

/** An umbrella chart that has values of its own for its jupyterhub, which its users do not see in their files. */
interface ParentChart {
  readonly name: string
  /** Whether values around the hub's are this chart's. */
  isAround(values: unknown, key: string | number | undefined): boolean
  /** What it says that rules read. */
  readonly values: unknown
}

const PARENTS: readonly ParentChart[] = [
  {
    name: 'binderhub',
    // its configuration stands beside the hub's values, or its own key is the one around
    isAround: (values, key) => key === 'binderhub' || child(child(values, 'config'), 'BinderHub') !== undefined,
    // source: jupyterhub/binderhub@main:helm-chart/binderhub/values.yaml (`jupyterhub`), 2026
    values: {
      cull: { enabled: true, users: true },
      singleuser: { storage: { type: 'none' } },
      prePuller: { hook: { enabled: false }, continuous: { enabled: false } },
      hub: {
        config: {
          JupyterHub: { authenticator_class: 'null' },
          KubeSpawner: { image: new Opaque('each launch of BinderHub names its own') },
        },
      },
    },
  },
]

/**
 * What a well-known umbrella chart says of its jupyterhub, where the values around `key` are such a chart's; null where they are
 * not. Origins are by `chart`: nobody wrote it in these files.
 */
export function parentDefaults(values: unknown, key: Path): Traced | null {
  if (key.length === 0) return null
  const around = key.slice(0, -1).reduce(child, values)
  const parent = PARENTS.find(chart => chart.isAround(around, key.at(-2)))
  if (parent === undefined) return null
  const { name } = parent
  return traced(parent.values, path => ({ by: 'chart', name, path, span: null }))
}
