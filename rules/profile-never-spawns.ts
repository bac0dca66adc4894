import { refusals as refusedByChart } from '../src/jupyterhub/refusals.ts'
import { refusals } from '../src/jupyterhub/user-pods/refusals/refusals.ts'
import { type NeverMade, neverSpawns, userPods } from '../src/jupyterhub/user-pods/user-pods.ts'
import type { Hub } from '../src/model/hub.ts'
import { isWritten } from '../src/model/origin.ts'
import { printPath } from '../src/model/path.ts'
import { placeholderIn } from '../src/model/placeholder.ts'
import { defineRule } from '../src/model/rule.ts'
import type { View } from '../src/model/view.ts'

export default defineRule({
  id: 'profile-never-spawns',
  about: 'hub',
  severity: { recommended: { certain: 'error', 'by-helm': 'warning' }, strict: 'error' },
  summary: 'Servers that users can choose never start.',
  why: `KubeSpawner or Kubernetes refuses the pod each time, so whoever chooses it sees an error that only an admin can mend. The chart
and the hub say nothing of it before.`,
  advice: 'mend the value; the message says what is expected',
  instead: `singleuser:
  memory:
    guarantee: 1G
    limit: 2G`,
  example: `singleuser:
  memory:
    guarantee: 2G
    limit: 1G`,
  except:
    'What a user must type first, what Python computes or a hook may change, and what only the cluster knows: quotas, missing claims and images.',

  *check(hub) {
    const all = onceEach([...userPods(hub).never, ...refused(hub)])
    if (all.length === 0) return
    // a value that the chart refuses never reaches the spawner
    const byChart = new Set(refusedByChart(hub).map(({ at }) => printPath(at.origin().path)))
    for (const { who, reason, at } of all) {
      if (byChart.has(printPath(at.origin().path))) continue
      const [first = null, ...others] = who
      const message = neverSpawns(first, others.length, reason)
      yield hangsOnHelm(at, hub)
        ? {
            at,
            situation: 'by-helm',
            message: `${message}; only Helm before 3.17.1 drops it, if it stands over a default`,
          }
        : { at, situation: 'certain', message }
    }
  },
})

/**
 * A null in the values of a chart around jupyterhub: it may stand over a default of that chart, which Helm up to 3.17.0 takes away
 * with it, and Helm from 3.17.1 on keeps as null.
 * Source: helm/helm@v3.17.1:pkg/chartutil/coalesce.go `childChartMergeTrue`.
 */
function hangsOnHelm(at: View, hub: Hub): boolean {
  const origin = at.origin()
  return at.raw === null && isWritten(origin) && !hub.isRendered && !ROOTS.has(String(origin.path[0]))
}

/** The keys of the jupyterhub chart under which user pods are described. */
const ROOTS: ReadonlySet<string> = new Set(['hub', 'singleuser'])

/** The pods that Kubernetes refuses. In a layer of several, what hangs on a value that nobody wrote is for another layer to say. */
function* refused(hub: Hub): Generator<NeverMade> {
  const { pods, final } = userPods(hub)
  const made = final ? pods.filter(({ spawns }) => spawns) : []
  const isWhole = hub.completeness === 'whole'
  const all: NeverMade[] = made.flatMap(({ subject, pod }) =>
    refusals(pod)
      .filter(({ at, besides }) => !isPlaceholder(at) && (isWhole || besides === undefined || isSaid(besides)))
      .map(({ sentence, at }) => ({ who: subject, reason: `Kubernetes refuses the pod, because ${sentence}`, at })),
  )
  for (const one of onceEach(all))
    for (const who of one.who.length === made.length ? [null] : one.who) {
      const name = who?.replace(/^user pod \((.*)\)$/, '$1') ?? null
      yield { who: name, reason: one.reason, at: one.at }
    }
}

/** A text that is still to be filled in has a rule of its own. */
function isPlaceholder({ text }: View): boolean {
  return text !== undefined && placeholderIn(text) !== null
}

function isSaid(value: View<unknown> | null): boolean {
  return value !== null && isWritten(value.origin())
}

/** One cause once, with all that are concerned. */
function onceEach(all: readonly NeverMade[]): { who: (string | null)[]; reason: string; at: View }[] {
  const byCause = new Map<string, { who: (string | null)[]; reason: string; at: View }>()
  for (const { who, reason, at } of all) {
    const { by, span, path } = at.origin()
    const cause = JSON.stringify([reason, by, span, path])
    const before = byCause.get(cause)
    if (before === undefined) byCause.set(cause, { who: [who], reason, at })
    else before.who.push(who)
  }
  return [...byCause.values()]
}
