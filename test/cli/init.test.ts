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
