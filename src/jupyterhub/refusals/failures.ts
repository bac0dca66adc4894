import type { Hub } from '../../model/hub.ts'
import { printPath } from '../../model/path.ts'
import type { HubValues } from '../../model/values.ts'
import type { View } from '../../model/view.ts'
import { atLeast } from '../charts/versions.ts'
import { truthy } from '../derived.ts'
import type { Refusal } from '../refusals.ts'
import { argumentFailures, environmentFailures, fileFailures, ingressFailures } from './entries.ts'
import { movedKeys } from './moved.ts'
import { choiceFailures, extraContainerFailures, initContainerFailures, profileFailures } from './profiles.ts'
import { hasAutohttps } from './templates.ts'

type Test = (values: View<HubValues>) => Refusal[]

/** What the templates refuse by name, with `fail` or `required`, and where they go into what people name themselves. */
export function failures(hub: Hub): Refusal[] {
  const { values, chart } = hub
  const tests = TESTS.filter(([since, until]) => atLeast(chart, since) && (until === null || !atLeast(chart, until)))
  return [...movedKeys(hub), ...tests.flatMap(([, , test]) => test(values))]
}

/** Up to 0.11 the proxy's token has to be made by hand. Source: zero-to-jupyterhub-k8s@0.11.1:jupyterhub/templates/hub/secret.yaml. */
export function missingToken(hub: Hub): Refusal[] {
  if (atLeast(hub.chart, '1.0.0')) return []
  const at = hub.values.get('proxy').get('secretToken')
  const sentence = `proxy.secretToken is missing: jupyterhub ${hub.chart.version} does not make one itself`
  return at.isOpaque || truthy(at.raw) ? [] : [{ sentence, at }]
}

/** Since which chart, until which. Source: zero-to-jupyterhub-k8s@<tag>:jupyterhub/templates, the file named. */
const TESTS: readonly (readonly [since: string, until: string | null, test: Test])[] = [
  ['0.8.0', null, contactEmail], // proxy/autohttps/configmap.yaml, 0.8: deployment.yaml
  ['0.8.0', null, ownCertificate], // proxy/secret.yaml
  ['0.8.0', '0.11.0', cryptoKey], // hub/secret.yaml
  ['0.11.0', '1.0.0', cryptKeeperKeys], // NOTES.txt
  ['1.0.0', null, generatedSecrets], // hub/_helpers-passwords.tpl
  ['1.0.0', null, serviceTokens], // hub/_helpers-passwords.tpl
  ['3.0.0', null, metadataTwice], // NOTES.txt
  ['0.10.0', null, environmentFailures], // _helpers.tpl
  ['0.10.0', null, argumentFailures], // hub/deployment.yaml, proxy/deployment.yaml
  ['1.0.0', null, fileFailures], // _helpers.tpl
  ['1.0.0', null, ingressFailures], // NOTES.txt
  ['0.8.0', null, extraContainerFailures], // the next file, as the three after it
  ['1.0.0', null, initContainerFailures],
  ['0.8.0', null, profileFailures], // image-puller/_helpers-daemonset.tpl, up to 0.11 _daemonset-helper.yaml
  ['3.2.0', null, choiceFailures], // image-puller/_helpers-daemonset.tpl
]

function contactEmail(values: View<HubValues>): Refusal[] {
  const at = values.down(['proxy', 'https', 'letsencrypt', 'contactEmail'])
  const sentence = 'proxy.https.letsencrypt.contactEmail is missing, which a certificate from Let’s Encrypt needs'
  return hasAutohttps(values) && !at.isOpaque && !truthy(at.raw) ? [{ sentence, at }] : []
}

function ownCertificate(values: View<HubValues>): Refusal[] {
  const https = values.get('proxy').get('https')
  if (!truthy(https.get('enabled').raw) || https.get('type').text !== 'manual') return []
  return ['cert', 'key']
    .map(name => https.get('manual').get(name))
    .filter(at => !at.isOpaque && !truthy(at.raw))
    .map(at => ({ sentence: `${printPath(at.path)} is missing, which proxy.https.type "manual" needs`, at }))
}

function cryptoKey(values: View<HubValues>): Refusal[] {
  const state = values.get('auth').get('state')
  const at = state.get('cryptoKey')
  const sentence = 'auth.state.cryptoKey is missing, which auth.state.enabled needs'
  return truthy(state.get('enabled').raw) && !at.isOpaque && !truthy(at.raw) ? [{ sentence, at }] : []
}

function cryptKeeperKeys(values: View<HubValues>): Refusal[] {
  const config = values.at('hub').at('config')
  const at = config.get('Authenticator').get('enable_auth_state')
  const sentence = 'hub.config.Authenticator.enable_auth_state needs hub.config.CryptKeeper.keys in this chart'
  const keys = config.get('CryptKeeper').get('keys')
  return truthy(at.raw) && !at.isOpaque && !keys.isOpaque && !truthy(keys.raw) ? [{ sentence, at }] : []
}

/** Where the chart looks for secrets before it makes its own. */
function generatedSecrets(values: View<HubValues>): Refusal[] {
  const config = values.at('hub').at('config')
  return ['ConfigurableHTTPProxy', 'JupyterHub', 'CryptKeeper'].flatMap(section => notMap(config.get(section)))
}

function serviceTokens(values: View<HubValues>): Refusal[] {
  return values
    .at('hub')
    .get('services')
    .entries()
    .flatMap(([, service]) => notMap(service))
}

/** A key that is there and is no map, where templates read further keys. */
function notMap(at: View): Refusal[] {
  const sentence = `${printPath(at.path)} ${at.isSet ? 'is not a map of settings' : 'is empty'}, and the chart reads settings in it`
  return at.exists && !at.isMap && !at.isOpaque ? [{ sentence, at }] : []
}

function metadataTwice(values: View<HubValues>): Refusal[] {
  const blocks = values.down(['singleuser', 'cloudMetadata', 'blockWithIptables'])
  const policy = values.down(['singleuser', 'networkPolicy'])
  const at = policy.get('egressAllowRules').get('cloudMetadataServer')
  const sentence =
    'singleuser.networkPolicy.egressAllowRules.cloudMetadataServer allows what singleuser.cloudMetadata.blockWithIptables blocks; the chart refuses both together'
  return [blocks, policy.get('enabled'), at].every(view => truthy(view.raw) && !view.isOpaque) ? [{ sentence, at }] : []
}
