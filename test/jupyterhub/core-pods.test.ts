import { expect, test } from 'vitest'
import { corePods } from '../../src/jupyterhub/core-pods.ts'
import { hubFrom } from './hub.ts'

async function pods(yaml: string, version = '4.4.0') {
  return corePods(await hubFrom(version, yaml))
}

async function pod(subject: string, yaml: string, version?: string) {
  const found = (await pods(yaml, version)).find(item => item.subject === subject)
  if (found === undefined) throw new Error(`no ${subject}`)
  return found.pod
}

test.each([
  ['4.4.0', 'cull: {}', ['hub', 'proxy', 'user-scheduler', 'user-placeholder', 'image awaiter', 'image puller']],
  [
    '4.4.0',
    'scheduling: { userScheduler: { enabled: false }, userPlaceholder: { enabled: false } }\nprePuller: { hook: { enabled: false }, continuous: { enabled: false } }',
    ['hub', 'proxy'],
  ],
  [
    '1.2.0',
    'proxy: { https: { enabled: true, hosts: [a.example.org] } }\nprePuller: { hook: { enabled: false } }',
    ['hub', 'proxy', 'autohttps', 'user-scheduler', 'user-placeholder', 'image puller'],
  ],
  [
    '4.4.0',
    'proxy: { https: { enabled: true, hosts: [a.example.org], type: offload } }',
    ['hub', 'proxy', 'user-scheduler', 'user-placeholder', 'image awaiter', 'image puller'],
  ],
])('the pods of %s with %s', async (version, yaml, subjects) => {
  expect((await pods(yaml, version)).map(({ subject }) => subject)).toEqual(subjects.map(name => `${name} pod`))
})

test('containers as rendered', async () => {
  const proxy = await pod('proxy pod', 'cull: {}')
  expect(proxy.data.spec?.containers?.[0]).toMatchObject({
    name: 'chp',
    image: 'quay.io/jupyterhub/configurable-http-proxy:5.2.0',
    securityContext: { runAsUser: 65534, runAsNonRoot: true, allowPrivilegeEscalation: false },
  })
  const old = await pod('hub pod', 'cull: {}', '0.8.2')
  expect(old.data.spec?.securityContext).toEqual({ fsGroup: 1000, runAsUser: 1000 })
})

test('what a chart does not read is in no pod', async () => {
  const values = 'hub: { initContainers: [{ name: setup, image: busybox }], command: [sh] }'
  const [before, since] = [await pod('hub pod', values, '0.8.2'), await pod('hub pod', values, '0.9.0')]
  expect([before, since].map(({ data }) => data.spec?.initContainers?.length)).toEqual([0, 1])
  expect(since.data.spec?.containers?.[0]?.command).toBe(undefined)
})

test('what people add, each with its place', async () => {
  const hub = await pod(
    'hub pod',
    `
hub:
  image:
    tag: latest
  containerSecurityContext:
    privileged: true
  initContainers:
    - { name: setup, image: busybox }
  extraContainers:
    - { name: side, image: acme/side:1 }
  extraVolumes:
    - { name: sock, hostPath: { path: /run } }
  extraPodSpec:
    hostNetwork: true
`,
  )
  const { spec } = hub.data
  expect(spec?.containers?.map(({ name }) => name)).toEqual(['hub', 'side'])
  expect(spec).toMatchObject({ hostNetwork: true, initContainers: [{ name: 'setup' }], volumes: [{ name: 'sock' }] })
  const line = (...path: (string | number)[]) => hub.origin(['spec', ...path]).span?.line
  expect(line('containers', 0, 'image')).toBe(4)
  expect(line('containers', 0, 'securityContext', 'privileged')).toBe(6)
  expect(line('initContainers', 0, 'image')).toBe(8)
  expect(line('containers', 1, 'image')).toBe(10)
  expect(line('volumes', 0, 'hostPath', 'path')).toBe(12)
  expect(line('hostNetwork')).toBe(14)
  expect(hub.origin(['spec', 'containers', 0, 'name'])).toMatchObject({ by: 'chart', name: 'jupyterhub 4.4.0' })
})

test('the images that are pulled, in the order of the version', async () => {
  const yaml = `
singleuser:
  extraContainers: [{ name: side, image: acme/side:1 }]
  profileList:
    - display_name: A
      kubespawner_override: { image: acme/a:1 }
      profile_options: { o: { choices: { z: { kubespawner_override: { image: acme/z:1 } } } } }
prePuller:
  extraImages: { more: { name: acme/more, tag: "2" } }
`
  const images = async (version: string) => {
    const { spec } = (await pod('image puller pod', yaml, version)).data
    return spec?.initContainers?.map(({ name, image }) => `${name?.replace('image-pull-', '')} ${image}`)
  }
  expect(await images('4.4.0')).toEqual([
    'metadata-block quay.io/jupyterhub/k8s-network-tools:4.4.0',
    'singleuser quay.io/jupyterhub/k8s-singleuser-sample:4.4.0',
    'singleuser-init-and-extra-containers-0 acme/side:1',
    'singleuser-profilelist-0 acme/a:1',
    'profile-0-option-o-z acme/z:1',
    'more acme/more:2',
  ])
  expect(await images('0.9.1')).toEqual([
    'singleuser jupyterhub/k8s-singleuser-sample:0.9.1',
    'singleuser-profilelist-0 acme/a:1',
    'metadata-block jupyterhub/k8s-network-tools:0.9.1',
    'more acme/more:2',
    'singleuser-extra-container-0 acme/side:1',
  ])
})
