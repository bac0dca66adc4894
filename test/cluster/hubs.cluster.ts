import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { scratch } from '../cli/scratch.ts'
import { kubeconfig } from './api-server.ts'
import { Installed, ran, runHelm } from './installed.ts'
import { type Had, jupyterhubChart, kubeSpawner } from './programs.ts'
import { onCluster, refused } from './suite.ts'

const OPEN = { hub: { config: { JupyterHub: { authenticator_class: 'dummy' } } } }
const GOOD = {
  hub: {
    config: {
      JupyterHub: { authenticator_class: 'github' },
      GitHubOAuthenticator: {
        ...{
          client_id: 'id',
          client_secret: 'secret',
          oauth_callback_url: 'https://hub.example.org/hub/oauth_callback',
        },
        ...{ allowed_organizations: ['example'], scope: ['read:org'] },
      },
    },
  },
  prePuller: { hook: { enabled: false } },
  cull: { enabled: true, timeout: 3600 },
}

/** The real chart and a Python with KubeSpawner; null, with a word, where they cannot be had. */
const chart = had(jupyterhubChart)
const python = had(kubeSpawner)

onCluster('a real hub', cluster => {
  let webhook: Installed
  const values = scratch({ 'open.yaml': JSON.stringify(OPEN), 'good.yaml': JSON.stringify(GOOD) })
  beforeAll(async () => {
    webhook = await Installed.install(cluster, {
      name: 'hubs',
      values: ['policy.admission.denyAt=error', 'pods.failurePolicy=Fail', 'configuration.failurePolicy=Fail'],
    })
    await cluster.namespace('watched', ['default', 'hub'])
    await webhook.serve()
    await webhook.isAsked('watched', (code, message) => refused({ code, body: { message } }))
  })
  afterAll(() => webhook.end())

  describe.skipIf(chart === null)('of the real chart', () => {
    test.each([3, 4] as const)(
      'Helm %i: a hub for everybody is refused before anything of it is made',
      async version => {
        const namespace = `open-${version}`
        await cluster.namespace(namespace)
        const { status, text } = await install(version, 'install', namespace, 'open.yaml')
        expect([status, text]).toEqual([1, expect.stringContaining('admission webhook "configuration.jhub-lint.svc"')])
        expect(text).toContain('[dummy-authenticator]')
        for (const kind of ['apis/apps/v1/namespaces/%/deployments', 'api/v1/namespaces/%/secrets']) {
          const { body } = await cluster.ask('GET', `/${kind.replace('%', namespace)}`)
          expect(body?.['items']).toEqual([])
        }
      },
    )

    test.each([3, 4] as const)(
      'Helm %i: a good one comes in, cannot be opened later, and goes again',
      async version => {
        const namespace = `good-${version}`
        await cluster.namespace(namespace)
        const installed = await install(version, 'install', namespace, 'good.yaml')
        expect(installed.status, installed.text).toBe(0)
        const opened = await install(version, 'upgrade', namespace, 'open.yaml')
        expect([opened.status, opened.text]).toEqual([1, expect.stringContaining('[dummy-authenticator]')])
        const upgraded = await install(version, 'upgrade', namespace, 'good.yaml')
        expect(upgraded.status, upgraded.text).toBe(0)
        const gone = await runHelm(version, ['uninstall', 'jhub', '-n', namespace], cluster)
        expect(gone.status, gone.text).toBe(0)
      },
    )
  })

  test.skipIf(python === null)(
    'the real KubeSpawner is told why its pod is refused, and starts a good one',
    async () => {
      const folder = scratch({ 'spawn.py': SPAWN })
      const hub = 'system:serviceaccount:watched:hub'
      const { body } = await cluster.ask('POST', '/api/v1/namespaces/watched/serviceaccounts/hub/token', {
        ...{ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
      })
      const { token } = (body?.['status'] ?? {}) as { token: string }
      await cluster.ask('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
        ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'test-hub' } },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: hub }],
      })
      const { url, ca } = cluster.access
      writeFileSync(join(folder, 'kubeconfig'), kubeconfig(url, ca, token))
      const spawn = (privileged: string) =>
        ran(python ?? '', [join(folder, 'spawn.py'), privileged], { KUBECONFIG: join(folder, 'kubeconfig') })
      const [bad, good] = [await spawn('privileged'), await spawn('plain')]
      expect(bad.text).toContain(
        'admission webhook \\"pods.jhub-lint.svc\\" denied the request: Pod watched/jupyter-alice',
      )
      expect(bad.text).toContain('[privileged-container]')
      expect(good.text).toContain('MADE jupyter-alice')
    },
  )

  const install = (version: 3 | 4, verb: string, namespace: string, file: string) =>
    runHelm(version, [verb, 'jhub', chart ?? '', '-n', namespace, '-f', join(values, file)], cluster)
})

/** Makes the pod of a user, as a hub does. */
const SPAWN = `
import asyncio, sys
from unittest.mock import MagicMock
from jupyterhub import orm
from jupyterhub.objects import Hub, Server
from kubespawner import KubeSpawner
from traitlets.config import Config

async def main():
    config = Config()
    config.KubeSpawner.namespace = "watched"
    config.KubeSpawner.image = "quay.io/jupyter/base-notebook:2025-01-01"
    config.KubeSpawner.allow_privilege_escalation = None
    config.KubeSpawner.privileged = sys.argv[1] == "privileged"
    user = MagicMock(); user.name = "alice"; user.escaped_name = "alice"; user.url = "/user/alice/"
    spawner = KubeSpawner(hub=Hub(), user=user, orm_spawner=orm.Spawner(name=""), config=config, _mock=True)
    spawner.server = Server(url="http://user:8888/")
    spawner.api_token = "x"; spawner.oauth_client_id = "alice"
    pod = await spawner.get_pod_manifest()
    try:
        made = await spawner.api.create_namespaced_pod(spawner.namespace, pod)
        print("MADE", made.metadata.name)
    except Exception as error:
        print("REFUSED", getattr(error, "body", error))

asyncio.run(main())
`

function had(find: () => Had): string | null {
  if (inject('access') === null) return null
  const found = find()
  if ('program' in found) return found.program
  process.stdout.write(`skipped: ${found.missing}\n`)
  return null
}
