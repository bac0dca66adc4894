import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import { run } from './run.ts'
import { scratch } from './scratch.ts'

const POLICY = `releases:
  - name: staging
    chart: jupyterhub@3.3.8
    key: jupyterhub
    values: [config/common.yaml, config/staging.yaml]
    set: { hub.config.GitHubOAuthenticator.allow_all: true }
  - name: "site-{site}"
    chart: jupyterhub@4.0.0
    values: ["sites/shared.yaml", "sites/{site}.yaml", { file: "secrets/{site}.yaml", encrypted: true }]
`

const cwd = scratch({
  '.jhub-lint.yaml': POLICY,
  'config/common.yaml': 'jupyterhub: { hub: { config: { JupyterHub: { authenticator_class: github } } } }\n',
  'config/staging.yaml': 'jupyterhub: { singleuser: { image: { name: quay.io/lab/nb, tag: latest } } }\n',
  'sites/shared.yaml': `hub: { config: { JupyterHub: { authenticator_class: github }, GitHubOAuthenticator: { allowed_organizations: [lab] } } }
singleuser: { image: { name: quay.io/lab/nb, tag: latest } }
`,
  'sites/north.yaml': 'cull: { enabled: false }\n',
  'sites/south.yaml': 'singleuser: { image: { tag: "2026-01-01" } }\n',
  'sites/west.yaml': 'singleuser: { uid: 0 }\n',
  'alone.yaml': 'hub: { config: { JupyterHub: { authenticator_class: dummy } } }\n',
})

function judged(args: readonly string[], folder = cwd): string[] {
  const { out, err } = run(['--format', 'json', ...args], { cwd: folder })
  if (out === '') throw new Error(err)
  const { findings } = JSON.parse(out) as { findings: Finding[] }
  return findings
    .filter(({ severity, rule }) => severity !== 'info' && rule !== 'vulnerable-version' && rule !== 'no-https')
    .map(({ rule, location, releases = [] }) => `${rule} ${location?.file}:${location?.line} ${releases.join()}`.trim())
}

describe('a file that belongs to releases is judged as part of each of them', () => {
  test('the half that stands in another file is known', () => {
    expect(judged(['config/staging.yaml'])).toEqual([
      'open-access .jhub-lint.yaml:6 staging',
      'floating-image-tag config/staging.yaml:1 staging',
    ])
  })

  test('a shared file once for each, and what they have in common is said once', () => {
    expect(judged(['sites/shared.yaml'])).toEqual([
      'missing-culling sites/north.yaml:1 site-north',
      'floating-image-tag sites/shared.yaml:2 site-north,site-west',
      'root-user sites/west.yaml:1 site-west',
    ])
  })

  test('a file of one site alone', () => {
    expect(judged(['sites/south.yaml'])).toEqual([])
  })

  test('and one that belongs to none on its own', () => {
    expect(judged(['alone.yaml'])).toEqual(['dummy-authenticator alone.yaml:1'])
  })

  test('also from a folder below, and from a folder that is searched', () => {
    expect(judged(['staging.yaml'], `${cwd}/config`)).toContain('floating-image-tag staging.yaml:1 staging')
    expect(judged(['.'])).toEqual([
      'open-access .jhub-lint.yaml:6 staging',
      'dummy-authenticator alone.yaml:1',
      'floating-image-tag config/staging.yaml:1 staging',
      'missing-culling sites/north.yaml:1 site-north',
      'floating-image-tag sites/shared.yaml:2 site-north,site-west',
      'root-user sites/west.yaml:1 site-west',
    ])
  })
})

test('--release and --all-releases choose by name', () => {
  expect(judged(['--release', 'site-north'])).toContain('missing-culling sites/north.yaml:1 site-north')
  expect(judged(['--release', 'site-north', '--release', 'site-south']).join()).not.toContain('site-west')
  expect(judged(['--all-releases'])).toHaveLength(5)
})

test('an encrypted file that is not there is said, and what it may set is left open', () => {
  const { out } = run(['--release', 'site-south'], { cwd })
  expect(out).toContain('secrets/south.yaml cannot be read here')
})

test('a flag beats what the release says of itself', () => {
  const { out } = run(['--release', 'staging', '--chart-version', '4.1.0', '--format', 'json'], { cwd })
  const { inputs } = JSON.parse(out) as { inputs: { chartVersion: string; chartVersionFrom: string }[] }
  expect(inputs[0]).toMatchObject({ chartVersion: '4.1.0', chartVersionFrom: 'flag' })
})

test('inspect and blame take releases too, and blame compares two', () => {
  expect(run(['inspect', '--release', 'staging'], { cwd }).out).toContain('staging: jupyterhub chart 3.3.8')
  expect(run(['blame', '--release', 'staging', '--path', 'hub.config'], { cwd }).out).toMatch(
    /\.jhub-lint\.yaml:6 +allow_all: true/,
  )
  const { out } = run(['blame', '--release', 'site-north', '--against', 'site-west'], { cwd })
  expect(out).toMatch(/singleuser\.uid[\s\S]*sites\/west\.yaml:1/)
})

