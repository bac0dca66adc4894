import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createSecureServer, type Http2SecureServer } from 'node:http2'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Body, BodyRefused, type Budget, LARGEST_BODY, readBody } from './budget.ts'
import type { Certificate } from './certificate.ts'
import { OutOfTime, timeFor, until } from './deadline.ts'
import type { Failure, Metrics } from './metrics.ts'
import { mayTakeLong } from './objects.ts'
import { requestIn } from './request.ts'
import { type Bench, type Outcome, review } from './review.ts'
import { Malformed, TooBusy, type Workers } from './workers.ts'

/** The API server keeps idle connections for 90 s; whoever closes them first makes it lose requests. */
const KEEP_ALIVE = 150_000

/** A body up to this size, in bytes, is judged at once: a user pod has 10 kB. */
const SMALL = 64 * 1024

/** What a server needs of the world around it. */
export interface Surroundings {
  /** Null for plain HTTP. */
  readonly certificate: Certificate | null
  readonly bench: () => Bench
  readonly workers: Workers
  readonly budget: Budget
  readonly metrics: Metrics
  readonly log: FastifyBaseLogger
  /** Whether the server is about to stop: then each answer asks for its connection to be closed. */
  readonly isLeaving: () => boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    /** When its head was read, and by when it must be answered; in the clock of `performance.now`. 0 where nobody would read its body. */
    came: number
    moment: number
  }
}

/** A server that answers `POST /validate`; it opens no port, reads no file, knows no variable. */
export function validationServer(surroundings: Surroundings): FastifyInstance {
  const { budget } = surroundings
  const app = fastify({
    // reading is our own, within a budget; this is for the head
    bodyLimit: LARGEST_BODY,
    serverFactory: handler => listener(surroundings, handler),
    logger: false,
    return503OnClosing: false,
  })
  app.decorateRequest('came', 0)
  app.decorateRequest('moment', 0)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', (request, payload, done) => {
    request.came = performance.now()
    request.moment = request.came + timeFor((request.query as { timeout?: string }).timeout)
    const length = Number(request.headers['content-length'])
    readBody(payload, Number.isNaN(length) ? null : length, budget, request.moment, done)
  })
  app.post('/validate', (request, reply) => {
    answer(request, reply, surroundings)
  })
  app.setErrorHandler((error, request, reply) => fail(error, request, reply, surroundings))
  app.setNotFoundHandler((request, reply) => {
    ;(request.body as Body | undefined)?.release()
    reply.code(404).send(status(404, 'NotFound', 'this webhook answers POST /validate'))
  })
  return app
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

function listener({ certificate, isLeaving }: Surroundings, handler: Handler): Server {
  const server =
    certificate === null ? createServer() : createSecureServer({ allowHTTP1: true, ...secureOptions(certificate) })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (isLeaving() && request.httpVersionMajor === 1) response.setHeader('connection', 'close')
    handler(request, response)
  })
  // of a server for both versions of HTTP, the settings of HTTP/1.1 are not in its type
  const http1 = server as Server
  http1.keepAliveTimeout = KEEP_ALIVE
  http1.headersTimeout = 30_000
  http1.requestTimeout = 60_000
  return http1
}

/** What a server shows, for `setSecureContext` too. */
function secureOptions({ cert, key, ca }: Certificate) {
  return { cert, key, ...(ca === null ? {} : { ca, requestCert: true, rejectUnauthorized: true }) }
}

/** Shows another certificate to all who connect from now on. */
export function renew(app: FastifyInstance, certificate: Certificate): void {
  const server = app.server as unknown as Http2SecureServer
  server.setSecureContext(secureOptions(certificate))
}

