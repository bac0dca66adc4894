import { describe, expect, test } from 'vitest'
import { lintJson, run } from './run.ts'
import { scratch } from './scratch.ts'

const BASE = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: hub, namespace: jhub }
spec:
  chart: { spec: { chart: jupyterhub, version: 4.4.0 } }
`

interface Blamed {
  readonly name: string
  readonly values: {
    readonly hub: { readonly config: { readonly JupyterHub: { readonly authenticator_class: string } } }
    readonly cull: { readonly timeout: number; readonly every: number }
  }
}

describe('a HelmRelease that Kustomize patches', () => {
  const patch = (values: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: hub }
spec: { values: ${values} }
`
  const files = {
    'base/release.yaml': `${BASE}  values:
    hub: { config: { JupyterHub: { authenticator_class: dummy, admin_users: [ada] } } }
    cull: { timeout: 7200, every: 600 }
`,
    'prod/values.yaml': patch(
      '{ hub: { config: { JupyterHub: { authenticator_class: github } } }, cull: { every: null } }',
    ),
    'staging/values.yaml': patch('{ cull: { timeout: 60 } }'),
  }

  test('counts once with each patch laid over it', () => {
    const { out } = run(['blame', '--format', 'json', '--no-policy', '.'], { cwd: scratch(files) })
    const { hubs, notJudged } = JSON.parse(out)
    const seen = (hubs as Blamed[]).map(({ name, values: { hub, cull } }) => [
      name,
      hub.config.JupyterHub.authenticator_class,
      [cull.timeout, cull.every],
    ])
    expect(seen).toEqual([
      // what a patch takes away is the chart's default again
      ['HelmRelease jhub/hub (prod/values.yaml)', 'github', [7200, 600]],
      ['HelmRelease jhub/hub (staging/values.yaml)', 'dummy', [60, 600]],
    ])
    expect(notJudged).toEqual([])
  })

  test('is found in the file that is to blame', () => {
    const { findings, notJudged } = lintJson(['.'], { cwd: scratch(files) })
    expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { rule: 'dummy-authenticator', location: { file: 'base/release.yaml', line: 7 } },
    ])
    expect(notJudged).toEqual([])
  })
})

describe('patches that a kustomization names', () => {
  const base = { 'base/release.yaml': `${BASE}  values: { cull: { timeout: 7200, every: 600 } }\n` }
  const kustomization = (patches: string) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../base]
${patches}`
  const inline = `patches:
  - target: { kind: HelmRelease, name: hub }
    patch: |
      apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      metadata: { name: any }
      spec:
        values:
          cull:
            enabled: false
`

  test('count together, also those that stand in it', () => {
    const cwd = scratch({
      ...base,
      'prod/kustomization.yaml': kustomization(`${inline}  - path: values.yaml\n`),
      'prod/values.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: hub }
spec: { values: { cull: { timeout: 60 } } }
`,
    })
    const { out } = run(['blame', '--format', 'json', '--no-policy', '.'], { cwd })
    expect(JSON.parse(out).hubs).toMatchObject([
      {
        name: 'HelmRelease jhub/hub (prod/kustomization.yaml)',
        values: { cull: { enabled: false, timeout: 60, every: 600 } },
      },
    ])
  })

  test('are found where they stand', () => {
    const cwd = scratch({ ...base, 'prod/kustomization.yaml': kustomization(inline) })
    const { findings } = lintJson(['.'], { cwd })
    expect(findings.find(({ rule }) => rule === 'missing-culling')?.location).toMatchObject({
      ...{ file: 'prod/kustomization.yaml', line: 13, column: 22 },
    })
    expect(run(['--no-policy', '.'], { cwd }).out).toContain('  13 |             enabled: false')
  })

  test('are not read where they are operations: of what nobody wrote, nothing is said', () => {
    const operations = `patches:
  - target: { kind: HelmRelease, name: hub }
    patch: |
      - { op: add, path: /spec/values/hub, value: {} }
`
    const cwd = scratch({ ...base, 'prod/kustomization.yaml': kustomization(operations) })
    const { findings } = lintJson(['.'], { cwd })
    expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
      [
        'opaque-config',
        'the operations in prod/kustomization.yaml may say more about this hub, and cannot be read here: only the rest is judged',
      ],
    ])
  })
})

describe('values in a ConfigMap that Kustomize makes of a file', () => {
  const release = `${BASE}  valuesFrom: [{ kind: ConfigMap, name: hub-values }]\n`
  const values = `hub: { config: { JupyterHub: { authenticator_class: github } } }
cull:
  enabled: false
  timeout: \${IDLE}
`
  const generator = (source: string) => `configMapGenerator: [{ name: hub-values, files: [${source}] }]\n`

  test.each([
    ['beside the object', { 'hub/kustomization.yaml': generator('values.yaml') }],
    ['under another name', { 'hub/kustomization.yaml': generator('values.yaml=./values.yaml') }],
    [
      'in another folder of the call',
      {
        'prod/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
${generator('values.yaml=../hub/values.yaml')}`,
      },
    ],
  ])('are read, and not judged alone, where it says so %s', (_, kustomization) => {
    const cwd = scratch({ 'hub/release.yaml': release, 'hub/values.yaml': values, ...kustomization })
    const { findings, inputs } = lintJson(['.'], { cwd })
    expect(inputs.filter(({ kind }) => kind !== 'unrecognised')).toMatchObject([
      { file: 'hub/release.yaml', kind: 'helmrelease' },
      { file: 'hub/values.yaml', kind: 'values', chartVersionFrom: 'helmrelease' },
    ])
    const rules = findings.map(({ rule }) => rule)
    expect(rules).toContain('missing-culling')
    expect(rules).not.toContain('unexpanded-placeholder')
    expect(rules).not.toContain('rejected-by-chart')
  })
})

test("a values file that holds objects is another repository's that has the same name", () => {
  const cwd = scratch({
    'hub.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: hub }
spec:
  sources:
    - { repoURL: https://hub.jupyter.org/helm-chart/, chart: jupyterhub, targetRevision: 4.4.0, helm: { valueFiles: [$values/hub.yaml] } }
    - { repoURL: https://example.org/values.git, ref: values }
`,
  })
  expect(lintJson(['hub.yaml'], { cwd }).notJudged).toHaveLength(1)
})

test('a chart of the same name around the jupyterhub chart is not that chart', () => {
  const cwd = scratch({
    'app.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: hub }
spec: { source: { repoURL: https://example.org/r.git, path: jupyterhub } }
`,
    'jupyterhub/Chart.yaml': `apiVersion: v2
name: jupyterhub
version: 0.1.0
dependencies: [{ name: jupyterhub, version: 4.2.0, repository: https://hub.jupyter.org/helm-chart/ }]
`,
    'jupyterhub/values.yaml': 'jupyterhub: { cull: { enabled: false } }\n',
  })
  const found = lintJson(['app.yaml'], { cwd })
  expect(found.inputs[0]).toMatchObject({ chartVersion: '4.2.0' })
  expect(found.findings.find(({ rule }) => rule === 'missing-culling')?.location).toMatchObject({
    file: 'jupyterhub/values.yaml',
  })
  const { out } = run(['blame', '--format', 'json', '--no-policy', '--chart', 'jupyterhub'], { cwd })
  expect(JSON.parse(out).hubs).toMatchObject([{ key: ['jupyterhub'] }])
})
