import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createSecureServer, type Http2SecureServer } from 'node:http2'
import fastify, { type FastifyInstance } from 'fastify'
import { Answers, type Surroundings, send } from './answers.ts'
import { LARGEST_BODY } from './budget.ts'
import type { Certificate } from './certificate.ts'
import { status } from './failures.ts'

/** The API server keeps idle connections for 90 s; whoever closes them first makes it lose requests. */
const KEEP_ALIVE = 150_000

/** How a server is reached. */
export interface Reached {
  /** Null for plain HTTP. */
  readonly certificate: Certificate | null
  /** Whether the server is about to stop: then each answer asks for its connection to be closed. */
  readonly isLeaving: () => boolean
}

/** A server that answers `POST /validate`; it opens no port, reads no file, knows no variable. */
export function validationServer(reached: Reached, surroundings: Surroundings): FastifyInstance {
  const answers = new Answers(surroundings)
  const app = fastify({
    // reading is our own, within a budget; this is for the head
    bodyLimit: LARGEST_BODY,
    // what the API server asks goes past fastify, for the sake of speed; everything else is fastify's
    serverFactory: handler =>
      listener(reached, (request, response) =>
        isFromApiServer(request) ? answers.answer(request, response) : handler(request, response),
      ),
    logger: false,
    return503OnClosing: false,
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', (_, __, done) => done(null))
  app.post('/validate', (request, reply) => {
    reply.hijack()
    answers.answer(request.raw, reply.raw)
  })
  app.setErrorHandler((error, _, reply) => {
    reply.hijack()
    answers.fail(error, reply.raw, null)
  })
  app.setNotFoundHandler((_, reply) => {
    reply.hijack()
    send(reply.raw, 404, status(404, 'NotFound', 'this webhook answers POST /validate'))
  })
  return app
}

/** Whether a request looks as those of the API server do; others are answered alike, by way of fastify. */
function isFromApiServer({ method, url, headers }: IncomingMessage): boolean {
  return method === 'POST' && url?.startsWith('/validate?') === true && headers['content-type'] === 'application/json'
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

function listener({ certificate, isLeaving }: Reached, handler: Handler): Server {
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
