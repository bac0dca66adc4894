import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { lintJson, run } from './run.ts'
import { scratch } from './scratch.ts'

const FOLDER = 'fixtures/manifests'

const POD = `apiVersion: v1
kind: Pod
metadata: { name: one, namespace: jhub }
spec:
  hostPID: false
  containers:
    - name: main
      image: quay.io/example/main:1.4.2
      args: ["--now"]
`

const VALUES = `Chart: { Name: jupyterhub, Version: 4.4.0 }
hub:
  config:
    JupyterHub: { authenticator_class: github }
    GitHubOAuthenticator: { allowed_organizations: [example] }
cull: { enabled: true, timeout: 3600, every: 600 }
singleuser: {}
`

/** As in fixtures/rules: a comment `# ! rule` says that this rule complains on this line, and that none does elsewhere. */
test.each(readdirSync(FOLDER))('%s: exactly the marked lines are found', name => {
  const file = join(FOLDER, name)
  const lines = readFileSync(file, 'utf8').split('\n')
  const expected = lines.flatMap((line, i) => [...line.matchAll(/# ! ([\w-]+)/g)].map(([, rule]) => `${i + 1} ${rule}`))
  const found = lintJson([file]).findings.filter(({ severity }) => severity !== 'info')
  expect(found.map(({ rule, location }) => `${location?.line} ${rule}`)).toEqual(expected)
})

test('a finding names the object, the container and the template', () => {
  const found = lintJson([join(FOLDER, 'workloads.yaml')]).findings.find(({ rule }) => rule === 'untagged-image')
  expect(found).toMatchObject({
    subjects: ['Deployment jhub/hub'],
    template: 'jupyterhub/templates/hub/deployment.yaml',
    path: ['spec', 'template', 'spec', 'containers', 0, 'image'],
    location: { line: 52, column: 18, endLine: 52, endColumn: 37 },
    origin: 'file',
  })
  expect(run(['--no-policy', join(FOLDER, 'workloads.yaml')]).out).toContain(
    'concerns: Deployment jhub/hub (jupyterhub/templates/hub/deployment.yaml)',
  )
})

test('each finding of a stream has a fingerprint of its own', () => {
  const prints = lintJson([join(FOLDER, 'workloads.yaml')]).findings.map(({ fingerprint }) => fingerprint)
  expect(new Set(prints).size).toBe(prints.length)
})

describe('the hub inside manifests', () => {
  test('is judged with the chart that its values state', () => {
    const { inputs } = lintJson([join(FOLDER, 'hub-in-clear.yaml')])
    expect(inputs).toMatchObject([{ kind: 'manifests', chartVersion: '3.3.8', chartVersionFrom: 'object' }])
    const flagged = lintJson(['--chart-version', '4.4.0', join(FOLDER, 'hub-in-clear.yaml')])
    expect(flagged.inputs).toMatchObject([{ chartVersion: '4.4.0', chartVersionFrom: 'flag' }])
  })

  test('is described with the workloads beside it', () => {
    const cwd = scratch({ 'all.yaml': `${secret(VALUES)}---\n${POD}` })
    const { hubs } = inspect(['all.yaml'], cwd)
    expect(hubs).toMatchObject([
      { name: 'Secret hub', objects: ['Pod jhub/one'], chartVersion: '4.4.0', access: { verdict: 'restricted' } },
    ])
  })

  test('has beside it only what is in its own file', () => {
    const cwd = scratch({
      'all.yaml': `${secret(VALUES)}---\n${POD}`,
      'other.yaml': POD.replace('name: one', 'name: two'),
    })
    const inspected = inspect(['all.yaml', 'other.yaml'], cwd)
    expect(inspected.hubs).toMatchObject([{ objects: ['Pod jhub/one'] }])
    expect(inspected.objects).toEqual(['Pod jhub/one', 'Pod jhub/two'])
    const { out } = run(['inspect', '--no-policy', 'other.yaml'], { cwd })
    expect(out).toContain('other.yaml: no hub, but 1 workload\n  - Pod jhub/two\n')
  })

  test('what equals its default counts as the default', () => {
    const cwd = scratch({ 'hub.yaml': secret(VALUES.replace('github', 'dummy')) })
    const found = lintJson(['hub.yaml'], { cwd }).findings.find(({ rule }) => rule === 'dummy-authenticator')
    expect(found).toMatchObject({ origin: 'chart', author: 'jupyterhub 4.4.0', location: { line: 5 } })
  })

  test('up to 0.9 is put together from ConfigMap and Secret', () => {
    const { hubs } = inspect([join(FOLDER, 'hub-of-0.9.yaml')])
    expect(hubs).toMatchObject([{ chartVersion: '0.9.1', access: { reach: 'shared-password' } }])
  })

  test('is unknown where its values are not among the objects', () => {
    const labels = 'labels: { component: hub, chart: jupyterhub-0.10.6 }'
    const hub = `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: hub\n  ${labels}\nspec: {}\n`
    const { hubs } = inspect(['hub.yaml'], scratch({ 'hub.yaml': hub }))
    const unknown = { verdict: 'unknown' }
    expect(hubs).toMatchObject([
      { chartVersion: '0.10.6', chartVersionFrom: 'label', access: unknown, culling: unknown },
    ])
  })

  test.each([
    ['the chart itself', { metadata: { name: 'jupyterhub', version: '4.4.0' }, values: defaults('dummy') }, ''],
    [
      'an umbrella chart',
      {
        metadata: { name: 'base', dependencies: [{ name: 'jupyterhub', alias: 'hub', version: '4.x' }] },
        lock: { dependencies: [{ name: 'jupyterhub', version: '4.4.0' }] },
        values: { hub: defaults('dummy') },
      },
      'hub',
    ],
  ])('is found in a release of Helm: %s', (_, chart, key) => {
    const config = { hub: { config: { JupyterHub: { authenticator_class: 'null' } } } }
    const stored = release({ name: 'r', chart, config: key === '' ? config : { [key]: config }, manifest: '' })
    const { hubs } = inspect(['release.yaml'], scratch({ 'release.yaml': stored }))
    expect(hubs).toMatchObject([{ chartVersion: '4.4.0', access: { verdict: 'nobody' } }])
  })

  test.each([
    [
      'the Deployment of a hub',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: hub, labels: { component: hub, chart: jupyterhub-2.0.0 } }\nspec: {}\n',
    ],
    [
      'the half of the values of an older chart',
      secret('auth: { dummy: { password: no } }').replace('name: hub', 'name: hub-secret'),
    ],
  ])('is not blamed for what is out of sight, where there is only %s', (_, text) => {
    const { findings } = lintJson(['a.yaml'], { cwd: scratch({ 'a.yaml': text }) })
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([])
  })

  test('each file of releases is judged on its own; what a release was before is not', () => {
    const chart = { metadata: { name: 'jupyterhub', version: '4.4.0' }, values: defaults('dummy') }
    const one = (revision: number, status: string) => release({ name: 'r', chart, manifest: '' }, revision, status)
    const files = {
      'v1.yaml': one(1, 'superseded'),
      'v2.yaml': one(2, 'deployed'),
      'v3.yaml': one(3, 'pending-upgrade'),
    }
    const { findings } = lintJson(['--allow-unjudged', ...Object.keys(files)], { cwd: scratch(files) })
    const open = findings.filter(({ rule }) => rule === 'dummy-authenticator').map(({ location }) => location?.file)
    expect(open).toEqual(['v2.yaml', 'v3.yaml'])
  })

  test('of a release only the revision that is deployed counts', () => {
    const old = release({ name: 'r', chart: { metadata: { name: 'jupyterhub', version: '1.2.0' } } }, 1, 'superseded')
    const now = release({ name: 'r', chart: { metadata: { name: 'jupyterhub', version: '4.4.0' } } }, 2, 'deployed')
    const { hubs } = inspect(['all.yaml'], scratch({ 'all.yaml': `${now}---\n${old}` }))
    expect(hubs).toMatchObject([{ chartVersion: '4.4.0' }])
  })
})

const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024))
const broken: Readonly<Record<string, readonly [string | Uint8Array, RegExp]>> = {
  'cut in the middle': [`POD---\napiVersion: v1\nkind: Pod\nspec: {a: [`, /:\d+:\d+: error: .*never closed/],
  'a scalar': ['POD---\njust a text\n', /^f\.yaml:11:1: error: this is a single value, not a Kubernetes object/],
  'a kind that is a number': ['POD---\napiVersion: v1\nkind: 5\n', /^f\.yaml:12:7: error: "kind" .* must be a text/],
  'something behind the dashes': ['POD--- b\nPOD', /^f\.yaml:10:4: error: only a comment may follow "---"/],
  'CRLF and a tab': ['PODCRLF---\r\na:\r\n\tb: 1\r\n', /^f\.yaml:12:1: error: a tab is used for indentation/],
  'a Secret that is not base64': [secret('').replace(/: $/m, ': "%%%"'), /^f\.yaml:5:16: error: .* should be base64/],
  'a Secret with broken YAML': [secret('hub: ['), /^f\.yaml:5:16: error: the YAML in this value cannot be read/],
  'what PyYAML refuses': [
    secret(VALUES.replace('github', '=')),
    /the hub reads this value with PyYAML, which refuses it/,
  ],
  'a release that is not gzip': [packed('hello'), /^f\.yaml:6:12: error: .* it is not compressed with gzip/],
  'a bomb': [packed(bomb), /^f\.yaml:6:12: error: .* it unpacks to more than 64 MiB/],
}

