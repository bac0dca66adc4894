import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { eventually } from '../webhook/webhook.ts'
import { kubeconfig } from './api-server.ts'
import type { Answer, Cluster } from './cluster.ts'
import { judgedWith, withConfig } from './judged.ts'
import { onCluster } from './suite.ts'

const PODS = 5000

const VALUES = `Chart: { Name: jupyterhub, Version: 4.4.0 }
hub:
  config:
    JupyterHub:
      authenticator_class: dummy
`

onCluster('what already runs', cluster => {
  const config = join(mkdtempSync(join(tmpdir(), 'jhub-lint-')), 'kubeconfig')
  const judged = (args: readonly string[]) => judgedWith(config, args)

  beforeAll(async () => {
    writeFileSync(config, kubeconfig(cluster.access.url, cluster.access.ca, cluster.access.token))
    await cluster.namespace('running')
    await cluster.namespace('owned')
    await fill(cluster)
    await owned(cluster)
    await cluster.create('running', {
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hub' }, type: 'Opaque' },
      stringData: { 'values.yaml': VALUES },
    })
  }, 600_000)

  test('5,000 pods and their hub are judged, and what pods have alike is one finding', () => {
    const { status, report } = judged(['-n', 'running'])
    expect(status).toBe(1)
    expect(report.summary.judged).toBe(PODS + 1)
    const untagged = report.findings.filter(({ rule }) => rule === 'untagged-image')
    expect(untagged.map(({ path, location, objects }) => [path, location, objects.length])).toEqual([
      [['spec', 'containers', 0, 'image'], null, PODS / 100],
    ])
    expect(report.findings.find(({ rule }) => rule === 'dummy-authenticator')?.subjects).toEqual([
      'hub',
      'Secret running/hub',
    ])
  })

  test('a pod is not reported for what its workload is reported for, but for what only it has', () => {
    const { report } = judged(['-n', 'owned'])
    expect(report.findings.map(({ rule, subjects }) => [rule, ...subjects])).toEqual([
      ['privileged-container', 'Deployment owned/web'],
      ['host-path', 'Pod owned/web-1-x'],
    ])
  })

  test('what may not be read is counted as not judged, and the role of the docs suffices', async () => {
    const account = '/api/v1/namespaces/owned/serviceaccounts/default/token'
    const { body } = await cluster.ask('POST', account, { spec: { expirationSeconds: 3600 } })
    const { token } = (body as unknown as { status: { token: string } }).status
    writeFileSync(config, kubeconfig(cluster.access.url, cluster.access.ca, token))
    try {
      const before = judged(['-n', 'owned'])
      expect(before.status).toBe(1)
      expect(before.report.summary.judged).toBe(0)
      expect(before.report.notJudged.map(({ reason }) => reason).join()).toMatch(/cannot list resource "pods"/)

      const role = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/cluster.md', 'utf8'))?.[1] ?? ''
      const rbac = '/apis/rbac.authorization.k8s.io/v1'
      expect((await cluster.ask('POST', `${rbac}/clusterroles`, parse(role))).code).toBe(201)
      const bound = await cluster.ask('POST', `${rbac}/namespaces/owned/rolebindings`, {
        metadata: { name: 'jhub-lint' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'jhub-lint-cluster' },
        subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'owned' }],
      })
      expect(bound.code).toBe(201)
      await eventually(() => Promise.resolve(judged(['-n', 'owned']).report.notJudged.length === 0))
    } finally {
      writeFileSync(config, kubeconfig(cluster.access.url, cluster.access.ca, cluster.access.token))
    }
  })

  test('credentials that nobody knows are a mistake of the call', () => {
    writeFileSync(config, kubeconfig(cluster.access.url, cluster.access.ca, 'nobody-knows-this'))
    const { status, err } = withConfig(config, ['cluster', '-n', 'owned'])
    writeFileSync(config, kubeconfig(cluster.access.url, cluster.access.ca, cluster.access.token))
    expect(status).toBe(2)
    expect(err).toMatch(/does not accept the credentials/)
  })

  test('--for-admission says what the webhook would refuse', () => {
    const { status, report } = judged(['-n', 'owned', '--for-admission', '--rule', 'host-path=warning'])
    expect(status).toBe(1)
    expect(report.findings.map(({ rule }) => rule)).toEqual(['privileged-container'])
  })
})

/** Pods as KubeSpawner makes them, every hundredth with an image without a tag. */
async function fill(cluster: Cluster): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < PODS) {
      const i = next
      next += 1
      const image = `quay.io/jupyter/scipy-notebook${i % 100 === 0 ? '' : ':2025-03-17'}`
      await cluster.create('running', {
        ...{ apiVersion: 'v1', kind: 'Pod' },
        metadata: { name: `jupyter-${i}`, labels: { component: 'singleuser-server' } },
        spec: {
          automountServiceAccountToken: false,
          containers: [{ name: 'notebook', image, resources: { limits: { memory: '1Gi' } } }],
        },
      })
    }
  }
  await Promise.all(Array.from({ length: 20 }, worker))
}

/** What another object is made by. */
interface Owner {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly uid: string }
}

/** A Deployment with what a controller makes of it; its pod has a volume besides. */
async function owned(cluster: Cluster): Promise<void> {
  const labels = { app: 'web' }
  const containers = [{ name: 'main', image: 'nginx:1.27.5', securityContext: { privileged: true } }]
  const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } }
  const by = ({ body }: Answer) => {
    const { apiVersion, kind, metadata } = body as unknown as Owner
    return [{ apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true }]
  }
  const deployment = await cluster.create('owned', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec,
  })
  const set = await cluster.create('owned', {
    ...{ apiVersion: 'apps/v1', kind: 'ReplicaSet', spec },
    metadata: { name: 'web-1', ownerReferences: by(deployment) },
  })
  await cluster.create('owned', {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-1-x', ownerReferences: by(set) } },
    spec: { containers, volumes: [{ name: 'etc', hostPath: { path: '/etc' } }] },
  })
}
