import { gzipSync } from 'node:zlib'
import { load } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { creating, type Response, startWebhook, type Webhook } from './webhook.ts'

const POLICY = `
exemptions:
  - { rule: privileged-container, match: { namespace: gpu-*, serviceAccount: hub, container: notebook }, reason: the GPU driver }
  - { rule: host-path, match: { user: "system:serviceaccount:storage:*" }, reason: the storage driver }
  - { rule: host-namespace, reason: was needed for the old network, expires: 2026-01-01 }
admission:
  namespaces:
    "lab-*": { denyAt: warning }
    lab-free: { denyAt: never }
    "trial-*": { denyAt: never, warnAt: never }
    "strict-*": { profiles: [pss-restricted] }
`

let webhook: Webhook
beforeAll(async () => {
  webhook = await startWebhook(POLICY)
})
afterAll(() => webhook.stop())

type Kube = { readonly kind: string; readonly apiVersion: string }
const yaml = (text: string) => load(text) as Kube
const container = (more: string) => `{ name: notebook, image: "quay.io/jupyter/base-notebook:2026-03-02", ${more} }`
const pod = (more: string, name = 'jupyter-alice') =>
  yaml(`{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: jhub }, spec: { ${more} } }`)

const FINE = pod(`containers: [${container('')}]`)
const PRIVILEGED = pod(`containers: [${container('securityContext: { privileged: true }')}]`)
const UNTAGGED = pod('containers: [{ name: notebook, image: quay.io/jupyter/base-notebook }]')
const FLOATING = pod('containers: [{ name: notebook, image: "quay.io/jupyter/base-notebook:latest" }]')

const deployment = (containers: string) =>
  yaml(
    `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: jhub }, spec: { template: { spec: { containers: [${containers}] } } } }`,
  )

const OPEN = 'hub: { config: { JupyterHub: { authenticator_class: dummy } } }'
const CLOSED = `
hub:
  config:
    JupyterHub: { authenticator_class: github }
    GitHubOAuthenticator: { client_id: abc, oauth_callback_url: "https://hub.example.org/hub/oauth_callback", allowed_users: [ada] }
cull: { enabled: true, timeout: 3600, every: 600 }
singleuser: { networkPolicy: { enabled: true, egressAllowRules: { cloudMetadataServer: false } } }
`

const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64')
const secret = (name: string, values: string, key: 'data' | 'stringData' = 'data') => ({
  ...{
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'jhub', labels: { 'helm.sh/chart': 'jupyterhub-4.4.0' } },
  },
  [key]: { 'values.yaml': key === 'data' ? base64(values) : values },
})
const complete = (values: string) => `${values}\nChart: { Name: jupyterhub, Version: 4.4.0 }\nRelease: { Name: jhub }\n`

function release(values: string, status = 'pending-install') {
  const packed = {
    name: 'jhub',
    chart: { metadata: { name: 'jupyterhub', version: '4.4.0' }, values: load(CLOSED) },
    config: load(values),
    manifest: '',
  }
  return {
    ...{ apiVersion: 'v1', kind: 'Secret', type: 'helm.sh/release.v1' },
    metadata: {
      name: 'sh.helm.release.v1.jhub.v1',
      namespace: 'jhub',
      labels: { owner: 'helm', name: 'jhub', status, version: '1' },
    },
    data: { release: base64(base64(gzipSync(JSON.stringify(packed)))) },
  }
}

const flux = (values: string, more = '') =>
  yaml(`
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: jhub, namespace: jhub }
spec:
  chart: { spec: { chart: jupyterhub, version: 4.4.0, sourceRef: { kind: HelmRepository, name: jupyterhub } } }
  ${more}
  values: ${JSON.stringify(load(values))}
`)
const argo = (helm: object) => ({
  ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'jhub', namespace: 'argocd' } },
  spec: {
    source: { chart: 'jupyterhub', targetRevision: '4.4.0', repoURL: 'https://hub.jupyter.org/helm-chart/', helm },
  },
})

const ids = ({ auditAnnotations = {} }: Response, key: string) =>
  (auditAnnotations[key] ?? '').split(',').filter(Boolean)

