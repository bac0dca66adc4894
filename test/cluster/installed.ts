import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { eventually, freePort, get } from '../webhook/webhook.ts'
import { Balancer } from './balancer.ts'
import type { Cluster } from './cluster.ts'
import { helm } from './programs.ts'

export interface Ran {
  readonly status: number | null
  readonly text: string
}

/** Runs the real Helm against a cluster; without one, as far as it comes. */
export function runHelm(version: 3 | 4, args: readonly string[], cluster?: Cluster): Promise<Ran> {
  const had = helm(version)
  if ('missing' in had) throw new Error(had.missing)
  return ran(had.program, args, { KUBECONFIG: cluster?.access.kubeconfig ?? '/dev/null' })
}

/** Runs a program; the balancer works on meanwhile. */
export function ran(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { env: { ...process.env, ...env } })
    const pieces: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', piece => pieces.push(piece))
    child.on('error', failed)
    child.on('close', status => done({ status, text: Buffer.concat(pieces).toString() }))
  })
}

/** A replica of the webhook, as the kubelet would run it. */
export interface Replica {
  readonly process: ChildProcess
  readonly port: number
  readonly healthPort: number
  metrics(): Promise<string>
}

/**
 * The chart, installed in a cluster where nothing runs: the replicas run here, with what the cluster holds for them, behind the
 * service that the API server asks.
 */
export class Installed {
  readonly cluster: Cluster
  readonly namespace: string
  readonly balancer: Balancer
  private readonly folder = mkdtempSync(join(tmpdir(), 'jhub-lint-installed-'))
  private readonly helm: 3 | 4
  private readonly values: readonly string[]
  private readonly replicas: Replica[] = []

  private constructor(cluster: Cluster, helm: 3 | 4, namespace: string, balancer: Balancer, values: readonly string[]) {
    this.cluster = cluster
    this.helm = helm
    this.namespace = namespace
    this.balancer = balancer
    this.values = [`service.port=${balancer.port}`, ...values]
  }

  static async install(
    cluster: Cluster,
    { helm = 4, name, values = [] }: { helm?: 3 | 4; name: string; values?: readonly string[] },
  ): Promise<Installed> {
    const namespace = `lint-${name}`
    await cluster.namespace(namespace)
    const installed = new Installed(cluster, helm, namespace, await Balancer.open(), values)
    await installed.helmDoes('install')
    return installed
  }

  get configurationPath(): string {
    return `/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/${this.namespace}-jhub-lint`
  }

  /** Runs `helm upgrade`. */
  upgrade(values: readonly string[] = [], flags: readonly string[] = []): Promise<void> {
    return this.helmDoes('upgrade', values, flags)
  }

  private async helmDoes(
    verb: 'install' | 'upgrade',
    more: readonly string[] = [],
    flags: readonly string[] = [],
  ): Promise<void> {
    const sets = [...this.values, ...more].flatMap(value => ['--set', value])
    const { status, text } = await runHelm(
      this.helm,
      [verb, 'jhub-lint', 'charts/jhub-lint', '-n', this.namespace, ...sets, ...flags],
      this.cluster,
    )
    if (status !== 0) throw new Error(text)
  }

  /** Brings the files that replicas mount in step with the cluster, as the kubelet does within a minute. */
  async mount(): Promise<void> {
    const [tls, policy] = await Promise.all([
      this.cluster.ask('GET', `/api/v1/namespaces/${this.namespace}/secrets/jhub-lint-tls`),
      this.cluster.ask('GET', `/api/v1/namespaces/${this.namespace}/configmaps/jhub-lint-policy`),
    ])
    const secret = (tls.body?.['data'] ?? {}) as Record<string, string>
    const texts = (policy.body?.['data'] ?? {}) as Record<string, string>
    const files = {
      ...Object.fromEntries(Object.entries(secret).map(([name, text]) => [name, Buffer.from(text, 'base64')])),
      ...texts,
    }
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(this.folder, `.${name}`), content)
      renameSync(join(this.folder, `.${name}`), join(this.folder, name))
    }
  }

  /** Starts a replica and leads requests to it once it is ready. */
  async serve(): Promise<Replica> {
    mkdirSync(this.folder, { recursive: true })
    await this.mount()
    const [port, healthPort] = [await freePort(), await freePort()]
    const child = spawn(
      process.execPath,
      [
        resolve('dist/jhub-lint-webhook.cjs'),
        ...['--policy', join(this.folder, 'policy.yaml')],
        ...['--tls-cert', join(this.folder, 'tls.crt'), '--tls-key', join(this.folder, 'tls.key')],
        ...[`--port=${port}`, `--health-port=${healthPort}`, '--drain=5', '--log-level=warn'],
      ],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    )
    await eventually(async () => (await get(`http://127.0.0.1:${healthPort}/readyz`)).status === 200)
    const metrics = async () => (await get(`http://127.0.0.1:${healthPort}/metrics`)).text
    const replica = { process: child, port, healthPort, metrics }
    this.replicas.push(replica)
    this.balancer.add(replica)
    return replica
  }

  /** Ends a replica as the kubelet does: it is told first, and requests go elsewhere once it is seen to be unready. Returns its exit code. */
  async retire(replica: Replica): Promise<number | null> {
    const gone = new Promise<number | null>(done => replica.process.once('exit', done))
    replica.process.kill('SIGTERM')
    setTimeout(() => this.balancer.remove(replica), 2000)
    return gone
  }

  /** Ends a replica without a word. */
  async kill(replica: Replica): Promise<void> {
    const gone = new Promise(done => replica.process.once('exit', done))
    replica.process.kill('SIGKILL')
    await gone
    this.balancer.remove(replica)
  }

  /** Waits until the API server asks the webhook as it is configured now. */
  async isAsked(namespace: string, answers: (code: number, message: string) => boolean): Promise<void> {
    await eventually(async () => {
      const { code, body } = await this.cluster.create(namespace, PRIVILEGED, { dryRun: true })
      return answers(code, body?.message ?? '')
    })
  }

  uninstall(): Promise<Ran> {
    return runHelm(this.helm, ['uninstall', 'jhub-lint', '-n', this.namespace], this.cluster)
  }

  /** Takes everything down. */
  async end(): Promise<void> {
    await this.uninstall()
    for (const { process } of this.replicas) process.kill('SIGKILL')
    await this.balancer.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A pod that no policy lets through. */
export const PRIVILEGED = podWith({ image: 'busybox:1.36.1', securityContext: { privileged: true } })

/** A pod of one container. */
export function podWith(container: object, name = 'pod') {
  return {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name } },
    spec: { containers: [{ name: 'main', image: 'busybox:1.36.1', ...container }] },
  }
}
