import { isUserPod, type Pod } from '../src/model/pod.ts'
import { defineRule } from '../src/model/rule.ts'
import type { View } from '../src/model/view.ts'

export default defineRule({
  id: 'service-account-token',
  about: 'pod',
  severity: { recommended: 'warning', strict: 'error', guide: 'error' },
  summary: 'Users get a token for the Kubernetes API.',
  why: `Every process in the pod can read the token and act as its account: with the rights somebody gave that account, now or later. On
a hub this is whatever code users run.`,
  advice:
    'leave singleuser.serviceAccountName out; where an account is needed for a cloud identity, set KubeSpawner.automount_service_account_token: false beside it if that identity works without the token',
  instead: `singleuser:
  serviceAccountName: null`,
  example: `singleuser:
  serviceAccountName: notebooks`,
  except:
    'Pods that are not for users, and accounts whose token is not mounted. What an account may do, and whether it forbids the mount itself, is not seen.',

  *check(pod) {
    if (!isUserPod(pod)) return
    const spec = pod.at('spec')
    const [mounts, account] = [spec.at('automountServiceAccountToken'), accountOf(pod)]
    if (spec.isOpaque || mounts.value === false || mounts.isOpaque || account.isOpaque) return
    const at = account.isSet && mounts.value !== true ? account : mounts
    yield { at, message: `users get the API token of ${named(account)}` }
  },
})

/** The former name of the field still acts where the new one is not set. Source: kubernetes/api, core/v1/types.go (`serviceAccount`). */
function accountOf(pod: View<Pod>): View<string | undefined> {
  const spec = pod.at('spec')
  const former = (spec as View).get('serviceAccount') as View<string | undefined>
  return spec.at('serviceAccountName').isSet || !former.isSet ? spec.at('serviceAccountName') : former
}

/** The hub's own account is the worst: see `jupyterhub/templates/hub/rbac.yaml` of the chart. */
function named(account: View): string {
  if (!account.isSet || account.text === '' || account.text === 'default')
    return 'the account "default" of the namespace'
  const own = account.text === 'hub' ? ", the hub's own, which reads all Secrets there and makes pods" : ''
  return `the account "${account.value}"${own}`
}
