import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import { run } from './run.ts'
import { scratch } from './scratch.ts'

/** A copy of one of fixtures/repositories, as somebody checked it out. */
function repository(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'jhub-lint-test-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(join('fixtures/repositories', name), folder, { recursive: true })
  return folder
}

/** Who is open to the world, by release, after the two commands of a newcomer. */
function firstReport(name: string) {
  const cwd = repository(name)
  const started = run(['init'], { cwd })
  const { out, err, status } = run(['--all-releases', '--format', 'json'], { cwd })
  expect(started.status, started.err).toBe(0)
  expect(status, err).toBe(1)
  const report = JSON.parse(out) as { findings: Finding[]; inputs: { file: string; chartVersion: string }[] }
  const grave = report.findings.filter(({ severity }) => severity === 'error')
  return {
    said: started.out,
    grave: grave.map(
      ({ rule, location, releases }) => `${rule} ${location?.file}:${location?.line} ${releases?.join()}`,
    ),
    versions: [...new Set(report.inputs.map(({ chartVersion }) => chartVersion))],
  }
}

describe('init, and then --all-releases, gives a true first report of', () => {
  test('a repository with a cluster.yaml for each cluster', () => {
    const { said, grave, versions } = firstReport('clusters')
    expect(said).toContain('2 hubs from cluster.yaml files')
    expect(grave).toEqual(['open-access config/clusters/alpha/staging.values.yaml:5 alpha-staging'])
    expect(versions).toEqual(['4.3.3'])
  })

  test('hubploy deployments', () => {
    const { said, grave, versions } = firstReport('hubploy')
    expect(said).toContain('2 hubs from hubploy deployments')
    expect(grave).toEqual(['dummy-authenticator deployments/course/config/common.yaml:5 course-prod,course-staging'])
    expect(versions).toEqual(['3.3.8'])
  })

  test('a helmfile with environments', () => {
    const { said, grave, versions } = firstReport('helmfile')
    expect(said).toContain('1 hub from helmfile releases')
    expect(grave).toEqual(['open-access values/staging.yaml:3 hub-staging'])
    expect(versions).toEqual(['3.3.8'])
  })

  test('an Argo CD Application with values files', () => {
    const { grave, versions } = firstReport('argo')
    expect(grave).toEqual(['open-access values/hub.yaml:4 hub'])
    expect(versions).toEqual(['4.0.0'])
  })

  test('values files beside each other, and a chart', () => {
    const { said, grave, versions } = firstReport('plain')
    expect(said).toContain('2 hubs from values files')
    expect(grave).toEqual(['open-access config/staging.yaml:4 staging'])
    expect(versions).toEqual(['4.1.0'])
  })
})

test('init puts common values below the hubs in the folders beside them', () => {
  const cwd = scratch({
    'common.yaml': 'hub: { config: { JupyterHub: { authenticator_class: github } } }\n',
    'hubs/physics.yaml': 'hub: { config: { GitHubOAuthenticator: { allow_all: true } } }\n',
    'hubs/biology.yaml': 'hub: { config: { GitHubOAuthenticator: { allowed_organizations: [lab] } } }\n',
    'course/values.yaml': 'hub: { config: { GitHubOAuthenticator: { allowed_organizations: [course] } } }\n',
  })
  expect(run(['init'], { cwd }).out).toContain('with 3 hubs')
  const { out } = run(['--all-releases', '--format', 'compact'], { cwd })
  expect(out).toContain('hubs/physics.yaml:1:53: error: open-access')
  expect(out).not.toMatch(/dummy-authenticator|nobody-allowed/)
})