test.each(Object.entries(broken))('bad input: %s is reported with its place', (_, [text, message]) => {
  const content = String(text).replaceAll('PODCRLF', POD.replaceAll('\n', '\r\n')).replaceAll('POD', POD)
  const done = run(['--no-policy', '--format', 'text', 'f.yaml'], { cwd: scratch({ 'f.yaml': content }) })
  expect(done.err).toBe('')
  expect(done.status).toBe(1)
  expect(done.out).toMatch(new RegExp(message.source, 'm'))
  expect(done.out).toContain('[unreadable-yaml]')
})

test('of ten thousand documents one is broken, and the others are judged', () => {
  const bad = POD.replace('hostPID: false', 'hostPID: true')
  const documents = Array.from({ length: 10_000 }, (_, i) => (i === 5_000 ? 'a: [' : i === 9_999 ? bad : POD))
  const report = lintJson(['-'], { input: documents.join('\n---\n') })
  expect(report.findings.map(({ rule }) => rule)).toEqual(['unreadable-yaml', 'host-namespace'])
  expect(report.summary).toMatchObject({ judged: 1 })
})

test('a byte order mark in the middle, as files put behind each other bring it, hides nothing', () => {
  const bad = POD.replace('hostPID: false', 'hostPID: true')
  const { findings } = lintJson(['-'], { input: `\ufeff${POD}\ufeff---\n${bad}` })
  expect(findings).toMatchObject([{ rule: 'host-namespace', location: { line: 15, column: 12 } }])
})

