import type { Hub } from '../model/hub.ts'
import { isWritten } from '../model/origin.ts'
import type { HubValues } from '../model/values.ts'
import type { View } from '../model/view.ts'
import { atLeast } from './charts/versions.ts'
import { truthy } from './derived.ts'

/** What lets passwords and cookies travel in clear. */
export interface PlainLogin {
  /**
   * `plain`: the login page is served over plain HTTP. `unseen`: it is, but something that is not in the values stands before it.
   */
  readonly situation: 'plain' | 'unseen'
  readonly at: View
  /** The rest of a sentence that starts with "the login page is served over plain HTTP: ". */
  readonly sentence: string
}

/** Annotations by which a load balancer or an Ingress ends TLS: of AWS, DigitalOcean, Oracle, Google, Traefik, OpenShift, and others. */
const ENDS_TLS = /cert|ssl|tls|termination|listen-ports/i
/** Annotations that only act on the tls of an Ingress. */
const NEEDS_TLS = /^cert-?manager|tls-acme$|^nginx\.ingress\.kubernetes\.io\/ssl-redirect$/i

/**
 * What of a hub's values leaves the login page without TLS; null where something ends TLS, or where that cannot be known.
 * Source: jupyterhub/zero-to-jupyterhub-k8s@<tag>:jupyterhub/templates/proxy/{service,deployment,autohttps/*}.yaml, ingress.yaml
 * and httproute.yaml, 0.8.2 to 4.4.0.
 */
export function plainLogin(hub: Hub): PlainLogin | null {
  const { values } = hub
  const proxy = values.at('proxy') as View
  const [https, service, ingress] = [proxy.get('https'), proxy.get('service'), values.get('ingress')]
  const deciding = [
    ...[proxy, https, service, ingress, https.get('enabled'), https.get('type'), https.get('hosts')],
    ...[service.get('type'), ingress.get('enabled'), ingress.get('tls')],
  ]
  if (deciding.some(view => view.isOpaque)) return null
  if (usesTraefik(values) || endsTls(https) || hasCertificate(service) || hasFlags(proxy)) return null
  // up to chart 0.9 the values that a hub carries with it are a part of all, without these
  if (!https.isMap || !service.isMap) return null
  const byIngress = truthy(ingress.get('enabled').raw)
  if (byIngress && (truthy(ingress.get('tls').raw) || hasCertificate(ingress))) return null
  const plain = byIngress ? withoutCertificate(ingress) : withoutIngress(hub, https)
  // in one layer of several it hangs on the Ingress, of which another may speak
  const hangsOnIngress = hub.completeness !== 'whole' && !isWritten(ingress.get('enabled').origin())
  return hangsOnIngress ? { ...plain, at: ingress.get('enabled') } : plain
}

function withoutCertificate(ingress: View): PlainLogin {
  return {
    situation: 'plain',
    at: ingress.get('tls'),
    sentence: 'the Ingress names no certificate (ingress.tls is empty)',
  }
}

function withoutIngress({ values, chart }: Hub, https: View): PlainLogin {
  const [ingress, type] = [values.get('ingress'), (values.at('proxy') as View).get('service').get('type')]
  const route = values.get('httpRoute').get('enabled')
  if (atLeast(chart, '4.3.0') && truthy(route.raw))
    return {
      situation: 'unseen',
      at: route,
      sentence: 'only the Gateway before it can end TLS, which is not seen here',
    }
  if (type.text === 'ClusterIP')
    return {
      situation: 'unseen',
      at: type,
      sentence: 'only what stands before the Service proxy-public can end TLS, which is not seen here',
    }
  if (truthy(ingress.get('tls').raw))
    return {
      situation: 'plain',
      at: ingress.get('tls'),
      sentence: 'ingress.tls has no effect without ingress.enabled: true',
    }
  const [at, sentence] = whyNot(https)
  return { situation: 'plain', at, sentence }
}

/** Whether the chart runs Traefik before its proxy, with certificates of Let's Encrypt. */
export function usesTraefik(values: View<HubValues>): boolean {
  const https = (values.at('proxy') as View).get('https')
  return truthy(https.get('enabled').raw) && https.get('type').text === 'letsencrypt' && truthy(https.get('hosts').raw)
}

/** Whether the chart's proxy has a certificate of its own, or is told that somebody else ends TLS. */
function endsTls(https: View): boolean {
  return truthy(https.get('enabled').raw) && TYPES.has(https.get('type').text ?? '')
}

const TYPES: ReadonlySet<string> = new Set(['manual', 'secret', 'offload'])

/** Why it does not, and where. */
function whyNot(https: View): [View, string] {
  const [enabled, type, hosts] = [https.get('enabled'), https.get('type'), https.get('hosts')]
  if (!truthy(enabled.raw)) return [enabled, 'proxy.https.enabled is false']
  if (type.text === 'letsencrypt') {
    const at = isWritten(hosts.origin()) || !isWritten(enabled.origin()) ? hosts : enabled
    return [at, 'proxy.https is on without a host in proxy.https.hosts, so the chart leaves HTTPS out']
  }
  return [type, 'proxy.https.type is none that the chart knows']
}

/** Whether annotations say that TLS ends there. */
function hasCertificate(holder: View): boolean {
  return holder
    .get('annotations')
    .entries()
    .some(([key, { raw }]) => {
      const value = String(raw)
      const isOn = key.endsWith('listen-ports') ? value.includes('HTTPS') : value !== 'false' && value !== ''
      return ENDS_TLS.test(key) && !NEEDS_TLS.test(key) && isOn
    })
}

/** Whether the proxy itself is started with a certificate. */
function hasFlags(proxy: View): boolean {
  return [proxy.get('chp').get('extraCommandLineFlags'), proxy.get('chp').get('cmd')].some(flags =>
    flags.each().some(flag => String(flag.raw).startsWith('--ssl-')),
  )
}
