import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { creating, reviewOf, startWebhook, type Webhook } from './webhook.ts'

/** The same numbers on every machine, from one seed. Source of the formula: mulberry32, by Tommy Ettinger, in the public domain. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const ODD: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1e308, 2 ** 60, '', ' ', '\u0000', '\ud800', '😀'.repeat(50), 'x'.repeat(20_000)],
  ...[
    [],
    {},
    [[]],
    { '': null },
    [null],
    'toString',
    '../../etc/passwd',
    '${x}',
    '((a+)+)+$',
    'a:b@sha256:c',
    ':',
    '@',
    '/',
  ],
]
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  '0',
  'length',
  'then',
  'name',
  'image',
  'securityContext',
  'containers',
]

/** Changes some values of a tree, takes some away, and puts some in where nobody expects them. */
function mutated(data: unknown, random: () => number, chance: number): unknown {
  if (random() < chance) return ODD[Math.floor(random() * ODD.length)]
  if (Array.isArray(data)) {
    const items = data.map(item => mutated(item, random, chance))
    return random() < chance ? [...items, ...items, ...items] : items
  }
  if (typeof data !== 'object' || data === null) return data
  const entries = Object.entries(data)
    .filter(() => random() >= chance / 2)
    .map(([key, value]) => [key, mutated(value, random, chance)] as const)
  const name = NAMES[Math.floor(random() * NAMES.length)] ?? ''
  return random() < chance
    ? { ...Object.fromEntries(entries), ...JSON.parse(`{${JSON.stringify(name)}:{"privileged":true}}`) }
    : Object.fromEntries(entries)
}

const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64')
const values = {
  hub: {
    config: { JupyterHub: { authenticator_class: 'github' }, GitHubOAuthenticator: { allowed_users: ['a'] } },
    extraConfig: { a: 'c.JupyterHub.x = [1]\nfor x in y:\n  c.A.b = x' },
  },
  singleuser: {
    image: { name: 'a', tag: 'b' },
    profileList: [
      {
        display_name: 'A',
        kubespawner_override: { image: 'a/b:c' },
        profile_options: { o: { choices: { x: { kubespawner_override: {} } } } },
      },
    ],
  },
  cull: { enabled: true, timeout: 3600 },
  Chart: { Version: '4.4.0' },
}
const container = {
  ...{
    name: 'main',
    image: 'quay.io/a/b:1',
    command: ['a'],
    env: [{ name: 'A', value: 'b' }],
    ports: [{ hostPort: 1 }],
  },
  securityContext: { privileged: true, capabilities: { add: ['ALL'] }, runAsUser: 0, seccompProfile: { type: 'x' } },
}
const spec = {
  containers: [container],
  initContainers: [container],
  ephemeralContainers: [container],
  volumes: [{ name: 'a', hostPath: { path: '/' } }],
  securityContext: { sysctls: [{ name: 'a' }] },
}

/** What is mutated: the objects, and what is packed inside them. */
const SEEDS: readonly ((change: (data: unknown) => unknown) => object)[] = [
  change => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', annotations: { a: 'b' } }, spec: change(spec) }),
  change => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: change({ name: 'a', namespace: 'b' }),
    spec: { template: change({ spec }) },
  }),
  change => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'hub' },
    data: { 'values.yaml': base64(JSON.stringify(change(values))) },
  }),
  change => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'hub-config' },
    data: change({ 'values.yaml': JSON.stringify(change(values)) }),
  }),
  change => ({
    ...{
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'helm.sh/release.v1',
      metadata: change({ name: 'sh.helm.release.v1.a.v1', labels: { status: 'deployed' } }),
    },
    data: {
      release: base64(
        base64(
          gzipSync(
            JSON.stringify(
              change({
                name: 'a',
                chart: { metadata: { name: 'jupyterhub', version: '4.4.0' }, values },
                config: values,
                manifest: 'a: b\n---\n',
              }),
            ),
          ),
        ),
      ),
    },
  }),
  change => ({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'a' },
    spec: change({ chart: { spec: { chart: 'jupyterhub' } }, values }),
  }),
  change => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'a' },
    spec: change({
      source: { chart: 'jupyterhub', helm: { valuesObject: values, parameters: [{ name: 'a', value: 'b' }] } },
    }),
  }),
]

let webhook: Webhook
beforeAll(async () => {
  webhook = await startWebhook()
})
afterAll(() => webhook.stop())

test.each(SEEDS.map((seed, i) => [seed(data => data) as { kind: string }, seed, i] as const))(
  'whatever is in it, $kind gets a verdict or a clear refusal',
  async (_, seed, i) => {
    const random = numbers(i + 1)
    for (let round = 0; round < 60; round += 1) {
      const change = (data: unknown) => mutated(data, random, 0.03 + random() * 0.15)
      const object = seed(change)
      const whole = creating(object as { kind: string; apiVersion: string })
      const request = round % 3 === 0 ? { ...whole, operation: 'UPDATE', oldObject: seed(change) } : whole
      const answered = await webhook.post(JSON.stringify(reviewOf(request)))
      expect([answered.status, answered.status === 200 ? '' : `${answered.text} of ${JSON.stringify(object)}`]).toEqual(
        [200, ''],
      )
      const { response } = JSON.parse(answered.text) as {
        response: { uid: string; allowed: boolean; warnings?: string[] }
      }
      expect([response.uid, typeof response.allowed]).toEqual(['the-uid', 'boolean'])
      for (const line of response.warnings ?? []) expect(line).toMatch(/^\P{Cc}+$/u)
    }
  },
)

test('whatever a review is made of, it is answered or refused, and never by a defect', async () => {
  const random = numbers(99)
  const whole = reviewOf(creating({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec } as never))
  for (let round = 0; round < 200; round += 1) {
    const { status, text } = await webhook.post(JSON.stringify(mutated(whole, random, 0.08)) ?? '')
    expect([200, 400], text).toContain(status)
  }
})

test('whatever bytes come, they are refused', async () => {
  const random = numbers(7)
  const whole = Buffer.from(JSON.stringify(reviewOf(creating({ apiVersion: 'v1', kind: 'Pod', spec } as never))))
  for (let round = 0; round < 200; round += 1) {
    const bytes = Buffer.from(whole)
    for (let n = 0; n < 3; n += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
    const { status, text } = await webhook.post(
      bytes.subarray(0, random() < 0.3 ? Math.floor(random() * bytes.length) : bytes.length),
    )
    expect([200, 400], text).toContain(status)
  }
  expect((await webhook.health('/readyz')).status).toBe(200)
})