describe('what is refused, and for what', () => {
  test.each<[string, Kube, string[]]>([
    ['a pod that is fine', FINE, []],
    ['a privileged container', PRIVILEGED, ['privileged-container=error']],
    ['an untagged image', UNTAGGED, ['untagged-image=error']],
    [
      'a privileged init container',
      pod(`containers: [${container('')}], initContainers: [${container('securityContext: { privileged: true }')}]`),
      ['privileged-container=error'],
    ],
    ['a Deployment', deployment(container('securityContext: { privileged: true }')), ['privileged-container=error']],
    [
      'a CronJob',
      yaml(
        `{ apiVersion: batch/v1, kind: CronJob, metadata: { name: x }, spec: { jobTemplate: { spec: { template: { spec: { hostPID: true, containers: [${container('')}] } } } } } }`,
      ),
      ['host-namespace=error'],
    ],
    [
      'a kind of the same name that makes no pods',
      yaml(
        `{ apiVersion: example.org/v1, kind: Deployment, metadata: { name: x }, spec: { template: { spec: { hostPID: true } } } }`,
      ),
      [],
    ],
    ['an open hub, in its Secret', secret('hub', complete(`${OPEN}\n`)), ['dummy-authenticator=error']],
    ['the same in clear', secret('hub', complete(OPEN), 'stringData'), ['dummy-authenticator=error']],
    ['a closed hub', secret('hub', complete(CLOSED)), []],
    ['a Secret of the same form that is of no hub', secret('other', 'replicas: 3'), []],
    ['a hub whose values cannot be read', secret('hub', 'a: [1'), ['unreadable-yaml=error']],
    ['a release of Helm with an open hub', release(OPEN), ['dummy-authenticator=error']],
    ['a release of Helm with a closed hub', release(CLOSED), []],
    [
      'a release with one profile that has an untagged image',
      release(
        'singleuser: { profileList: [{ display_name: A }, { display_name: B, kubespawner_override: { image: quay.io/a/b } }] }',
      ),
      ['untagged-image=error'],
    ],
    ['an old release', release(OPEN, 'superseded'), []],
    ['a HelmRelease of Flux', flux(OPEN), ['dummy-authenticator=error']],
    ['a HelmRelease with a closed hub', flux(CLOSED), []],
    [
      'a HelmRelease that has its values elsewhere',
      flux('singleuser: {}', 'valuesFrom: [{ kind: Secret, name: values }]'),
      [],
    ],
    ['an Application of Argo CD, values as text', argo({ values: OPEN }), ['dummy-authenticator=error']],
    [
      'an Application, values as an object',
      argo({ valuesObject: load(OPEN), values: CLOSED }),
      ['dummy-authenticator=error'],
    ],
    [
      'an Application, a parameter over its values',
      argo({ values: CLOSED, parameters: [{ name: 'hub.config.JupyterHub.authenticator_class', value: 'dummy' }] }),
      ['dummy-authenticator=error'],
    ],
  ])('%s', async (_, object, expected) => {
    const response = await webhook.review(creating(object))
    expect(response.uid).toBe('the-uid')
    expect(ids(response, 'denied').filter(id => expected.includes(id) || expected.length === 0)).toEqual(expected)
    expect(response.allowed).toBe(expected.length === 0)
  })
})

describe('what is let through untouched', () => {
  test.each<[string, object]>([
    ['DELETE', { operation: 'DELETE', object: null, oldObject: PRIVILEGED }],
    ['CONNECT', { operation: 'CONNECT', subResource: 'exec', object: { kind: 'PodExecOptions', command: ['sh'] } }],
    ['binding', { subResource: 'binding', object: { kind: 'Binding' } }],
    ['eviction', { subResource: 'eviction', object: { kind: 'Eviction' } }],
    ['status', { operation: 'UPDATE', subResource: 'status', object: PRIVILEGED, oldObject: FINE }],
    [
      'scale',
      {
        operation: 'UPDATE',
        subResource: 'scale',
        kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
        object: { kind: 'Scale' },
      },
    ],
    [
      'an object of a kind that no rule is about',
      creating(yaml('{ apiVersion: v1, kind: Service, metadata: { name: x } }')),
    ],
    ['no object', { object: null }],
  ])('%s', async (_, request) => {
    expect(await webhook.review(request)).toEqual({ uid: 'the-uid', allowed: true })
  })
})

