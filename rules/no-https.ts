import { plainLogin } from '../src/jupyterhub/login-tls.ts'
import { defineRule } from '../src/model/rule.ts'

export default defineRule({
  id: 'no-https',
  about: 'hub',
  severity: {
    recommended: { plain: 'warning', unseen: 'info' },
    strict: { plain: 'error', unseen: 'info' },
    guide: { plain: 'error', unseen: 'info' },
  },
  summary: 'The login page is served over plain HTTP.',
  why: `Passwords and session cookies can be read and used by anybody on the way between a user and the hub, and with the cookie the
user's server, files and cloud rights.`,
  advice:
    'set proxy.https with your host, or end TLS in an Ingress (ingress.tls) or a load balancer (proxy.https.type: offload)',
  instead: `proxy:
  https:
    enabled: true
    hosts:
      - hub.example.org
    letsencrypt:
      contactEmail: admin@example.org`,
  example: `proxy:
  https:
    enabled: true`,
  except: `An Ingress with tls, TLS that a load balancer ends (type: offload, or annotations with its certificate). A Service of type
ClusterIP or a Gateway is an info: what stands before it is not seen.`,

  *check(hub) {
    const plain = plainLogin(hub)
    if (plain === null) return
    const { situation, at, sentence } = plain
    yield { at, situation, message: `the login page is served over plain HTTP: ${sentence}` }
  },
})
