import { describe, expect, test } from 'vitest'
import { lintJson, run } from './run.ts'
import { scratch } from './scratch.ts'

const RELEASE = `repositories:
  - { name: jupyterhub, url: https://hub.jupyter.org/helm-chart/ }
releases:
  - name: hub
    chart: jupyterhub/jupyterhub
    version: 3.3.8
`

interface BlamedHub {
  readonly name: string
  readonly key: readonly string[]
  readonly values: {
    readonly cull: { readonly timeout: unknown; readonly every: unknown }
    readonly singleuser: { readonly image: { readonly tag: unknown } }
  }
}

/** The hubs of a repository, by what they are called, with a part of their values. */
function hubs(files: Readonly<Record<string, string>>, ...flags: readonly string[]) {
  const { out } = run(['blame', '--format', 'json', '--no-policy', ...flags, 'helmfile.yaml'], { cwd: scratch(files) })
  return (JSON.parse(out).hubs as BlamedHub[]).map(({ name, key, values: { cull, singleuser } }) => ({
    ...{ name, key, cull },
    tag: singleuser.image.tag,
  }))
}

function findings(files: Readonly<Record<string, string>>, paths: readonly string[] = ['helmfile.yaml']) {
  const cwd = scratch(files)
  return lintJson(paths, { cwd })
}

