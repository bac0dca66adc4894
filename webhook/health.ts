import fastify, { type FastifyInstance } from 'fastify'
import { type Certificate, whyInvalid } from './certificate.ts'
import type { Metrics } from './metrics.ts'
import { requestIn } from './request.ts'
import { type Bench, review } from './review.ts'

/** What there is to know about the state of the webhook. */
export interface State {
  readonly bench: () => Bench
  /** Null for plain HTTP. */
  readonly certificate: () => Certificate | null
  readonly isLeaving: () => boolean
  /** Whether a thread for configurations is ready. */
  readonly canJudgeHubs: () => boolean
  readonly metrics: Metrics
}

/** A server that answers probes and Prometheus. */
export function healthServer(state: State): FastifyInstance {
  const app = fastify({ logger: false })
  app.get('/livez', (_, reply) => {
    reply.type('text/plain').send('ok\n')
  })
  app.get('/readyz', (_, reply) => {
    const why = whyNotReady(state)
    reply
      .code(why === null ? 200 : 503)
      .type('text/plain')
      .send(`${why ?? 'ok'}\n`)
  })
  app.get('/metrics', async (_, reply) => {
    const { registry } = state.metrics
    reply.type(registry.contentType)
    return registry.metrics()
  })
  return app
}

function whyNotReady({ bench, certificate, isLeaving, canJudgeHubs }: State): string | null {
  if (isLeaving()) return 'the server is about to stop'
  const shown = certificate()
  const invalid = shown === null ? null : whyInvalid(shown, Date.now())
  if (invalid !== null) return invalid
  if (!canJudgeHubs()) return 'the thread for configurations is not ready yet'
  try {
    const request = requestIn(CANNED)
    return typeof request !== 'string' && review(request, bench()).response.uid === request.uid
      ? null
      : 'a canned review came to nothing'
  } catch (error) {
    return `a canned review failed: ${error instanceof Error ? error.message : error}`
  }
}

/** A review that anybody could send. */
const CANNED = {
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid: 'canned',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    operation: 'CREATE',
    namespace: 'default',
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'canned' },
      spec: { containers: [{ name: 'main', image: 'busybox', securityContext: { privileged: true } }] },
    },
    oldObject: null,
  },
}
