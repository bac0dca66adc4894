import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../webhook/webhook.ts'
import { kubeconfig } from './api-server.ts'
import { HELM_RELEASES } from './fixtures.ts'
import { judgedWith } from './judged.ts'
import { onCluster } from './suite.ts'

onCluster('hubs that Flux is asked for', cluster => {
  const config = join(mkdtempSync(join(tmpdir(), 'jhub-lint-')), 'kubeconfig')
  const found = () =>
    judgedWith(config, ['-n', 'flux']).report.findings.map(({ rule, message, objects }) => ({
      ...{ rule, message },
      of: objects.map(({ name }) => name).join(),
    }))
  const release = (name: string, chart: string, valuesFrom: readonly object[]) => ({
    ...{ apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata: { name } },
    spec: { chart: { spec: { chart, version: '4.4.0' } }, valuesFrom, values: { cull: { timeout: 3600 } } },
  })

  beforeAll(async () => {
    writeFileSync(config, kubeconfig(cluster.access.url, cluster.access.ca, cluster.access.token))
    await cluster.namespace('flux')
    await cluster.ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', HELM_RELEASES)
    await cluster.create('flux', {
      ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ours' } },
      data: { 'values.yaml': 'hub: { config: { JupyterHub: { authenticator_class: dummy } } }' },
    })
    await cluster.create('flux', {
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'ours' }, type: 'Opaque' },
      stringData: { enabled: 'false' },
    })
    const path = '/apis/helm.toolkit.fluxcd.io/v2/namespaces/flux/helmreleases'
    const hub = release('hub', 'jupyterhub', [
      { kind: 'ConfigMap', name: 'ours' },
      { kind: 'Secret', name: 'ours', valuesKey: 'enabled', targetPath: 'cull.enabled' },
    ])
    await eventually(async () => (await cluster.ask('POST', path, hub)).code === 201)
    await cluster.ask('POST', path, release('away', 'jupyterhub', [{ kind: 'ConfigMap', name: 'gone' }]))
  })

  test('are judged with the values in ConfigMaps and Secrets that they name, and those that are not there are named', () => {
    const all = found()
    expect(all).toContainEqual(expect.objectContaining({ rule: 'dummy-authenticator', of: 'hub' }))
    expect(all).toContainEqual(expect.objectContaining({ rule: 'missing-culling', of: 'hub' }))
    const message = 'ConfigMap gone may say more about this hub, and cannot be read here: only the rest is judged'
    expect(all.filter(({ of }) => of === 'away')).toEqual([{ rule: 'opaque-config', message, of: 'away' }])
  })
})
