import { vulnerabilities } from '../src/jupyterhub/advisories/advisories.ts'
import { ADVISORIES_DATE } from '../src/jupyterhub/advisories/table.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'vulnerable-version',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error' },
  summary: 'The chart brings software with a published vulnerability that concerns this hub.',
  why: `Advisories are public, and so are the versions of a hub: its API tells them to everybody. The advisories known here are those
published by ${ADVISORIES_DATE}.`,
  advice: 'upgrade to the chart that is named, and read its upgrade notes first',
  instead: `hub:
  config:
    JupyterHub:
      authenticator_class: github
  loadRoles:
    user:
      scopes:
        - self`,
  example: `hub:
  config:
    JupyterHub:
      authenticator_class: github
  loadRoles:
    user:
      scopes:
        - self
        - shares!user`,
  except: `Hubs of which nobody said the chart's version, hubs that run an image or modules of their own, and advisories about what a hub
does not use.`,

  *check(hub) {
    for (const { advisory, software, fixed, fixedChart, at } of vulnerabilities(hub)) {
      const mended =
        fixedChart === undefined
          ? `mended in ${software.split(' ')[0]} ${fixed}, which no chart known here has`
          : `mended in jupyterhub ${fixedChart}`
      yield { at, message: `${software} has ${advisory.id}: ${advisory.what}; ${mended}` }
    }
  },
})