describe('an update', () => {
  const update = (object: Kube, oldObject: Kube, subResource?: string) => ({
    ...creating(object),
    ...{ operation: 'UPDATE', oldObject, ...(subResource === undefined ? {} : { subResource }) },
  })
  const debug = {
    ...FINE,
    spec: {
      containers: [],
      ephemeralContainers: [{ name: 'debugger', image: 'busybox:1.37', securityContext: { privileged: true } }],
    },
  }
  const sidecar = container('securityContext: { privileged: true }')
  test.each<[string, object, boolean]>([
    ['is refused for what is new', update(PRIVILEGED, FINE), false],
    ['only warns of what was there', update(PRIVILEGED, PRIVILEGED), true],
    [
      'only warns of what was there, in a finaliser too',
      update(
        { ...PRIVILEGED, metadata: { name: 'a', deletionTimestamp: '2026-01-01T00:00:00Z' } } as Kube,
        { ...PRIVILEGED, metadata: { name: 'a', finalizers: ['x/y'] } } as Kube,
      ),
      true,
    ],
    [
      'is refused for another image without tag',
      update(pod('containers: [{ name: notebook, image: quay.io/other }]'), UNTAGGED),
      false,
    ],
    [
      'knows containers by name, wherever they stand',
      update(deployment(`{ name: first, image: "quay.io/a/b:1" }, ${sidecar}`), deployment(sidecar)),
      true,
    ],
    ['is refused for an ephemeral container', update(debug as Kube, FINE, 'ephemeralcontainers'), false],
    ['is judged at a resize', update(PRIVILEGED, FINE, 'resize'), false],
    ['is judged at a sub-resource that nobody knows', update(PRIVILEGED, FINE, 'novelty'), false],
    [
      'of a hub is refused where it opens',
      update(secret('hub', complete(OPEN)), secret('hub', complete(CLOSED))),
      false,
    ],
    [
      'of an open hub only warns',
      update(secret('hub', complete(`${OPEN}\nsingleuser: { memory: { limit: 2G } }`)), secret('hub', complete(OPEN))),
      true,
    ],
    ['of a release that is done', update(release(OPEN, 'deployed'), release(OPEN)), true],
    ['that marks a release as old', update(release(OPEN, 'superseded'), release(OPEN, 'deployed')), true],
  ])('%s', async (_, request, allowed) => {
    expect((await webhook.review(request)).allowed).toBe(allowed)
  })

  test('says what was there before as a warning', async () => {
    const { warnings } = await webhook.review(update(PRIVILEGED, PRIVILEGED))
    expect(warnings).toEqual([
      'spec.containers[0].securityContext.privileged: container "notebook" is privileged [privileged-container]',
    ])
  })
})

describe('the answer', () => {
  test('of a denial: each reason with its place first, and what to write', async () => {
    const both = pod(`hostNetwork: true, containers: [${container('securityContext: { privileged: true }')}]`)
    const { status, auditAnnotations, warnings } = await webhook.review(creating(both))
    expect(status).toMatchObject({ code: 403, reason: 'Forbidden' })
    const lines = status?.message.split('\n') ?? []
    expect(lines[0]).toBe('Pod jhub/jupyter-alice is refused for 2 reasons:')
    expect(lines).toContain(
      'spec.containers[0].securityContext.privileged: container "notebook" is privileged [privileged-container]',
    )
    expect(lines[lines.findIndex(line => line.includes('[privileged-container]')) + 1]).toMatch(
      /^ +remove privileged: true/,
    )
    expect(auditAnnotations?.['denied']?.split(',').sort()).toEqual([
      'host-namespace=error',
      'privileged-container=error',
    ])
    expect(warnings).toBeUndefined()
  })

  test('names the hub setting that is wrong, and the user pods concerned', async () => {
    const values =
      'singleuser: { profileList: [{ display_name: A }, { display_name: B, kubespawner_override: { image: quay.io/a/b } }] }'
    const { status } = await webhook.review(creating(release(values)))
    expect(status?.message).toContain('Secret jhub/sh.helm.release.v1.jhub.v1 is refused')
    expect(status?.message).toContain(
      'singleuser.profileList[1].kubespawner_override.image: the image "quay.io/a/b" has neither tag nor digest (user pod (profile "B"))',
    )
  })

  test('of what only warns: one line each, the gravest first', async () => {
    const { allowed, warnings, auditAnnotations } = await webhook.review(creating(FLOATING))
    expect(allowed).toBe(true)
    expect(warnings).toHaveLength(1)
    expect(warnings?.[0]).toMatch(/^spec\.containers\[0\]\.image: .* \[floating-image-tag\]$/)
    expect(auditAnnotations).toEqual({ warned: 'floating-image-tag=warning' })
  })

  test('warnings are together no longer than the API server passes on, and none has a control character', async () => {
    const many = Array.from(
      { length: 200 },
      (_, i) => `{ name: "c${i}", image: "quay.io/ä/b${i}\\n:latest" }, { name: "d${i}", image: "quay.io/a/b:latest" }`,
    )
    const { warnings = [] } = await webhook.review({
      ...creating(pod(`containers: [${many.join(',')}]`)),
      namespace: 'lab-free',
    })
    expect(warnings.reduce((sum, line) => sum + [...line].length, 0)).toBeLessThanOrEqual(4096)
    expect(warnings.length).toBeGreaterThan(20)
    expect(warnings.at(-1)).toMatch(/^and \d+ more$/)
    for (const line of warnings) expect(line).toMatch(/^\P{Cc}+$/u)
  })

  test('of a dry run, without a name, with fields from the future: as of any other', async () => {
    const object = { ...PRIVILEGED, metadata: { generateName: 'jupyter-' }, novelty: { deep: [1] } }
    const { allowed, status } = await webhook.review({
      ...creating(object),
      dryRun: true,
      novelty: true,
      name: undefined,
    })
    expect([allowed, status?.message.split('\n')[0]]).toEqual([false, 'Pod jhub/jupyter-… is refused for one reason:'])
  })
})