describe('init tells where the hubs are that need no releases, as they are asked for', () => {
  const release = (values: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: hub }
spec: { chart: { spec: { chart: jupyterhub, version: 4.4.0 } }${values} }
`
  const dummy = '{ hub: { config: { JupyterHub: { authenticator_class: dummy } } } }'
  const elements = 'spec: { generators: [{ list: { elements: [{ name: a }, { name: b }] } }], template: { spec:'

  test.each<[string, Record<string, string>, string, string]>([
    ['by Flux', { 'apps/hub.yaml': release(`, values: ${dummy}`) }, '1 hub is', 'apps/hub.yaml'],
    [
      'by Flux, and patched by Kustomize',
      {
        'apps/base/hub.yaml': release(''),
        'apps/prod/hub.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: hub }
spec: { values: ${dummy} }
`,
      },
      '1 hub is',
      'apps',
    ],
    [
      'by Flux, with values in a file of Kustomize',
      {
        'apps/hub.yaml': release(', valuesFrom: [{ kind: ConfigMap, name: hub }]'),
        'apps/values.yaml': dummy,
        'prod/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
configMapGenerator: [{ name: hub, files: [../apps/values.yaml] }]
`,
      },
      '1 hub is',
      'apps/hub.yaml prod/kustomization.yaml',
    ],
    [
      'by an ApplicationSet',
      {
        'set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: hubs }
${elements} { source: { chart: jupyterhub, targetRevision: 4.4.0, repoURL: x, helm: { valuesObject: ${dummy} } } } } }
`,
      },
      '2 hubs are',
      'set.yaml',
    ],
    [
      'by a helmfile that has values itself',
      { 'helmfile.yaml': `releases: [{ name: hub, chart: jupyterhub/jupyterhub, values: [${dummy}] }]\n` },
      '1 hub is',
      'helmfile.yaml',
    ],
  ])('%s', (_, files, count, place) => {
    const cwd = scratch(files)
    const { out } = run(['init'], { cwd })
    expect(out).toContain(`${count} asked for by objects or helmfiles`)
    expect(out.trimEnd().endsWith(`: jhub-lint ${place}`)).toBe(true)
    const second = run([...place.split(' '), '--format', 'compact'], { cwd })
    expect(second.out).toContain('dummy-authenticator')
    expect(second.status).toBe(1)
  })
})

test('init passes over the charts of other programs', () => {
  const application = (name: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name} }
spec: { source: { path: ${name}, helm: { valueFiles: [values.yaml] } } }
`
  const cwd = scratch({
    'web.yaml': application('web'),
    'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
    'web/values.yaml': 'replicas: 1\n',
    'hub.yaml': application('jupyterhub'),
    'jupyterhub/Chart.yaml':
      'apiVersion: v2\nname: jupyterhub\nversion: 0.1.0\ndependencies: [{ name: jupyterhub, version: 4.2.0 }]\n',
    'jupyterhub/values.yaml': 'jupyterhub: { cull: { enabled: false } }\n',
  })
  expect(run(['init'], { cwd }).out).toContain('with 1 hub from Argo CD Applications. Look it over')
  expect(run(['--all-releases', '--format', 'compact'], { cwd }).out).toContain('missing-culling')
})

test('init passes over what is a hub only once it is rendered', () => {
  const hub = 'jupyterhub: { hub: { config: { JupyterHub: { authenticator_class: github } } } }\n'
  const cwd = scratch({
    'deployments/stats/hubploy.yaml': 'images: {}\n',
    'deployments/stats/config/common.yaml': hub,
    'deployments/stats/config/prod.yaml': 'jupyterhub: { hub: { uid: 1000 } }\n',
    'deployments/{{cookiecutter.name}}/hubploy.yaml': 'images: {}\n',
    'deployments/{{cookiecutter.name}}/config/common.yaml': hub,
    'deployments/{{cookiecutter.name}}/config/prod.yaml': 'jupyterhub: {{ values }}\n',
  })
  expect(run(['init'], { cwd }).out).toContain('with 1 hub from')
})

test('init never writes over a policy', () => {
  const cwd = repository('plain')
  run(['init'], { cwd })
  const before = readFileSync(join(cwd, '.jhub-lint.yaml'), 'utf8')
  const { status, err } = run(['init'], { cwd })
  expect(status).toBe(2)
  expect(err).toContain('.jhub-lint.yaml is there already')
  expect(readFileSync(join(cwd, '.jhub-lint.yaml'), 'utf8')).toBe(before)
})

test('init writes a policy also where there is no hub yet', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'jhub-lint-test-'))
  afterAll(() => rmSync(cwd, { recursive: true, force: true }))
  const { status, out } = run(['init'], { cwd })
  expect(status).toBe(0)
  expect(out).toContain('No values of a hub were found')
  expect(existsSync(join(cwd, '.jhub-lint.yaml'))).toBe(true)
})
