import type { RequestOptions } from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node'
import { child } from '../../model/traced.ts'
import { UserError } from '../user-error.ts'

/** What the API server was asked for and does not give: why, in its own words. */
export interface Refused {
  readonly status: 401 | 403 | 404
  readonly message: string
}

/** Reading from a cluster; nothing here writes. */
export interface ClusterApi {
  /** The namespace of the context. */
  readonly namespace: string
  /** An object, or why there is none. Throws `UserError` where the server cannot be reached or does not answer. */
  get(path: string): Promise<Answer>
  /** As `get`, of a list: page after page. With `metadataOnly`, of each item no more than its name, labels and owners. */
  pages(path: string, options?: { readonly metadataOnly?: boolean; readonly limit?: number }): AsyncGenerator<Answer>
}

export type Answer = { readonly data: unknown } | { readonly refused: Refused }

/** Source: kubernetes/website@main:content/en/docs/reference/using-api/api-concepts.md. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'

/** What the client library takes where there is no kubeconfig. Source: kubernetes-client/javascript@1.4.0:src/config.ts. */
const NOWHERE = 'http://localhost:8080'

/** Objects to a page: a page of pods is then some 2 MiB. */
const PAGE = 250

/** Connects by the kubeconfig that kubectl would take. Throws `UserError` where there is none. */
export async function connect(context: string | undefined): Promise<ClusterApi> {
  const { KubeConfig } = await import('@kubernetes/client-node')
  const config = new KubeConfig()
  try {
    config.loadFromDefault()
  } catch (error) {
    throw new UserError(`the kubeconfig cannot be read: ${(error as Error).message}`)
  }
  choose(config, context)
  const cluster = config.getCurrentCluster()
  if (cluster === null) throw new UserError('the kubeconfig names no current context; choose one with --context')
  if (cluster.server === NOWHERE) throw new UserError('there is no kubeconfig, in $KUBECONFIG or ~/.kube/config')
  const agent = (await authorised(config)).agent
  const ask = async (path: string, accept: string) => {
    // credentials from a program lapse while a long run goes on; asked again, it says when
    const { headers, auth } = await authorised(config)
    return request(new URL(cluster.server.replace(/\/$/, '') + path), {
      ...{ agent, headers: { ...headers, Accept: accept } },
      ...(auth === undefined ? {} : { auth }),
    })
  }
  return {
    namespace: config.getContextObject(config.getCurrentContext())?.namespace ?? 'default',
    get: path => answered(() => ask(path, 'application/json')),
    async *pages(path, { metadataOnly = false, limit = PAGE } = {}) {
      const accept = metadataOnly ? `${METADATA_ONLY},application/json` : 'application/json'
      const query = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`
      for (let next = ''; ; ) {
        const token: string = next
        const answer = await answered(() =>
          ask(token === '' ? query : `${query}&continue=${encodeURIComponent(token)}`, accept),
        )
        yield answer
        next = 'data' in answer ? continued(answer.data) : ''
        if (next === '') return
      }
    },
  }
}

function choose(config: KubeConfig, context: string | undefined): void {
  if (context === undefined) return
  if (config.getContextObject(context) === null) {
    const known = config.getContexts().map(({ name }) => name)
    throw new UserError(
      `--context ${context}: the kubeconfig has no such context${known.length === 0 ? '' : `; it has ${known.join(', ')}`}`,
    )
  }
  config.setCurrentContext(context)
}

async function authorised(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = { headers: {} }
  try {
    await config.applyToHTTPSOptions(options)
  } catch (error) {
    throw new UserError(`the kubeconfig's credentials cannot be used: ${(error as Error).message}`)
  }
  return options
}

/** Where a list goes on; empty at its end. */
function continued(data: unknown): string {
  const token = child(child(data, 'metadata'), 'continue')
  return typeof token === 'string' ? token : ''
}

interface Response {
  readonly status: number
  readonly retryAfter: number
  readonly text: string
}

/** So often a server is asked that is busy or just starting. */
const ATTEMPTS = 5

async function answered(ask: () => Promise<Response>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const { status, retryAfter, text } = await ask()
    const data = parsed(text)
    if (status === 200) {
      if (data === undefined) throw new UserError('the API server answers with something else than JSON')
      return { data }
    }
    const message = messageOf(data, text, status)
    // the list has changed too much since its first page: it goes on with what there is now
    if (status === 410 && continued(data) !== '')
      return { data: { items: [], metadata: { continue: continued(data) } } }
    if (status === 401 || status === 403 || status === 404) return { refused: { status, message } }
    if (attempt === ATTEMPTS || (status !== 429 && status < 500))
      throw new UserError(`the API server answers ${status}: ${message}`)
    await new Promise(resolve => setTimeout(resolve, retryAfter * 1000))
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function messageOf(data: unknown, text: string, status: number): string {
  const message = child(data, 'message')
  return typeof message === 'string' && message !== '' ? message : text.trim().slice(0, 200) || `status ${status}`
}

/** How long a server may be silent, in milliseconds. */
const SILENCE = 60_000

async function request(url: URL, options: RequestOptions): Promise<Response> {
  const { request: send } = await (url.protocol === 'http:' ? import('node:http') : import('node:https'))
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(
        new UserError(
          `the API server at ${url.host} cannot be reached: ${error.message || (error as NodeJS.ErrnoException).code}`,
        ),
      )
    const sent = send(url, { ...options, timeout: SILENCE }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () => {
        const { statusCode = 0, headers } = response
        resolve({
          status: statusCode,
          retryAfter: Number(headers['retry-after'] ?? 1) || 1,
          text: Buffer.concat(chunks).toString('utf8'),
        })
      })
    })
    sent.on('error', fail)
    sent.on('timeout', () => sent.destroy(new Error(`it has been silent for ${SILENCE / 1000} s`)))
    sent.end()
  })
}
