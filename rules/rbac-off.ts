import { atLeast } from '../src/jupyterhub/charts/versions.ts'
import { usesTraefik } from '../src/jupyterhub/login-tls.ts'
import type { Hub } from '../src/model/hub.ts'
import type { Path } from '../src/model/path.ts'
import { defineRule } from '../src/model/rule.ts'
import type { HubValues } from '../src/model/values.ts'
import type { View } from '../src/model/view.ts'

export default defineRule({
  id: 'rbac-off',
  about: 'hub',
  severity: { recommended: 'warning', strict: 'error', guide: 'error' },
  summary: 'The hub has no roles of its own, or no account of its own.',
  why: `The hub needs rights to make pods. If the chart gives it none, they come from elsewhere, mostly from the account "default", which
every other pod of the namespace has too, with rights that nobody wrote down here.`,
  advice:
    'leave rbac on and let the chart make its accounts, or name the one that was made for the hub (hub.serviceAccount.name)',
  instead: `rbac:
  create: true
hub:
  serviceAccount:
    create: true`,
  example: `hub:
  config:
    JupyterHub:
      authenticator_class: github
rbac:
  create: false`,
  except: 'Accounts made elsewhere and named here.',

  *check(hub) {
    const [key, value] = switchOf(hub)
    if (value.value === false)
      yield {
        at: value,
        message: `the chart makes no roles (${key}: ${value.raw}): the hub has whatever rights its account got elsewhere`,
      }
    if (!atLeast(hub.chart, '2.0.0')) return
    for (const { who, path, isUsed } of ACCOUNTS) {
      if (!isUsed(hub.values)) continue
      const account = hub.values.down([...path, 'serviceAccount'])
      const create = account.get('create')
      if (create.value === false && !account.get('name').isSet)
        yield {
          at: create,
          message: `${who} runs as the account "default": it gets none of its own, and none is named`,
        }
    }
  },
})

/** The switch of this chart. Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/templates/hub/rbac.yaml, 1.2.0 and 2.0.0. */
function switchOf({ values, chart }: Hub): [string, View] {
  const key = atLeast(chart, '2.0.0') ? 'create' : 'enabled'
  return [`rbac.${key}`, values.get('rbac').get(key)]
}

/** Source: jupyterhub/zero-to-jupyterhub-k8s@4.4.0:jupyterhub/templates/_helpers-names.tpl (…-serviceaccount.fullname). */
const ACCOUNTS: readonly {
  readonly who: string
  readonly path: Path
  readonly isUsed: (values: View<HubValues>) => boolean
}[] = [
  { who: 'the hub', path: ['hub'], isUsed: () => true },
  { who: 'the proxy that ends TLS', path: ['proxy', 'traefik'], isUsed: usesTraefik },
  {
    who: 'the user scheduler',
    path: ['scheduling', 'userScheduler'],
    isUsed: values => values.down(['scheduling', 'userScheduler', 'enabled']).value === true,
  },
  {
    who: 'the image puller',
    path: ['prePuller', 'hook'],
    isUsed: values => values.down(['prePuller', 'hook', 'enabled']).value === true,
  },
]
