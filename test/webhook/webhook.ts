import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { type Agent, request as httpsRequest } from 'node:https'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { scratch } from '../cli/scratch.ts'
import { certificate, type Pair } from './certificates.ts'

/** The answer of the webhook to one request over HTTP. */
export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** What an AdmissionReview says in answer. */
export interface Response {
  readonly uid: string
  readonly allowed: boolean
  readonly status?: { readonly code: number; readonly reason: string; readonly message: string }
  readonly warnings?: readonly string[]
  readonly auditAnnotations?: Readonly<Record<string, string>>
}

/** The built webhook, running. */
export interface Webhook {
  readonly port: number
  readonly folder: string
  readonly pair: Pair
  readonly process: ChildProcess
  /** What it has logged so far. */
  log(): string
  /** Sends a body as the API server does. */
  post(body: string | Uint8Array, options?: PostOptions): Promise<Answered>
  /** Sends a review and reads the answer. Throws if there is none. */
  review(request: object, options?: PostOptions): Promise<Response>
  /** Asks the health port. */
  health(path: string): Promise<Answered>
  stop(): Promise<void>
}

export interface PostOptions {
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly agent?: Agent
  readonly client?: Pair
  readonly ca?: string
}

/** Starts the built webhook with TLS, and waits until it is ready. Its policy stands in `policy.yaml` of its folder. */
export async function startWebhook(policy = '', flags: readonly string[] = []): Promise<Webhook> {
  const pair = await certificate()
  const folder = scratch({ 'policy.yaml': policy, 'tls.crt': pair.cert, 'tls.key': pair.key })
  const [port, healthPort] = [await freePort(), await freePort()]
  const file = (name: string) => join(folder, name)
  const child = spawn(process.execPath, [
    resolve('dist/jhub-lint-webhook.cjs'),
    ...['--policy', file('policy.yaml'), '--tls-cert', file('tls.crt'), '--tls-key', file('tls.key')],
    ...[
      '--port',
      String(port),
      '--health-port',
      String(healthPort),
      ...flags.map(flag => flag.replace('FOLDER', folder)),
    ],
  ])
  let logged = ''
  child.stdout.on('data', piece => {
    logged += piece
  })
  child.stderr.on('data', piece => {
    logged += piece
  })
  const ended = new Promise<void>(done => child.on('exit', () => done()))
  const ask = (path: string) => get(`http://127.0.0.1:${healthPort}${path}`)
  await eventually(async () => (await ask('/readyz')).status === 200 || child.exitCode !== null)
  if (child.exitCode !== null) throw new Error(`the webhook did not start: ${logged}`)
  const webhook: Webhook = {
    ...{ port, folder, pair, process: child },
    log: () => logged,
    post: (body, options) => post(port, body, { ca: pair.cert, ...options }),
    async review(request, options) {
      const answered = await webhook.post(JSON.stringify(reviewOf(request)), options)
      if (answered.status !== 200) throw new Error(`HTTP ${answered.status}: ${answered.text}`)
      const review = JSON.parse(answered.text) as { kind: string; apiVersion: string; response: Response }
      if (review.kind !== 'AdmissionReview' || review.apiVersion !== 'admission.k8s.io/v1')
        throw new Error(answered.text)
      return review.response
    },
    health: ask,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
  return webhook
}

/** Waits, at most half a minute, until something holds. */
export async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 300; i += 1) {
    if (await holds().catch(() => false)) return
    await sleep(100)
  }
  throw new Error('it never came to that')
}

export function write(webhook: Webhook, name: string, text: string): void {
  writeFileSync(join(webhook.folder, name), text)
}

/** A whole AdmissionReview around what is said of its request. */
export function reviewOf(request: object): object {
  return {
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: { uid: 'the-uid', operation: 'CREATE', namespace: 'jhub', oldObject: null, dryRun: false, ...request },
  }
}

/** The request that brings an object, as the API server makes it. */
export function creating(object: { readonly kind: string; readonly apiVersion: string }): object {
  const [group, version] = object.apiVersion.includes('/') ? object.apiVersion.split('/') : ['', object.apiVersion]
  return { kind: { group, version, kind: object.kind }, operation: 'CREATE', object }
}

export async function get(url: string): Promise<Answered> {
  const response = await fetch(url)
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
}

export function freePort(): Promise<number> {
  return new Promise(done => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

function post(port: number, body: string | Uint8Array, options: PostOptions): Promise<Answered> {
  const { path = '/validate?timeout=10s', headers = {}, agent, client, ca } = options
  const bytes = Buffer.from(body)
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(
      {
        ...{ host: '127.0.0.1', port, path, method: 'POST', ca, agent: agent ?? false },
        ...(client === undefined ? {} : client),
        headers: { 'content-type': 'application/json', 'content-length': bytes.length, ...headers },
      },
      response => {
        const pieces: Buffer[] = []
        response.on('data', piece => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(pieces).toString(),
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(bytes)
  })
}
