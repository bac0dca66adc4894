import { allRefusals } from '../src/jupyterhub/refusals.ts'
import { defineRule } from '../src/model/rule.ts'

/** Where nobody says which chart it is, the values may be right for theirs. */
const LEVELS = { refused: 'error', 'refused by the newest chart': 'warning' } as const

export default defineRule({
  id: 'rejected-by-chart',
  about: 'hub',
  severity: {
    recommended: LEVELS,
    strict: LEVELS,
    nrp: LEVELS,
    dsri: LEVELS,
    welkin: LEVELS,
    'pss-baseline': LEVELS,
    'pss-restricted': LEVELS,
  },
  summary: 'The chart refuses these values: Helm installs and upgrades nothing.',
  why: `Helm holds all values against the chart's schema, and the chart's templates end with an error where values were renamed, are
missing or are of another kind. Whatever else changed in the same commit does not reach the hub either.`,
  advice:
    'write what the message says; if the values are meant for another version of the chart, name it with --chart-version',
  instead: `singleuser:
  image:
    name: quay.io/jupyter/minimal-notebook
    tag: "2025-03-14"
cull:
  timeout: 3600`,
  example: `singleuser:
  imag:
    name: quay.io/jupyter/minimal-notebook
cull:
  timeout: "3600"`,
  except: `Keys that the chart leaves to people, such as those below hub.config, custom and extraPodConfig, and values in Kubernetes
objects, which a chart has taken already. Where no version of the chart is stated and the newest is assumed, it is a warning. A
missing proxy.secretToken of the charts before 1.0 is no error in one file of several.`,

  *check(hub) {
    const { isAssumed, version } = hub.chart
    for (const { sentence, at } of allRefusals(hub)) {
      // another layer may say what this one lacks or takes away
      if (hub.completeness === 'layer' && !at.isSet) continue
      yield isAssumed === true
        ? {
            at,
            situation: 'refused by the newest chart',
            message: `${sentence} (${version} is assumed, as no version is stated)`,
          }
        : { at, situation: 'refused', message: sentence }
    }
  },
})
