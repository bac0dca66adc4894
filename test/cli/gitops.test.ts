import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lintJson, run } from './run.ts'
import { scratch } from './scratch.ts'

const FOLDER = 'fixtures/gitops'
const REPOSITORY = 'fixtures/gitops-repository'

/** As in fixtures/rules: a comment `# ! rule` says that this rule complains on this line, and that none does elsewhere. */
test.each(readdirSync(FOLDER))('%s: exactly the marked lines are found', name => {
  const file = join(FOLDER, name)
  const lines = readFileSync(file, 'utf8').split('\n')
  const expected = lines.flatMap((line, i) => [...line.matchAll(/# ! ([\w-]+)/g)].map(([, rule]) => `${i + 1} ${rule}`))
  const found = lintJson([file]).findings.filter(({ severity }) => severity !== 'info')
  expect(found.map(({ rule, location }) => `${location?.line} ${rule}`).sort()).toEqual(expected.sort())
})

test.each([
  ['helmrelease.yaml', 'helmrelease', '4.4.0'],
  ['helmrelease-oci.yaml', 'helmrelease', '2.0.0'],
  ['helmchart.yaml', 'helmrelease', '4.4.0'],
  ['application.yaml', 'application', '4.4.0'],
  ['applicationset.yaml', 'application', '4.4.0'],
])('%s is a %s, of the chart that it asks for', (name, kind, chartVersion) => {
  const file = join(FOLDER, name)
  expect(lintJson([file]).inputs).toEqual([{ file, kind, chartVersion, chartVersionFrom: kind }])
})

test('a value in a block of text is found where it stands', () => {
  const [finding] = lintJson([join(FOLDER, 'application.yaml')]).findings.filter(({ severity }) => severity === 'error')
  expect(finding).toMatchObject({
    path: ['hub', 'config', 'JupyterHub', 'authenticator_class'],
    location: { line: 21, column: 38, endLine: 21, endColumn: 43 },
  })
})

test('a flag beats the version that an object asks for', () => {
  const { inputs } = lintJson(['--chart-version', '3.3.8', join(FOLDER, 'application.yaml')])
  expect(inputs).toMatchObject([{ chartVersion: '3.3.8', chartVersionFrom: 'flag' }])
})

test('what is filled in later is set, and not known', () => {
  const { out } = run(['inspect', '--format', 'json', '--no-policy', join(FOLDER, 'applicationset.yaml')])
  const [hub] = JSON.parse(out).hubs
  expect(hub).toMatchObject({ access: { verdict: 'open', reach: 'provider' } })
})

describe('an ApplicationSet', () => {
  const hubs = (file: string) => {
    const { out } = run(['inspect', '--format', 'json', '--no-policy', file])
    return JSON.parse(out).hubs as { name: string; pods: { pod: { spec: { containers: { image: string }[] } } }[] }[]
  }

  test('asks for a hub for each element of a list', () => {
    const found = hubs(join(FOLDER, 'applicationset-list.yaml'))
    expect(found.map(({ name, pods }) => [name, pods[0]?.pod.spec.containers[0]?.image])).toEqual([
      ['ApplicationSet argocd/hubs (hub-physics)', 'registry.example.org/notebook:latest'],
      ['ApplicationSet argocd/hubs (hub-biology)', 'registry.example.org/notebook:2026-10-01'],
    ])
  })

  test.each([
    ['of a generator that finds its elements elsewhere', '{ clusters: {} }', ''],
    [
      'with a generator that filters its list',
      '{ list: { elements: [{ name: a }] }, selector: { matchLabels: {} } }',
      '',
    ],
    ['with a patch', '{ list: { elements: [{ name: a }] } }', 'templatePatch: "{{ .patch }}"'],
  ])('%s is judged as far as it is known', (_, generator, extra) => {
    const folder = scratch({
      'hubs.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: hubs }
spec:
  goTemplate: true
  ${extra}
  generators: [${generator}]
  template:
    metadata: { name: "{{ .name }}" }
    spec:
      source:
        { repoURL: https://hub.jupyter.org/helm-chart/, chart: jupyterhub, targetRevision: 4.4.0, helm: { valuesObject: {
          hub: { config: { JupyterHub: { authenticator_class: github }, GitHubOAuthenticator: { allowed_organizations: ["{{ .org }}"] } } },
          proxy: { https: { enabled: true, hosts: ["{{ .name }}.example.org"], type: offload } } } } }
`,
    })
    const { findings } = lintJson([join(folder, 'hubs.yaml')])
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(hubs(join(folder, 'hubs.yaml'))).toHaveLength(1)
  })
})

describe('a value that a HelmRelease takes from a Secret by targetPath', () => {
  const release = (secret: string, extra = '') => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: hub }
spec:
  chart: { spec: { chart: jupyterhub, version: 4.4.0 } }
  valuesFrom: [{ kind: Secret, name: hub-secrets, valuesKey: class, targetPath: hub.config.JupyterHub.authenticator_class${extra} }]
  values:
    hub: { config: { JupyterHub: { authenticator_class: dummy } } }
---
apiVersion: v1
kind: Secret
metadata: { name: ${secret} }
stringData: { class: github }
`
  const dummies = (text: string) => {
    const { findings } = lintJson([join(scratch({ 'hub.yaml': text }), 'hub.yaml')])
    return findings.filter(({ rule }) => rule === 'dummy-authenticator')
  }

  test('stands above the values in the object', () => expect(dummies(release('hub-secrets'))).toEqual([]))
  test('also taken letter by letter', () => expect(dummies(release('hub-secrets', ', literal: true'))).toEqual([]))
  test('also where the Secret is not at hand', () => expect(dummies(release('other'))).toEqual([]))
})

test.each([
  [
    'Flux',
    `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: hub }
spec:
  install: { disableSchemaValidation: true }
  upgrade: { disableSchemaValidation: true }
  chart: { spec: { chart: jupyterhub, version: 4.4.0 } }
  values: { hub: { unheardOf: 1 } }
`,
  ],
  [
    'Argo CD',
    `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: hub }
spec:
  source:
    chart: jupyterhub
    targetRevision: 4.4.0
    repoURL: https://hub.jupyter.org/helm-chart/
    helm: { skipSchemaValidation: true, valuesObject: { hub: { unheardOf: 1 } } }
`,
  ],
])('%s may be told to pass over the schema of the chart', (_, text) => {
  const rules = (written: string) =>
    lintJson([join(scratch({ 'hub.yaml': written }), 'hub.yaml')]).findings.map(({ rule }) => rule)
  expect(rules(text)).not.toContain('rejected-by-chart')
  expect(rules(text.replaceAll('alidation: true', 'alidation: false'))).toContain('rejected-by-chart')
})

test('of what a HelmChart sets, only what looks like it is a number or a truth value', () => {
  const folder = scratch({
    'hub.yaml': `apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: { name: hub, namespace: kube-system }
spec:
  chart: https://hub.jupyter.org/helm-chart/jupyterhub-4.4.0.tgz
  set: { cull.timeout: 7200, hub.baseUrl: "5", singleuser.image.tag: "a,b" }
  valuesContent: "cull: { timeout: 1, every: 60 }"
  values: { cull: { every: 120 } }
`,
  })
  const { out } = run(['blame', '--format', 'json', '--no-policy', join(folder, 'hub.yaml')])
  const [hub] = JSON.parse(out).hubs
  expect(hub.values).toMatchObject({
    cull: { timeout: 7200, every: 120 },
    hub: { baseUrl: '5' },
    singleuser: { image: { tag: 'a,b' } },
  })
})

describe('an application whose chart and values files are in its repository', () => {
  const application = join(REPOSITORY, 'apps/prod.yaml')

  test('is judged whole, each finding in the file that is to blame', () => {
    const found = lintJson([application]).findings.filter(({ severity }) => severity !== 'info')
    expect(found.map(({ rule, location }) => [rule, location?.file.replace(`${REPOSITORY}/`, '')])).toEqual([
      ['no-https', 'apps/prod.yaml'],
      ['slow-culling', 'apps/prod.yaml'],
      ['floating-image-tag', 'hubs/common.yaml'],
    ])
  })

  test('takes the version of the chart from its folder', () => {
    expect(lintJson([application]).inputs[0]).toMatchObject({ kind: 'application', chartVersion: '4.4.0' })
  })

  test('its values files are not judged again on their own', () => {
    const alone = lintJson([application]).findings
    expect(lintJson([REPOSITORY]).findings).toEqual(alone)
  })
})

describe('values of which the object names more than is at hand', () => {
  const release = (extra: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: hub }
spec:
  chart: { spec: { chart: jupyterhub, version: 4.4.0 } }
${extra}`

  const elsewhere = '  valuesFrom: [{ kind: ConfigMap, name: elsewhere }]\n'

  test('nobody is blamed for what may stand there', () => {
    const folder = scratch({ 'hub.yaml': release(`${elsewhere}  values: { cull: { timeout: 3600 } }\n`) })
    expect(lintJson([join(folder, 'hub.yaml')]).findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['opaque-config', 'info'],
    ])
  })

  test('where all of them stand there, nothing is judged', () => {
    const folder = scratch({ 'hub.yaml': release(elsewhere) })
    const { findings, notJudged } = lintJson([join(folder, 'hub.yaml')])
    expect(findings.map(({ rule }) => rule)).toEqual(['nothing-judged'])
    expect(notJudged).toMatchObject([{ reason: 'it asks for a hub whose values are not at hand: ConfigMap elsewhere' }])
  })

  test('without them the default counts', () => {
    const folder = scratch({ 'hub.yaml': release('  values: {}\n') })
    expect(lintJson([join(folder, 'hub.yaml')]).findings.map(({ rule }) => rule)).toContain('dummy-authenticator')
  })

  test('a file of the same call may bring them', () => {
    const folder = scratch({
      'hub.yaml': release('  valuesFrom: [{ kind: Secret, name: hub-values }]\n'),
      'secret.yaml': `apiVersion: v1
kind: Secret
metadata: { name: hub-values }
data:
  values.yaml: ${Buffer.from('cull: { enabled: false }').toString('base64')}
`,
    })
    const { findings } = lintJson([folder])
    expect(findings.find(({ rule }) => rule === 'missing-culling')).toMatchObject({
      location: { file: join(folder, 'secret.yaml'), line: 5 },
    })
  })
})

test('values that Helm cannot read are found at their line', () => {
  const folder = scratch({
    'hub.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: hub }
spec:
  source:
    repoURL: https://hub.jupyter.org/helm-chart/
    chart: jupyterhub
    targetRevision: 4.4.0
    helm:
      values: |
        hub:
          config: [
        cull: {}
`,
  })
  const { findings, notJudged } = lintJson([join(folder, 'hub.yaml')])
  expect(findings.map(({ rule }) => rule)).toContain('unreadable-yaml')
  expect(findings.find(({ rule }) => rule === 'unreadable-yaml')?.location?.line).toBeGreaterThan(11)
  expect(notJudged).toHaveLength(1)
})

describe('values beside an object that asks for the chart', () => {
  const application = (version: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: hub }
spec:
  sources:
    - { repoURL: https://hub.jupyter.org/helm-chart/, chart: jupyterhub, targetRevision: ${version} }
`
  const values = 'hub: { config: { JupyterHub: { authenticator_class: github } } }\n'

  test('are judged with its version', () => {
    const folder = scratch({ 'values.yaml': values, 'application.yaml': application('3.3.8') })
    expect(lintJson([join(folder, 'values.yaml')]).inputs).toMatchObject([
      { kind: 'values', chartVersion: '3.3.8', chartVersionFrom: 'application' },
    ])
  })

  test('are judged with the newest where two objects differ', () => {
    const folder = scratch({ 'values.yaml': values, 'a.yaml': application('3.3.8'), 'b.yaml': application('4.4.0') })
    expect(lintJson([join(folder, 'values.yaml')]).inputs).toMatchObject([{ chartVersionFrom: 'assumed' }])
  })
})

describe('what is encrypted', () => {
  const secret = 'ENC[AES256_GCM,data:xW9bGw==,iv:a1b2,tag:c3d4,type:str]'
  const found = (values: string, extra: Record<string, string> = {}) => {
    const folder = scratch({ 'values.yaml': values, ...extra })
    const files = ['values.yaml', ...Object.keys(extra)].flatMap(name => ['-f', join(folder, name)])
    return lintJson(files).findings.filter(({ rule }) =>
      /secret|placeholder|unknown-key|rejected|unreadable/.test(rule),
    )
  }
  const config = `hub:
  config:
    JupyterHub: { authenticator_class: github }
    GitHubOAuthenticator: { allowed_organizations: [example], client_id: abc }
`

  test.each([
    [
      'YAML',
      `hub: { config: { GitHubOAuthenticator: { client_secret: "${secret}" } } }\nsops: { mac: x, version: 3.9.0 }\n`,
    ],
    ['JSON', JSON.stringify({ proxy: { secretToken: secret }, sops: { mac: 'x', version: '3.9.0' } })],
  ])('by SOPS as %s is set, and no finding', (_, layer) => {
    expect(found(config, { 'secrets.yaml': layer })).toEqual([])
  })

  test('inside a HelmRelease is set, and no finding', () => {
    const folder = scratch({
      'hub.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: hub }
spec:
  chart: { spec: { chart: jupyterhub, version: 4.4.0 } }
  values: { hub: { config: { GitHubOAuthenticator: { client_secret: "${secret}" } } } }
`,
    })
    const { findings } = lintJson([join(folder, 'hub.yaml')])
    expect(findings.map(({ rule }) => rule)).not.toContain('secret-in-values')
  })

  const sealed = `hub: { config: { GitHubOAuthenticator: { client_id: "${secret}", client_secret: "${secret}" } } }
sops: { mac: x, version: 3.9.0 }
`

  test.each([
    ['at the root', sealed],
    ['below a key', sealed.replace('hub: {', 'jupyterhub: { hub: {').replace('} } }', '} } } }')],
  ])('by SOPS %s, and given alone, is judged by its keys: there is nothing to complain of', (_, values) => {
    const { findings, inputs } = lintJson([join(scratch({ 'a.yaml': values }), 'a.yaml')])
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['opaque-config', 'info']])
    expect(inputs).toMatchObject([{ kind: 'values' }])
  })

  test('by SOPS in part is judged by the rest, and nobody is blamed for what another file may say', () => {
    const values = `hub: { config: { JupyterHub: { admin_users: ["${secret}"] } } }
cull: { enabled: false }
sops: { mac: x, version: 3.9.0 }
`
    const { findings } = lintJson([join(scratch({ 'a.yaml': values }), 'a.yaml')])
    const errors = findings.filter(({ severity }) => severity === 'error')
    expect(errors.map(({ rule }) => rule)).toEqual(['missing-culling'])
  })

  test('by SOPS and of another program is said to be that', () => {
    const values = `db: { password: "${secret}" }\nsops: { mac: x, version: 3.9.0 }\n`
    const { notJudged } = lintJson([join(scratch({ 'a.yaml': values }), 'a.yaml')])
    expect(notJudged).toMatchObject([{ reason: expect.stringContaining('encrypted (SOPS)') }])
  })

  test('by git-crypt is named, and of what nobody wrote nothing is said', () => {
    const folder = scratch({ 'values.yaml': 'cull: { every: 60 }\n', 'secrets.yaml': '\0GITCRYPT\0\u0001\u0002' })
    const { notJudged, findings } = lintJson(['-f', join(folder, 'values.yaml'), '-f', join(folder, 'secrets.yaml')])
    expect(notJudged).toMatchObject([{ reason: 'it is encrypted (git-crypt)' }])
    expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
      [
        'opaque-config',
        `${join(folder, 'secrets.yaml')} may say more about this hub, and cannot be read here: only the rest is judged`,
      ],
    ])
  })
})