test('Windows line ends move no finding', () => {
  const bad = POD.replace('hostPID: false', 'hostPID: true')
  const [unix, windows] = ['\n', '\r\n'].map(end =>
    lintJson(['-'], { input: `${POD}---\n# Source: a/b.yaml\n${bad}`.replaceAll('\n', end) }),
  )
  expect(windows?.findings).toMatchObject([{ location: { line: 16, column: 12 }, template: 'a/b.yaml' }])
  expect(windows?.findings).toEqual(unix?.findings)
})

test('a stream of 200 MB is judged to its end, also through a pipe', () => {
  const bad = POD.replace('hostPID: false', 'hostPID: true')
  const filling = `${POD}---\n`.repeat(50)
  const comment = `# ${'-'.repeat(250_000)}\n`
  const input = Buffer.from(`${(filling + comment).repeat(800)}---\n${bad}`)
  expect(input.length).toBeGreaterThan(200_000_000)
  expect(lintJson(['-'], { input }).findings.map(({ rule }) => rule)).toEqual(['host-namespace'])
})

test('values of JSON one behind the other are not ours, and nothing of them is lost', () => {
  const cwd = scratch({ 'ratings.json': '{"rating": 5}\n{"rating": 4}\n' })
  const report = lintJson(['--allow-unjudged', 'ratings.json'], { cwd })
  expect(report).toMatchObject({ findings: [], notJudged: [{ location: { file: 'ratings.json' } }] })
})

test('what is no workload is counted, and a stream of nothing else is not judged', () => {
  const service = 'apiVersion: v1\nkind: Service\n'
  const cwd = scratch({ 'a.yaml': `${POD}---\n${service}`, 'b.yaml': service })
  expect(run(['--no-policy', 'a.yaml'], { cwd }).out).toContain('1 Kubernetes object of kinds that no rule is about')
  expect(lintJson(['b.yaml'], { cwd }).notJudged).toMatchObject([
    { reason: "it holds 1 Kubernetes object, but no workload and no hub's configuration" },
  ])
})

interface Inspected {
  readonly objects: readonly string[]
  readonly hubs: readonly Record<string, unknown>[]
}

function inspect(args: readonly string[], cwd?: string): Inspected {
  const done = run(['inspect', '--no-policy', '--format', 'json', ...args], cwd === undefined ? {} : { cwd })
  return JSON.parse(done.out) as Inspected
}

function defaults(authenticator: string) {
  return { hub: { config: { JupyterHub: { authenticator_class: authenticator } } }, cull: { enabled: true } }
}

function secret(values: string): string {
  return `apiVersion: v1\nkind: Secret\nmetadata: { name: hub }\ndata:\n  values.yaml: ${Buffer.from(values).toString('base64')}\n`
}

function release(content: object, revision = 1, status = 'deployed'): string {
  const labels = `{ owner: helm, name: r, version: "${revision}", status: ${status} }`
  return packed(gzipSync(JSON.stringify(content)), revision, labels)
}

function packed(bytes: string | Uint8Array, revision = 1, labels = '{}'): string {
  const once = Buffer.from(bytes).toString('base64')
  const data = `  release: ${Buffer.from(once).toString('base64')}\n`
  const metadata = `{ name: sh.helm.release.v1.r.v${revision}, labels: ${labels} }`
  return `apiVersion: v1\nkind: Secret\ntype: helm.sh/release.v1\nmetadata: ${metadata}\ndata:\n${data}`
}
