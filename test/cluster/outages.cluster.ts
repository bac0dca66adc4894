import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Installed as Chart, Installed, PRIVILEGED, podWith, type Replica } from './installed.ts'
import { load } from './load.ts'
import { onCluster, refused } from './suite.ts'

/** KubeSpawner waits for three seconds. */
const SOON = { timeoutSeconds: 2 }
const DENY = 'policy.admission.denyAt=error'
const isRefused = (code: number, message: string) => refused({ code, body: { message } })

onCluster('with failurePolicy Ignore', cluster => {
  let chart: Chart
  let replica: Replica
  beforeAll(async () => {
    await cluster.namespace('ignored')
    chart = await Installed.install(cluster, { name: 'ignore', values: [DENY] })
    replica = await chart.serve()
    await chart.isAsked('ignored', isRefused)
  })
  afterAll(() => chart.end())

  test('no review is lost in a rolling restart under load', async () => {
    const running = load(cluster, 'ignored', PRIVILEGED, isRefused)
    for (let i = 0; i < 2; i += 1) {
      const next = await chart.serve()
      expect(await chart.retire(replica)).toBe(0)
      replica = next
    }
    const { count, unexpected } = await running.stop()
    expect(unexpected).toEqual([])
    expect(count).toBeGreaterThan(200)
  })

  test('a policy that changes under load holds within seconds, and no review is lost', async () => {
    const latest = podWith({ image: 'busybox:latest' })
    const running = load(cluster, 'ignored', PRIVILEGED, isRefused)
    const before = await cluster.create('ignored', latest, { dryRun: true })
    await chart.upgrade(['policy.rules.floating-image-tag=error', 'policy.rules.untagged-image=error'])
    await chart.mount()
    for (let i = 0; i < 40 && !refused(await cluster.create('ignored', latest, { dryRun: true })); i += 1)
      await sleep(250)
    const after = await cluster.create('ignored', latest, { dryRun: true })
    const { unexpected } = await running.stop()
    expect([before.code, refused(after), unexpected]).toEqual([201, true, []])
  })

  test('connections that rest for as long as the API server keeps them lose nothing', async () => {
    const statuses: boolean[] = []
    for (const seconds of [0, 6, 73, 90]) {
      await sleep(seconds * 1000)
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => cluster.create('ignored', PRIVILEGED, { dryRun: true })),
      )
      statuses.push(...answers.map(refused))
    }
    expect(statuses).not.toContain(false)
  }, 300_000)

  test('a webhook that hangs is given up before KubeSpawner gives up, and the pod is made', async () => {
    const { body } = await cluster.ask('GET', chart.configurationPath)
    expect(body?.['webhooks']).toEqual([expect.objectContaining(SOON), expect.objectContaining(SOON)])
    replica.process.kill('SIGSTOP')
    const { code } = await cluster.create('ignored', PRIVILEGED, { dryRun: true })
    replica.process.kill('SIGCONT')
    expect(code).toBe(201)
  })

  test('a webhook that is down lets everything pass', async () => {
    await chart.kill(replica)
    expect((await cluster.create('ignored', PRIVILEGED, { dryRun: true })).code).toBe(201)
  })

  test('what is uninstalled leaves nothing that blocks', async () => {
    expect((await chart.uninstall()).status).toBe(0)
    expect((await cluster.ask('GET', chart.configurationPath)).code).toBe(404)
    expect((await cluster.create('ignored', PRIVILEGED, { dryRun: true })).code).toBe(201)
  })
})

onCluster('with failurePolicy Fail', cluster => {
  let chart: Chart
  let replica: Replica
  beforeAll(async () => {
    await cluster.namespace('failing')
    const values = [DENY, 'pods.failurePolicy=Fail', 'configuration.failurePolicy=Fail']
    chart = await Installed.install(cluster, { name: 'fail', values, helm: 3 })
    replica = await chart.serve()
    await chart.isAsked('failing', isRefused)
  })
  afterAll(() => chart.end())

  const harmless = podWith({ securityContext: { runAsUser: 1000 } })

  test('a webhook that hangs stops pods, in kube-system and in its own namespace none', async () => {
    replica.process.kill('SIGSTOP')
    const { code, body } = await cluster.create('failing', harmless, { dryRun: true })
    await cluster.namespace('kube-system')
    const elsewhere = await Promise.all(
      ['kube-system', chart.namespace].map(namespace => cluster.create(namespace, PRIVILEGED, { dryRun: true })),
    )
    replica.process.kill('SIGCONT')
    expect([code, body?.message]).toEqual([500, expect.stringContaining('failed calling webhook "pods.jhub-lint.svc"')])
    expect(elsewhere.map(answer => answer.code)).toEqual([201, 201])
  })

  test('a webhook that is down stops pods and hubs, and nothing else', async () => {
    await chart.kill(replica)
    const secret = (data: object, type = 'Opaque') =>
      cluster.create(
        'failing',
        { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hub' }, type, stringData: data },
        { dryRun: true },
      )
    expect((await cluster.create('failing', harmless, { dryRun: true })).code).toBe(500)
    expect((await secret({ 'values.yaml': 'hub: {}' })).code).toBe(500)
    expect((await secret({ release: 'x' }, 'helm.sh/release.v1')).code).toBe(500)
    expect((await secret({ password: 'x' })).code).toBe(201)
    const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'hub' }, data: { 'app.yaml': 'a: 1' } }
    expect((await cluster.create('failing', settings, { dryRun: true })).code).toBe(201)
  })

  test('it comes back by itself, and one command switches it off', async () => {
    replica = await chart.serve()
    await chart.isAsked('failing', isRefused)
    await chart.kill(replica)
    expect((await cluster.ask('DELETE', chart.configurationPath)).code).toBe(200)
    await chart.isAsked('failing', code => code === 201)
    await chart.upgrade()
    await chart.isAsked('failing', code => code === 500)
  })

  test('while it is down, it can be uninstalled', async () => {
    expect((await chart.uninstall()).status).toBe(0)
    expect((await cluster.create('failing', PRIVILEGED, { dryRun: true })).code).toBe(201)
  })
})