function answer(request: FastifyRequest, reply: FastifyReply, surroundings: Surroundings): void {
  const { bytes, release } = request.body as Body
  const done = (outcome: Outcome) => {
    release()
    tell(outcome, request, surroundings)
    const text = `{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","response":${written(outcome)}}`
    // nothing that fastify does to an answer is wanted here
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    reply.raw.end(text)
  }
  const failed = (error: unknown) => {
    release()
    reply.send(error instanceof Error ? error : new Error(String(error)))
  }
  try {
    const small = bytes.length <= SMALL ? judgedHere(bytes, request.moment, surroundings.bench()) : null
    if (small !== null) done(small)
    else surroundings.workers.judge(bytes, request.moment).then(done, failed)
  } catch (error) {
    failed(error)
  }
}

/** The outcome of a small review; null for what takes longer. Throws `Malformed`. */
function judgedHere(bytes: Buffer, moment: number, bench: Bench): Outcome | null {
  const request = requestIn(parsed(bytes))
  if (typeof request === 'string') throw new Malformed(request)
  return mayTakeLong(request) ? null : review(request, bench, until(moment))
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw new Malformed('the body is not JSON')
  }
}

/** The response as JSON; nearly all say nothing but "allowed", and to write that out is faster. */
function written({ response, denied, warned, exempted }: Outcome): string {
  if (denied.length + warned.length + exempted.length > 0) return JSON.stringify(response)
  return `{"uid":${JSON.stringify(response.uid)},"allowed":true}`
}

function tell(outcome: Outcome, request: FastifyRequest, { metrics, log }: Surroundings): void {
  metrics.answered(outcome, performance.now() - request.came)
  const { verdict, object, denied, response } = outcome
  if (verdict === 'denied') log.info({ uid: response.uid, object, denied }, 'denied')
}

interface Answered {
  readonly code: number
  readonly reason: string
  readonly failure: Failure
  /** Whether the API server may try again within its time. */
  readonly again?: boolean
}

/** How a request fails: never with a verdict, so that failurePolicy decides. */
function failureOf(error: Error & { readonly code?: string; readonly statusCode?: number }): Answered {
  if (error instanceof BodyRefused) {
    if (error.status === 413) return { code: 413, reason: 'RequestEntityTooLarge', failure: 'too_large' }
    if (error.status === 408) return { code: 408, reason: 'Timeout', failure: 'slow_body' }
    return { code: 503, reason: 'ServiceUnavailable', failure: 'overloaded', again: true }
  }
  if (error instanceof TooBusy) return { code: 503, reason: 'ServiceUnavailable', failure: 'overloaded', again: true }
  if (error instanceof OutOfTime) return { code: 504, reason: 'Timeout', failure: 'late' }
  if (error instanceof Malformed) return { code: 400, reason: 'BadRequest', failure: 'malformed' }
  if (error.statusCode === 415) return { code: 415, reason: 'UnsupportedMediaType', failure: 'content_type' }
  if (error.statusCode !== undefined && error.statusCode < 500)
    return { code: error.statusCode, reason: 'BadRequest', failure: 'malformed' }
  return { code: 500, reason: 'InternalError', failure: 'internal' }
}

function fail(error: unknown, request: FastifyRequest, reply: FastifyReply, { metrics, log }: Surroundings): void {
  const thrown = error instanceof Error ? error : new Error(String(error))
  const { code, reason, failure, again } = failureOf(thrown)
  metrics.failed(failure)
  const milliseconds = request.came === 0 ? 0 : Math.round(performance.now() - request.came)
  if (failure === 'internal') log.error({ err: thrown, milliseconds }, 'a review failed; this is a defect of jhub-lint')
  else log.warn({ failure, milliseconds, why: thrown.message }, 'a review failed')
  if (again === true) reply.header('retry-after', '1')
  const message = failure === 'internal' ? 'jhub-lint could not judge this request; its log says why' : thrown.message
  reply.code(code).send(status(code, reason, message))
}

/** What clients of Kubernetes show of a failed call. */
function status(code: number, reason: string, message: string) {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `jhub-lint: ${message}`,
    reason,
    code,
  }
}