describe("Bitnami's chart of the same name is another", () => {
  const values = `hub:
    adminUser: ada
    password: secret
    baseUrl: /
  proxy: { image: { registry: docker.io, repository: bitnami/configurable-http-proxy } }
  singleuser: { image: { registry: docker.io, repository: bitnami/jupyter-base-notebook } }
`

  test.each([
    ['in a file', values.replace(/^ {2}/gm, '')],
    [
      'in an object whose repository is not at hand',
      `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: hub }
spec:
 chart: { spec: { chart: jupyterhub, version: 9.0.0, sourceRef: { kind: HelmRepository, name: ours } } }
 values:
  ${values}`,
    ],
  ])('%s', (_, text) => {
    const { notJudged } = lintJson([join(scratch({ 'a.yaml': text }), 'a.yaml')])
    expect(notJudged).toHaveLength(1)
  })

  test('keys of Bitnami in the values of a hub are mistakes, and hide nothing', () => {
    const text = `hub:
  adminUser: ada
  image: { repository: quay.io/jupyterhub/k8s-hub }
  config: { JupyterHub: { authenticator_class: dummy } }
`
    const { findings } = lintJson([join(scratch({ 'a.yaml': text }), 'a.yaml')])
    expect(findings.map(({ rule }) => rule)).toContain('dummy-authenticator')
  })
})
