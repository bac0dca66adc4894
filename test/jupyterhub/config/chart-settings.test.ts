import { expect, test } from 'vitest'
import { hubFrom } from '../hub.ts'

async function trait(section: string, name: string, yaml: string, version = '4.4.0') {
  return (await hubFrom(version, yaml)).config.trait(section, name)
}

test.each([
  ['image', 'singleuser: { image: { name: acme/lab, tag: "1" } }', '4.4.0', 'acme/lab:1'],
  ['image', 'singleuser: { image: { name: acme/lab, tag: "" } }', '4.4.0', 'acme/lab'],
  ['uid', 'singleuser: { uid: 0 }', '4.4.0', 0],
  ['uid', 'singleuser: { uid: null }', '4.4.0', undefined],
  ['allow_privilege_escalation', 'singleuser: { allowPrivilegeEscalation: null }', '4.4.0', null],
  ['allow_privilege_escalation', 'singleuser: {}', '1.2.0', undefined],
  ['image_pull_policy', 'singleuser: { imagePullPolicy: Always }', '0.8.2', 'Always'],
  ['service_account', 'singleuser: { serviceAccountName: lab }', '4.4.0', 'lab'],
])('%s of %s on %s', async (name, yaml, version, value) => {
  expect((await trait('KubeSpawner', name, yaml, version)).raw).toEqual(value)
})

test('hub.config comes after what the chart sets', async () => {
  const uid = await trait('KubeSpawner', 'uid', 'singleuser: { uid: 5 }\nhub: { config: { KubeSpawner: { uid: 6 } } }')
  expect([uid.raw, uid.origin().span?.line]).toEqual([6, 2])
})

test.each([
  ['4.4.0', 'cull: {}', true],
  ['4.4.0', 'singleuser: { cloudMetadata: { blockWithIptables: false } }', false],
  ['3.3.8', 'cull: {}', true],
  ['0.10.6', 'cull: {}', false],
  ['0.9.1', 'cull: {}', true],
  ['0.9.1', 'singleuser: { cloudMetadata: { enabled: true } }', false],
])('the metadata server on %s with %s: blocked is %s', async (version, yaml, isBlocked) => {
  const containers = await trait('KubeSpawner', 'init_containers', yaml, version)
  expect([...containers.each()].some(container => container.get('name').text === 'block-cloud-metadata')).toBe(
    isBlocked,
  )
})

test('the culler is a service whose flags point to their settings', async () => {
  const services = await trait(
    'JupyterHub',
    'services',
    'cull:\n  timeout: 7200\nhub:\n  services:\n    mine: { url: "http://x" }',
  )
  expect(services.raw).toEqual([
    {
      name: 'jupyterhub-idle-culler',
      command: [
        ...['python3', '-m', 'jupyterhub_idle_culler', '--timeout=7200', '--cull-every=600', '--concurrency=10'],
      ],
    },
    { name: 'mine', url: 'http://x' },
  ])
  expect(services.down([0, 'command', 3]).origin()).toMatchObject({ by: 'file', path: ['cull', 'timeout'] })
  expect((await trait('JupyterHub', 'services', 'cull: { enabled: false }')).raw).toEqual([])
})

test('volumes are a map from 4.0 on, in which an extra volume replaces one of its name', async () => {
  const yaml =
    'singleuser: { storage: { type: static, static: { pvcName: all }, extraVolumes: [{ name: home, emptyDir: {} }] } }'
  expect((await trait('KubeSpawner', 'volumes', yaml)).raw).toEqual({ home: { name: 'home', emptyDir: {} } })
  expect((await trait('KubeSpawner', 'volumes', yaml, '3.3.8')).raw).toEqual([
    { name: 'home', persistentVolumeClaim: { claimName: 'all' } },
    { name: 'home', emptyDir: {} },
  ])
})
