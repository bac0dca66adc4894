import { Agent, request as httpsRequest } from 'node:https'
import type { Access } from './api-server.ts'

/** What the API server answered. */
export interface Answer {
  readonly code: number
  /** The object, or a `Status`; null for what is no JSON. */
  readonly body: { readonly [key: string]: unknown; readonly message?: string; readonly reason?: string } | null
  readonly warnings: readonly string[]
}

export interface Asking {
  readonly contentType?: string
  /** Whose rights count, such as `system:serviceaccount:jhub:hub`. */
  readonly as?: string
  readonly dryRun?: boolean
}

/** An object to be sent. */
export interface Sent {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata?: { readonly name?: string; readonly [key: string]: unknown }
  readonly [key: string]: unknown
}

/** An API server, as one of its clients sees it. */
export class Cluster {
  readonly access: Access
  private readonly agent: Agent

  constructor(access: Access) {
    this.access = access
    // the API server closes connections that rest for 90 s; who asks at that moment gets no answer
    this.agent = new Agent({ ca: access.ca, keepAlive: true, maxSockets: 32, timeout: 60_000 })
  }

  /** Sends one request. Throws where there is no answer. */
  ask(method: string, path: string, body?: unknown, { contentType, as, dryRun }: Asking = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
    const headers = {
      authorization: `Bearer ${this.access.token}`,
      'content-type': contentType ?? 'application/json',
      'content-length': Buffer.byteLength(text),
      ...(as === undefined ? {} : { 'impersonate-user': as }),
    }
    const url = `${this.access.url}${path}${dryRun ? '?dryRun=All' : ''}`
    return new Promise((resolve, reject) => {
      const sent = httpsRequest(url, { method, headers, agent: this.agent }, response => {
        const pieces: Buffer[] = []
        response.on('data', piece => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            code: response.statusCode ?? 0,
            body: json(Buffer.concat(pieces).toString()),
            warnings: [response.headers['warning'] ?? []].flat().flatMap(warningsIn),
          }),
        )
      })
      sent.on('error', reject)
      sent.end(text)
    })
  }

  /** Creates an object in a namespace. */
  create(namespace: string, object: Sent, asking: Asking = {}): Promise<Answer> {
    return this.ask('POST', pathOf(namespace, object), object, asking)
  }

  /** Changes an object by a merge patch, or one of its sub-resources by a strategic one. */
  patch(path: string, change: object, asking: Asking = {}): Promise<Answer> {
    const contentType = path.endsWith('/ephemeralcontainers')
      ? 'application/strategic-merge-patch+json'
      : 'application/merge-patch+json'
    return this.ask('PATCH', path, change, { contentType, ...asking })
  }

  /** Makes a namespace in which pods can be made: no controller gives it a service account. */
  async namespace(name: string, serviceAccounts: readonly string[] = ['default']): Promise<void> {
    await this.ask('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
    for (const account of serviceAccounts) {
      const object = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account } }
      const { code, body } = await this.create(name, object)
      if (code !== 201 && code !== 409) throw new Error(`no service account: ${body?.message}`)
    }
  }

  close(): void {
    this.agent.destroy()
  }
}

/** Where objects of a kind are, in a namespace. */
export function pathOf(namespace: string, { apiVersion, kind }: Sent, name?: string): string {
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const plural = `${kind.toLowerCase()}${kind.endsWith('s') ? 'es' : 's'}`.replace(/ys$/, 'ies')
  return `${group}/namespaces/${namespace}/${plural}${name === undefined ? '' : `/${name}`}`
}

function json(text: string): Answer['body'] {
  try {
    return JSON.parse(text) as Answer['body']
  } catch {
    return null
  }
}

/** The texts in a `Warning` header, of which Node joins several. */
function warningsIn(header: string): string[] {
  return [...header.matchAll(/299 \S+ ("(?:[^"\\]|\\.)*")/g)].map(([, text]) => (text ?? '').slice(1, -1))
}