describe('a release of a helmfile', () => {
  test('takes its values files and maps in order, then secrets, then what is set', () => {
    const [hub] = hubs({
      'helmfile.yaml': `${RELEASE}    values: [a.yaml, { cull: { every: 2, timeout: 2 } }]
    secrets: [s.yaml]
    set: [{ name: cull.concurrency, value: 4 }]
    setString: [{ name: singleuser.image.tag, value: 5 }]
`,
      'a.yaml': 'cull: { every: 1, users: true }',
      's.yaml': 'cull: { timeout: 3 }',
    })
    expect(hub).toMatchObject({
      name: 'release (hub)',
      key: [],
      cull: { every: 2, users: true, timeout: 3, concurrency: 4 },
      tag: '5',
    })
  })

  test('is judged with its version, and its files are not judged alone', () => {
    const files = {
      'helmfile.yaml': `${RELEASE}    values: [values.yaml]\n`,
      'values.yaml': 'cull: { enabled: false }\n',
    }
    const { inputs, findings: found } = findings(files, ['.'])
    expect(inputs).toEqual([
      { file: 'helmfile.yaml', kind: 'helmfile', chartVersion: '3.3.8', chartVersionFrom: 'helmfile' },
      { file: 'values.yaml', kind: 'values', chartVersion: '3.3.8', chartVersionFrom: 'helmfile' },
    ])
    expect(found.find(({ rule }) => rule === 'missing-culling')?.location).toMatchObject({
      file: 'values.yaml',
      line: 1,
    })
  })

  test('is found where it stands, in the file itself', () => {
    const { findings: found } = findings({
      'helmfile.yaml': `${RELEASE}    values:
      - hub:
          config:
            JupyterHub: { authenticator_class: dummy }
`,
    })
    expect(found.find(({ rule }) => rule === 'dummy-authenticator')).toMatchObject({
      path: ['releases', 0, 'values', 0, 'hub', 'config', 'JupyterHub', 'authenticator_class'],
      location: { file: 'helmfile.yaml', line: 10, column: 48 },
    })
  })

  test('inherits templates, whose lists come first', () => {
    const [hub] = hubs({
      'helmfile.yaml': `templates:
  base: { chart: jupyterhub/jupyterhub, version: 4.4.0, values: [{ cull: { timeout: 1, every: 1 } }] }
releases:
  - name: hub
    inherit: [{ template: base }]
    values: [{ cull: { every: 2 } }]
`,
    })
    expect(hub?.cull).toMatchObject({ timeout: 1, every: 2 })
  })

  test('of a chart in a folder has its values below the key of that chart', () => {
    const [hub] = hubs({
      'deploy/helmfile.yaml': '',
      'helmfile.yaml': `releases:
  - { name: hub, chart: ./chart, values: [{ notebooks: { cull: { timeout: 9 } } }] }
`,
      'chart/Chart.yaml': `apiVersion: v2
name: ours
version: 0.1.0
dependencies: [{ name: jupyterhub, alias: notebooks, version: 4.0.0, repository: https://hub.jupyter.org/helm-chart/ }]
`,
    })
    expect(hub).toMatchObject({ key: ['notebooks'], cull: { timeout: 9 } })
  })

  test('counts once for each environment that has its files', () => {
    const found = hubs({
      'helmfile.yaml': `bases: [environments.yaml]\n---\n${RELEASE}    values: ["{{ .Environment.Name }}/{{ .Release.Name }}.yaml"]\n`,
      'environments.yaml': 'environments: { default: {}, staging: {}, prod: {} }\n',
      'staging/hub.yaml': 'cull: { timeout: 1 }\n',
      'prod/hub.yaml': 'cull: { timeout: 2 }\n',
    })
    expect(found.map(({ name, cull }) => [name, cull.timeout])).toEqual([
      ['release (hub, staging)', 1],
      ['release (hub, prod)', 2],
    ])
  })

  test('is named by the values of each environment, where they are in clear', () => {
    const files = {
      'helmfile.yaml': `values: [{ chart: { version: 4.4.0 } }]
environments:
  staging: { values: [{ region: eu, chart: { version: 4.3.0 } }] }
  prod: { values: [prod.yaml] }
  sealed: { values: [{ region: eu }], secrets: [secrets.yaml] }
---
releases:
  - name: hub
    chart: jupyterhub/jupyterhub
    version: "{{ .Values.chart.version }}"
    values: ["{{ .StateValues.region }}.yaml"]
`,
      'prod.yaml': 'region: us\n',
      'eu.yaml': 'cull: { timeout: 1 }\n',
      'us.yaml': 'cull: { timeout: 2 }\n',
    }
    expect(hubs(files).map(({ name, cull }) => [name, cull.timeout])).toEqual([
      ['release (hub, staging)', 1],
      ['release (hub, prod)', 2],
    ])
    expect(findings(files).inputs.filter(({ kind }) => kind === 'helmfile')).toMatchObject([
      { chartVersion: '4.3.0' },
      { chartVersion: '4.4.0' },
    ])
  })

  test('that is not installed is not judged', () => {
    const { notJudged } = findings({
      'helmfile.yaml': `${RELEASE}    installed: false\n    values: [{ cull: { enabled: false } }]\n`,
    })
    expect(notJudged).toHaveLength(1)
  })

  test.each([
    ['a file that is missing', '[gone.yaml]', 'gone.yaml'],
    [
      'a file of which a part of the name is known only later',
      '["{{ .Values.region }}.yaml"]',
      '{{ .Values.region }}.yaml',
    ],
    ['a file that is rendered first', '[a.yaml.gotmpl]', 'a.yaml.gotmpl'],
    ['a file from elsewhere', '["git::https://example.org/r.git@a.yaml"]', 'git::https://example.org/r.git@a.yaml'],
  ])('that names %s is judged as far as it is known', (_, values, name) => {
    const { findings: found } = findings({
      'helmfile.yaml': `${RELEASE}    values: ${values}\n    set: [{ name: cull.timeout, value: 3600 }]\n`,
      'a.yaml.gotmpl': 'cull: { every: {{ .Values.every }} }',
    })
    expect(found.map(({ rule, message }) => [rule, message])).toEqual([
      ['opaque-config', `${name} may say more about this hub, and cannot be read here: only the rest is judged`],
    ])
  })

  test('may do without files that are missing, if it says so', () => {
    const { findings: found } = findings({
      'helmfile.yaml': `${RELEASE}    missingFileHandler: Warn\n    values: [gone.yaml]\n`,
    })
    expect(found.map(({ rule }) => rule)).toContain('dummy-authenticator')
  })

  test('has values that helmfile fetches, which are set and not known', () => {
    const { findings: found } = findings({
      'helmfile.yaml': `${RELEASE}    values:
      - hub: { config: { JupyterHub: { authenticator_class: github } } }
      - hub: { config: { GitHubOAuthenticator: { client_secret: ref+vault://hub/oauth#secret, allowed_organizations: [a] } } }
`,
    })
    expect(found.map(({ rule }) => rule)).not.toContain('secret-in-values')
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('is refused at its line where Helm cannot set what it says', () => {
    const { findings: found, notJudged } = findings({
      'helmfile.yaml': `${RELEASE}    set: [{ name: "hub[x", value: 1 }]\n`,
    })
    expect(found.find(({ rule }) => rule === 'unreadable-yaml')?.location?.line).toBe(7)
    expect(notJudged).toHaveLength(1)
  })
})

test('values beside a helmfile are judged with the version of its hub', () => {
  const { inputs } = findings(
    { 'helmfile.yaml': `${RELEASE}    values: [values.yaml]\n`, 'values.yaml': 'hub: { config: {} }\n' },
    ['values.yaml'],
  )
  expect(inputs).toMatchObject([{ kind: 'values', chartVersion: '3.3.8', chartVersionFrom: 'helmfile' }])
})

test('a helmfile of other charts is said to be one', () => {
  const { notJudged } = findings({ 'helmfile.yaml': 'releases: [{ name: web, chart: nginx/nginx }]\n' })
  expect(notJudged).toMatchObject([{ reason: expect.stringContaining('it is a helmfile') }])
})

test('Bitnami has a chart of the same name, which is another', () => {
  const { notJudged } = findings({
    'helmfile.yaml': `repositories: [{ name: b, url: https://charts.bitnami.com/bitnami }]
releases: [{ name: hub, chart: b/jupyterhub, values: [{ hub: { config: {} } }] }]
`,
  })
  expect(notJudged).toHaveLength(1)
})

test('a helmfile that is rendered first is said to be a template', () => {
  const { notJudged } = findings({
    'helmfile.yaml': `releases:\n{{ range .Values.hubs }}\n  - name: {{ . }}\n{{ end }}\n`,
  })
  expect(notJudged).toMatchObject([{ reason: expect.stringContaining('template') }])
})