describe('a mistake in the releases stops the run, with its place', () => {
  const files = { 'a.yaml': 'hub: { config: {} }\n' }
  test.each([
    [
      'two releases of one name',
      '  - { name: a, values: [a.yaml] }\n  - { name: a, values: [a.yaml] }',
      ':3:7: there are two releases with the name "a"',
    ],
    [
      'a file that is not there',
      '  - { name: a, values: [b.yaml] }',
      ':2:25: release "a": there is no such file b.yaml',
    ],
    ['no file at all', '  - { name: a, values: [] }', ':2:16: the release "a" names no file'],
    ['a folder', '  - { name: a, values: [.] }', ':2:25: release "a": there is no such file .'],
    [
      'a pattern that fits nothing',
      '  - { name: "{x}", values: ["hubs/{x}.yaml"] }',
      ':2:13: the release "{x}" matches no file',
    ],
    [
      'a placeholder without a file',
      '  - { name: "{x}", values: [a.yaml] }',
      'no file of this release has {x} in its name',
    ],
    ['a placeholder without a name', '  - { name: x, values: ["{x}.yaml"] }', 'and so must the name'],
    ['a misspelt key', '  - { name: a, value: [a.yaml] }', 'there is no key "value"; did you mean "values"?'],
    ['a chart that is not there', '  - { name: a, chart: ./chart, values: [a.yaml] }', 'there is no chart chart'],
  ])('%s', (_, releases, message) => {
    const folder = scratch({ ...files, '.jhub-lint.yaml': `releases:\n${releases}\n` })
    const { status, err } = run(['--all-releases'], { cwd: folder })
    expect(err).toContain(message)
    expect(status).toBe(2)
  })

  test('a name that no release has', () => {
    const { status, err } = run(['--release', 'stagin'], { cwd })
    expect(status).toBe(2)
    expect(err).toContain('did you mean "staging"?')
  })

  test('no file at all, where releases could be judged', () => {
    const { status, err } = run([], { cwd })
    expect(status).toBe(2)
    expect(err).toContain('--all-releases takes the releases of .jhub-lint.yaml')
  })
})

test('a comment in a shared file counts only where all its releases are judged', () => {
  const folder = scratch({
    '.jhub-lint.yaml':
      'releases:\n  - { name: "{x}", chart: jupyterhub@4.0.0, values: ["common.yaml", "hubs/{x}.yaml"] }\n',
    'common.yaml': `hub: { config: { JupyterHub: { authenticator_class: github }, GitHubOAuthenticator: { allowed_organizations: [lab] } } }
singleuser: { image: { name: quay.io/lab/nb, tag: latest } } # jhub-lint-disable-line floating-image-tag -- for students
`,
    'hubs/a.yaml': 'singleuser: { image: { tag: "2026-01-01" } }\n',
    'hubs/b.yaml': 'singleuser: { memory: { limit: 1G } }\n',
  })
  expect(judged(['--release', 'a'], folder)).toEqual([])
  expect(judged(['--all-releases'], folder)).toEqual([])
})

describe('files of a release by a pattern', () => {
  const files = {
    'common/b.yaml': 'cull: { enabled: false }\n',
    'common/a.yaml': 'cull: { enabled: true }\n',
    'common/deep/c.yaml': 'hub: { uid: 1000 }\n',
    'common/.hidden.yaml': 'hub: { uid: 0 }\n',
    'hubs/x/1.yaml': 'singleuser: { uid: 0 }\n',
    'hubs/x/2.yaml': 'singleuser: { uid: 1000 }\n',
    'hubs/y/1.yaml': 'singleuser: { uid: 0 }\n',
  }
  const layers = (values: string, more = {}) => {
    const policy = `releases:\n  - { name: ${values.includes('{hub}') ? '"{hub}"' : 'one'}, key: ., values: ${values} }\n`
    const { out, err } = run(['--all-releases', '--format', 'json'], {
      cwd: scratch({ ...files, ...more, '.jhub-lint.yaml': policy }),
    })
    return out === '' ? err : (JSON.parse(out) as { inputs: { file: string }[] }).inputs.map(({ file }) => file)
  }

  test.each([
    ['sorted by name', '["common/*.yaml"]', ['common/a.yaml', 'common/b.yaml']],
    ['in folders below', '["common/**/*.yaml"]', ['common/a.yaml', 'common/b.yaml', 'common/deep/c.yaml']],
    ['of several kinds', '["common/{b,a}.yaml"]', ['common/a.yaml', 'common/b.yaml']],
    ['but for those that are named', '["common/*.yaml", common/a.yaml]', ['common/b.yaml', 'common/a.yaml']],
    ['or that fitted before', '["common/b*", "common/*.yaml"]', ['common/b.yaml', 'common/a.yaml']],
    ['beside placeholders', '["hubs/{hub}/*.yaml"]', ['hubs/x/1.yaml', 'hubs/x/2.yaml', 'hubs/y/1.yaml']],
    ['none, where that is allowed', '[common/a.yaml, { file: "none/*.yaml", optional: true }]', ['common/a.yaml']],
  ])('%s', (_how, values, expected) => {
    expect(layers(values)).toEqual(expected)
  })

  test('a file of that very name is meant itself', () => {
    expect(layers('["common/[a].yaml"]', { 'common/[a].yaml': 'cull: { timeout: 1 }\n' })).toEqual(['common/[a].yaml'])
  })

  test('one that fits nothing stops the run', () => {
    expect(layers('["none/*.yaml"]')).toContain(':2:35: release "one": no file fits none/*.yaml')
  })

  test('a changed file is judged with all that fit', () => {
    const policy = 'releases:\n  - { name: one, key: ., values: ["common/*.yaml"] }\n'
    const { out } = run(['--format', 'json', 'common/a.yaml'], {
      cwd: scratch({ ...files, '.jhub-lint.yaml': policy }),
    })
    const { findings } = JSON.parse(out) as { findings: Finding[] }
    expect(findings.find(({ rule }) => rule === 'missing-culling')?.location?.file).toBe('common/b.yaml')
  })
})
