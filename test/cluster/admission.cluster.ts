import { afterAll, beforeAll, expect, test } from 'vitest'
import { lintJson } from '../cli/run.ts'
import { scratch } from '../cli/scratch.ts'
import { eventually } from '../webhook/webhook.ts'
import { pathOf, type Sent } from './cluster.ts'
import { fixtures, HELM_RELEASES, podSecurityPods } from './fixtures.ts'
import { Installed, PRIVILEGED, podWith, type Replica } from './installed.ts'
import { onCluster, refused } from './suite.ts'

const SAFE = { image: 'busybox:1.36.1', securityContext: { runAsUser: 1000, allowPrivilegeEscalation: false } }
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map(kind => ['apps/v1', kind] as const)

onCluster('what the API server asks about', cluster => {
  let chart: Installed
  let replica: Replica
  beforeAll(async () => {
    await cluster.namespace('jhub')
    chart = await Installed.install(cluster, {
      name: 'admission',
      // large reviews take long where other tests run beside them
      values: ['policy.admission.denyAt=error', 'timeoutSeconds=20'],
    })
    replica = await chart.serve()
    await chart.isAsked('jhub', (code, message) => refused({ code, body: { message } }))
  })
  afterAll(() => chart.end())

  test('every object of the fixtures that can exist is decided as the command decides', async () => {
    const objects = [...fixtures(), ...podSecurityPods()]
    const names = objects.map((_, i) => `object-${i}.json`)
    const cwd = scratch(Object.fromEntries(names.map((name, i) => [name, JSON.stringify(objects[i])])))
    const { findings } = lintJson(['--allow-unjudged', ...names], { cwd })
    const bad = new Set(findings.filter(({ severity }) => severity === 'error').map(({ location }) => location?.file))
    const differing: string[] = []
    let reached = 0
    for (const [i, object] of objects.entries()) {
      const answer = await cluster.create('jhub', object, { dryRun: true })
      if (!refused(answer) && answer.code !== 201) continue
      reached += 1
      if (refused(answer) !== bad.has(`object-${i}.json`))
        differing.push(`${answer.code}: ${answer.body?.message}: ${JSON.stringify(object).slice(0, 500)}`)
    }
    expect(differing).toEqual([])
    expect(reached).toBeGreaterThan(150)
  })

  test('a refusal says everything, and code and reason are what clients show', async () => {
    const { code, body } = await cluster.create('jhub', PRIVILEGED)
    expect([code, body?.reason]).toEqual([403, 'Forbidden'])
    expect(body?.message).toMatch(
      /^admission webhook "pods\.jhub-lint\.svc" denied the request: Pod jhub\/pod is refused/,
    )
    expect(body?.message).toContain('spec.containers[0].securityContext.privileged')
  })

  test('what is only warned of reaches the client', async () => {
    const pod = podWith({ ...SAFE, image: 'busybox:latest' })
    const { code, warnings } = await cluster.create('jhub', pod, { dryRun: true })
    expect([code, warnings.join('\n')]).toEqual([
      201,
      expect.stringMatching(/^spec\.containers\[0\]\.image: .*latest/m),
    ])
  })

  test.each([...WORKLOADS, ['batch/v1', 'Job'], ['v1', 'ReplicationController']] as const)(
    '%s %s is refused for its pod, and an update for what it adds',
    async (apiVersion, kind) => {
      const object = (container: object): Sent => ({
        ...{ apiVersion, kind, metadata: { name: 'workload' } },
        spec: {
          ...(kind === 'Job' ? {} : { selector: kind === 'ReplicationController' ? LABELS : { matchLabels: LABELS } }),
          ...(kind === 'StatefulSet' ? { serviceName: 'workload' } : {}),
          template: {
            metadata: { labels: LABELS },
            spec: {
              ...(kind === 'Job' ? { restartPolicy: 'Never' } : {}),
              containers: [{ name: 'main', ...SAFE, ...container }],
            },
          },
        },
      })
      expect(refused(await cluster.create('jhub', object({ securityContext: { privileged: true } })))).toBe(true)
      const made = await cluster.create('jhub', object({}))
      expect([made.code, made.body?.message]).toEqual([201, undefined])
      if (kind === 'Job') return
      const path = pathOf('jhub', { apiVersion, kind }, 'workload')
      const template = { spec: { containers: [{ name: 'main', ...SAFE, securityContext: { privileged: true } }] } }
      expect(refused(await cluster.patch(path, { spec: { template } }))).toBe(true)
      expect((await cluster.patch(path, { metadata: { labels: { a: 'b' } } })).code).toBe(200)
      expect((await cluster.ask('DELETE', path)).code).toBe(200)
    },
  )

  test('CronJobs and pods without a name are judged', async () => {
    const template = { spec: { template: { spec: { ...PRIVILEGED.spec, restartPolicy: 'Never' } } } }
    const spec = { schedule: '* * * * *', jobTemplate: template }
    const job = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'job' }, spec }
    expect(refused(await cluster.create('jhub', job))).toBe(true)
    expect(refused(await cluster.create('jhub', { ...PRIVILEGED, metadata: { generateName: 'pod-' } }))).toBe(true)
  })

  test('a privileged container cannot be added to a running pod, and the pod can be deleted', async () => {
    expect((await cluster.create('jhub', podWith(SAFE, 'running'))).code).toBe(201)
    await cluster.patch('/api/v1/namespaces/jhub/pods/running/status', { status: { phase: 'Running' } })
    const debug = (container: object) =>
      cluster.patch('/api/v1/namespaces/jhub/pods/running/ephemeralcontainers', {
        spec: { ephemeralContainers: [{ name: 'debugger', image: 'busybox:1.36.1', ...container }] },
      })
    const answer = await debug({ securityContext: { privileged: true } })
    expect([refused(answer), answer.body?.message]).toEqual([true, expect.stringContaining('ephemeralContainers')])
    expect((await debug({ securityContext: { runAsUser: 1000 } })).code).toBe(200)
    expect((await cluster.ask('DELETE', '/api/v1/namespaces/jhub/pods/running')).code).toBe(200)
  })

  test('a hub that lets everybody in is refused where its configuration is stored', async () => {
    const secret = (values: object) => ({
      ...{
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'hub', labels: { 'helm.sh/chart': 'jupyterhub-4.4.0' } },
      },
      stringData: { 'values.yaml': JSON.stringify(values) },
    })
    const open = { hub: { config: { JupyterHub: { authenticator_class: 'dummy' } } }, singleuser: {} }
    const answer = await cluster.create('jhub', secret(open))
    expect([refused(answer), answer.body?.message]).toEqual([true, expect.stringContaining('dummy-authenticator')])
  })

  test('what Flux is asked for is refused, and what its controller writes besides is not sent', async () => {
    await cluster.ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', HELM_RELEASES)
    const path = '/apis/helm.toolkit.fluxcd.io/v2/namespaces/jhub/helmreleases'
    const release = (authenticator: string) => ({
      ...{ apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata: { name: 'hub' } },
      spec: {
        chart: { spec: { chart: 'jupyterhub', version: '4.4.0' } },
        values: { hub: { config: { JupyterHub: { authenticator_class: authenticator } } } },
      },
    })
    await eventually(async () => (await cluster.ask('GET', path)).code === 200)
    const open = await cluster.ask('POST', path, release('dummy'))
    expect([refused(open), open.body?.message]).toEqual([true, expect.stringContaining('dummy-authenticator')])
    expect((await cluster.ask('POST', path, release('nativeauthenticator.NativeAuthenticator'))).code).toBe(201)
    const before = await reviews(replica)
    expect((await cluster.patch(`${path}/hub`, { status: { phase: 'Ready' } })).code).toBe(200)
    expect(await reviews(replica)).toBe(before)
    expect(refused(await cluster.patch(`${path}/hub`, { spec: release('dummy').spec }))).toBe(true)
  })

  test('only what may matter is sent', async () => {
    const before = await reviews(replica)
    const others: Sent[] = [
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'password' }, stringData: { password: 'x' } },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'empty' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { 'app.yaml': 'a: 1' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'empty' } },
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } },
    ]
    for (const object of others) expect((await cluster.create('jhub', object)).code).toBe(201)
    await cluster.namespace('kube-public')
    expect((await cluster.create('kube-public', PRIVILEGED, { dryRun: true })).code).toBe(201)
    expect(await reviews(replica)).toBe(before)
    await cluster.create('jhub', podWith(SAFE), { dryRun: true })
    expect(await reviews(replica)).toBe(before + 1)
  })

  test('padding does not get a pod past it: the largest that the API server takes', async () => {
    const padding = '<'.repeat(3_140_000)
    const padded = podWith({ securityContext: { privileged: true }, args: [padding] })
    expect(refused(await cluster.create('jhub', padded, { dryRun: true }))).toBe(true)
  })

  test('nor a workload with as much before it: 28 MB of review', async () => {
    const workload = (size: number, container: object): Sent => ({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'padded' } },
      spec: {
        selector: { matchLabels: LABELS },
        template: {
          metadata: { labels: LABELS },
          spec: { containers: [{ name: 'main', ...SAFE, ...container, args: ['<'.repeat(size)] }] },
        },
      },
    })
    expect((await cluster.create('jhub', workload(1_480_000, {}))).code).toBe(201)
    const path = pathOf('jhub', { apiVersion: 'apps/v1', kind: 'Deployment' }, 'padded')
    const change = workload(3_140_000, { securityContext: { privileged: true } })
    expect(refused(await cluster.ask('PUT', path, change, { dryRun: true }))).toBe(true)
  })

  test('nothing that was sent made it fail', async () => {
    const failures = [...(await replica.metrics()).matchAll(/^jhub_lint_failures_total\{.*$/gm)].map(([line]) => line)
    expect(failures).toEqual([])
  })
})

const LABELS = { app: 'workload' }

async function reviews(replica: Replica): Promise<number> {
  const counts = (await replica.metrics()).matchAll(/^jhub_lint_reviews_total\{.*\} (\d+)$/gm)
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0)
}
