import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificate } from '../webhook/certificates.ts'
import { eventually, freePort } from '../webhook/webhook.ts'
import { Cluster } from './cluster.ts'

/** How to reach an API server as somebody who may do anything. */
export interface Access {
  readonly url: string
  readonly ca: string
  readonly token: string
  readonly kubeconfig: string
}

const TOKEN = 'the-token-of-the-test'

/** Starts etcd and the API server on the loopback address. There are no controllers, no nodes, and nothing runs. */
export async function startApiServer(server: string, etcd: string) {
  const folder = mkdtempSync(join(tmpdir(), 'jhub-lint-cluster-'))
  const file = (name: string, text?: string) => {
    const path = join(folder, name)
    if (text !== undefined) writeFileSync(path, text)
    return path
  }
  const [client, peer, port] = [await freePort(), await freePort(), await freePort()]
  const pair = await certificate()
  const account = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const signing = file('sa.key', account.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  const checking = file('sa.pub', account.publicKey.export({ type: 'spki', format: 'pem' }).toString())
  const store = started(etcd, file('etcd.log'), [
    ...['--data-dir', file('etcd'), '--unsafe-no-fsync', '--name', 'test'],
    ...[`--listen-client-urls=http://127.0.0.1:${client}`, `--advertise-client-urls=http://127.0.0.1:${client}`],
    ...[`--listen-peer-urls=http://127.0.0.1:${peer}`, `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`],
    `--initial-cluster=test=http://127.0.0.1:${peer}`,
  ])
  const log = file('api-server.log')
  const api = started(server, log, [
    ...[`--etcd-servers=http://127.0.0.1:${client}`, '--bind-address=127.0.0.1', `--secure-port=${port}`],
    ...['--advertise-address=127.0.0.1', '--endpoint-reconciler-type=none'],
    // the addresses of services are this machine's own: whoever listens here serves them
    '--service-cluster-ip-range=127.96.0.0/16',
    ...[`--tls-cert-file=${file('tls.crt', pair.cert)}`, `--tls-private-key-file=${file('tls.key', pair.key)}`],
    ...['--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${checking}`],
    `--service-account-signing-key-file=${signing}`,
    `--token-auth-file=${file('tokens.csv', `${TOKEN},admin,1,"system:masters"\n`)}`,
    ...['--authorization-mode=RBAC', '--allow-privileged=true', '--profiling=false'],
  ])
  const url = `https://127.0.0.1:${port}`
  const access = {
    ...{ url, ca: pair.cert, token: TOKEN },
    kubeconfig: file('kubeconfig', kubeconfig(url, pair.cert, TOKEN)),
  }
  const cluster = new Cluster(access)
  await eventually(async () => api.exitCode !== null || (await cluster.ask('GET', '/readyz')).code === 200)
  if (api.exitCode !== null) throw new Error(`the API server did not start: ${readFileSync(log, 'utf8').slice(-2000)}`)
  const stop = async () => {
    await ended(api)
    await ended(store)
    rmSync(folder, { recursive: true, force: true })
  }
  return { access, stop }
}

function started(program: string, log: string, args: readonly string[]): ChildProcess {
  const out = openSync(log, 'a')
  return spawn(program, args, { stdio: ['ignore', out, out] })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise(done => {
    child.on('exit', () => done())
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref()
  })
}

/** A file with which Helm, kubectl and the clients of Kubernetes reach a server. */
export function kubeconfig(url: string, ca: string, token: string): string {
  return JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'test' },
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    clusters: [
      { name: 'test', cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') } },
    ],
    users: [{ name: 'test', user: { token } }],
  })
}
