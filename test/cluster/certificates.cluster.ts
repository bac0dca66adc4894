import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cluster } from './cluster.ts'
import { Installed, PRIVILEGED, type Replica } from './installed.ts'
import { load } from './load.ts'
import { onCluster, refused } from './suite.ts'

const YEAR = 365 * 86_400
/** Who changes what Helm wrote, as this test does, is not overruled by Helm 4 unless it is told to. */
const AGED = ['--force-conflicts']
const isRefused = (code: number, message: string) => refused({ code, body: { message } })

onCluster('the certificates that the chart generates', cluster => {
  let chart: Installed
  let replica: Replica
  beforeAll(async () => {
    await cluster.namespace('certified')
    chart = await Installed.install(cluster, {
      name: 'certificates',
      values: ['policy.admission.denyAt=error', 'pods.failurePolicy=Fail'],
    })
    replica = await chart.serve()
    await chart.isAsked('certified', isRefused)
  })
  afterAll(() => chart.end())

  test('an upgrade keeps them', async () => {
    const before = await shown(cluster, chart)
    await chart.upgrade(['replicas=3'])
    expect(await shown(cluster, chart)).toEqual(before)
  })

  test('one that is past half its days is renewed, by the same authority, and no review is lost', async () => {
    const before = await shown(cluster, chart)
    const running = load(cluster, 'certified', PRIVILEGED, isRefused)
    await aged(cluster, chart, 'tls', { 'jhub-lint/born': 3 * YEAR })
    await chart.upgrade([], AGED)
    await chart.mount()
    await chart.isAsked('certified', isRefused)
    const after = await shown(cluster, chart)
    const { count, unexpected } = await running.stop()
    expect(unexpected).toEqual([])
    expect(count).toBeGreaterThan(50)
    expect(after.serial).not.toBe(before.serial)
    expect([after.authority, after.bundle]).toEqual([before.authority, before.bundle])
  })

  test('an authority that is past half its days is trusted beside the next one first, and then the next one signs', async () => {
    const before = await shown(cluster, chart)
    const running = load(cluster, 'certified', PRIVILEGED, isRefused)
    await aged(cluster, chart, 'ca', { 'jhub-lint/ca-born': 6 * YEAR })
    await chart.upgrade([], AGED)
    const between = await shown(cluster, chart)
    await chart.mount()
    await chart.upgrade([], AGED)
    const after = await shown(cluster, chart)
    // connections that are open show the certificate that they were opened with: a new replica has none
    const next = await chart.serve()
    await chart.retire(replica)
    replica = next
    await chart.isAsked('certified', isRefused)
    const { unexpected } = await running.stop()
    expect(unexpected).toEqual([])
    expect([between.serial, between.bundle.length]).toEqual([before.serial, 2])
    expect(between.bundle).toContain(before.authority)
    expect(after.serial).not.toBe(before.serial)
    expect(after.authority).not.toBe(before.authority)
    expect(after.bundle.toSorted()).toEqual(between.bundle.toSorted())
    await chart.upgrade()
    expect(await shown(cluster, chart)).toEqual(after)
  })

  test('a fresh release beside it has its own', async () => {
    const other = await Installed.install(cluster, { name: 'certificates-2', helm: 3 })
    const [ours, theirs] = [await shown(cluster, chart), await shown(cluster, other)]
    expect(theirs.authority).not.toBe(ours.authority)
    await other.end()
    await chart.isAsked('certified', isRefused)
  })
})

/** What the webhook shows and who is trusted, by their serial numbers. */
async function shown(cluster: Cluster, { namespace, configurationPath }: Installed) {
  const secret = async (name: string) =>
    (await cluster.ask('GET', `/api/v1/namespaces/${namespace}/secrets/jhub-lint-${name}`)).body as {
      data: Record<string, string>
    } | null
  const [tls, ca, configuration] = [
    await secret('tls'),
    await secret('ca'),
    await cluster.ask('GET', configurationPath),
  ]
  const webhooks = (configuration.body?.['webhooks'] ?? []) as { clientConfig: { caBundle: string } }[]
  const bundles = webhooks.map(({ clientConfig }) => decoded(clientConfig.caBundle))
  expect(new Set(bundles).size).toBe(1)
  const certificate = new X509Certificate(decoded(tls?.data['tls.crt']))
  const authority = new X509Certificate(decoded(ca?.data['ca.crt']))
  expect(certificate.verify(authority.publicKey)).toBe(true)
  expect(certificate.checkHost(`jhub-lint.${namespace}.svc`)).toBeDefined()
  const bundle = (bundles[0] ?? '').split(/(?<=-----END CERTIFICATE-----\n)/).map(pem => new X509Certificate(pem))
  return {
    serial: certificate.serialNumber,
    authority: authority.serialNumber,
    bundle: bundle.map(({ serialNumber }) => serialNumber),
  }
}

function decoded(text = ''): string {
  return Buffer.from(text, 'base64').toString()
}

/** Makes the chart believe that something is older than it is. */
async function aged(cluster: Cluster, { namespace }: Installed, name: string, seconds: Record<string, number>) {
  const now = Math.floor(Date.now() / 1000)
  const annotations = Object.fromEntries(Object.entries(seconds).map(([key, age]) => [key, String(now - age)]))
  const path = `/api/v1/namespaces/${namespace}/secrets/jhub-lint-${name}?fieldManager=helm`
  const { code } = await cluster.patch(path, { metadata: { annotations } })
  expect(code).toBe(200)
}
