import { allows } from '../src/model/option.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'unlisted-chart-version',
  about: 'hub',
  severity: 'error',
  summary: 'The chart is of a version that the policy does not list.',
  why: 'A platform tests some versions of the chart with its own settings. With another one nobody there knows what works, or can help.',
  advice: 'install a version of the chart that the policy lists',
  instead: `hub:
  config:
    JupyterHub:
      authenticator_class: github`,
  example: `hub:
  config:
    JupyterHub:
      authenticator_class: dummy`,
  except: 'Everything, until the option "allow" lists something, and hubs of which nobody said the version.',

  options: {
    allow: allows({
      about: 'Versions of the jupyterhub chart, such as "3.3.8".',
      default: [],
      // MaastrichtU-IDS/dsri-documentation@master:website/docs/deploy-jupyterhub.md: "the latest -and only- Helm Chart version"
      profiles: { dsri: ['3.3.8'] },
    }),
  },

  *check(hub, { allow }) {
    const { version, isAssumed } = hub.chart
    if (allow.length === 0 || isAssumed === true || allow.includes(version)) return
    yield {
      at: hub.values.at('hub'),
      message: `the chart is jupyterhub ${version}, and the policy lists ${allow.join(', ')}`,
    }
  },
})