describe('exemptions', () => {
  const asked = (object: Kube, namespace: string, username: string) => ({
    ...creating(object),
    namespace,
    userInfo: { username },
  })
  const HOST_PATH = pod(
    `containers: [${container('')}], volumes: [{ name: docker, hostPath: { path: /var/run/docker.sock } }]`,
  )
  test.each<[string, object, boolean]>([
    ['the hub of the namespace asks', asked(PRIVILEGED, 'gpu-1', 'system:serviceaccount:gpu-1:hub'), true],
    ['in another namespace', asked(PRIVILEGED, 'jhub', 'system:serviceaccount:jhub:hub'), false],
    ['another service account asks', asked(PRIVILEGED, 'gpu-1', 'system:serviceaccount:gpu-1:default'), false],
    [
      'somebody calls his service account hub elsewhere',
      asked(PRIVILEGED, 'gpu-1', 'system:serviceaccount:evil:hub'),
      false,
    ],
    [
      'for another container',
      asked(
        pod('containers: [{ name: other, image: "a:1", securityContext: { privileged: true } }]'),
        'gpu-1',
        'system:serviceaccount:gpu-1:hub',
      ),
      false,
    ],
    ['by user', asked(HOST_PATH, 'jhub', 'system:serviceaccount:storage:driver'), true],
    ['by another user', asked(HOST_PATH, 'jhub', 'alice'), false],
    ['lapsed', asked(pod(`hostNetwork: true, containers: [${container('')}]`), 'jhub', 'alice'), false],
    [
      'asked for by the object itself',
      asked(
        {
          ...PRIVILEGED,
          metadata: { name: 'x', annotations: { 'jhub-lint/exempt': 'true' }, labels: { 'jhub-lint-disable': 'all' } },
        } as Kube,
        'jhub',
        'alice',
      ),
      false,
    ],
  ])('%s', async (_, request, allowed) => {
    expect((await webhook.review(request)).allowed).toBe(allowed)
  })

  test('an exemption is on record', async () => {
    const { auditAnnotations } = await webhook.review(asked(PRIVILEGED, 'gpu-1', 'system:serviceaccount:gpu-1:hub'))
    expect(auditAnnotations).toEqual({ exempted: 'privileged-container=error' })
  })

  test('a denial tells of an exemption that has lapsed', async () => {
    const { status } = await webhook.review(
      asked(pod(`hostNetwork: true, containers: [${container('')}]`), 'jhub', 'alice'),
    )
    expect(status?.message).toContain('(its exemption lapsed on 2026-01-01)')
  })
})

describe('namespaces', () => {
  test.each<[string, Kube, boolean, number]>([
    ['jhub', FLOATING, true, 1],
    ['lab-1', FLOATING, false, 0],
    ['lab-free', PRIVILEGED, true, 1],
    ['trial-1', PRIVILEGED, true, 0],
    ['strict-1', FINE, false, 0],
  ])('%s', async (namespace, object, allowed, warned) => {
    const { allowed: got, warnings = [] } = await webhook.review({ ...creating(object), namespace })
    expect([got, warnings.length]).toEqual([allowed, warned])
  })
})
