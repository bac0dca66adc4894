import { expect, test } from 'vitest'
import { lintJson } from './run.ts'
import { scratch } from './scratch.ts'

const cwd = scratch({
  'common.yaml': `hub:
  config:
    JupyterHub:
      authenticator_class: github
    GitHubOAuthenticator:
      allowed_organizations: [example]
cull:
  enabled: false
singleuser:
  image: { name: quay.io/example/notebook, tag: "1.0" }
`,
  'prod.yaml': `singleuser:
  image:
    tag: latest
cull: { enabled: true }
`,
  'nested.yaml': `jupyterhub:
  singleuser:
    image: { name: quay.io/example/notebook, tag: latest }
`,
  'image-only.yaml': `singleuser:
  image: { name: quay.io/example/notebook, tag: "1.0" }
`,
  'chart/Chart.yaml':
    'apiVersion: v2\nname: parent\nversion: 0.1.0\ndependencies:\n  - name: jupyterhub\n    version: ~3.3\n    repository: https://hub.jupyter.org/helm-chart/\n',
  'chart/values.yaml': 'jupyterhub:\n  cull:\n    enabled: false\n',
})

const places = (args: string[]) =>
  lintJson(args, { cwd }).findings.map(({ rule, severity, origin, location }) =>
    [rule, severity, origin, location && `${location.file}:${location.line}`].join(' '),
  )

test('a finding points to the file that won', () => {
  expect(places(['-f', 'common.yaml', '-f', 'prod.yaml'])).toContain('floating-image-tag warning file prod.yaml:3')
})

test('what a later layer mends is no finding', () => {
  expect(places(['-f', 'common.yaml', '-f', 'prod.yaml']).join()).not.toContain('missing-culling')
  expect(places(['common.yaml'])).toContain('missing-culling error file common.yaml:8')
})

test('a flag wins over every file, and points to the nearest text', () => {
  expect(places(['-f', 'common.yaml', '-f', 'prod.yaml', '--set', 'cull.enabled=false'])).toContain(
    'missing-culling error flag prod.yaml:4',
  )
})

test('in a file below a key, what nobody wrote there is left to the other layers', () => {
  const found = places(['nested.yaml'])
  expect(found).toContain('floating-image-tag warning file nested.yaml:3')
  expect(found.join()).not.toContain('dummy-authenticator')
  expect(found.join()).toContain('opaque-config info')
})

test('in a file at the root that might be one layer, what nobody wrote at most warns', () => {
  const { findings } = lintJson(['image-only.yaml'], { cwd })
  expect(findings.find(({ rule }) => rule === 'dummy-authenticator')).toMatchObject({
    severity: 'warning',
    origin: 'chart',
    message: expect.stringMatching(/^if this is the hub's only values file, /),
    location: { file: 'image-only.yaml', line: 1 },
  })
})

test('a file that is declared to be the whole hub is judged as such', () => {
  expect(places(['--key', '.', 'image-only.yaml']).join()).toContain('dummy-authenticator error chart')
})

test('a chart beside the values names the version, and a range takes the newest known that fits', () => {
  expect(lintJson(['chart/values.yaml'], { cwd }).inputs).toEqual([
    { file: 'chart/values.yaml', kind: 'values', chartVersion: '3.3.8', chartVersionFrom: 'chart' },
  ])
})

test('a version that is not known is judged as the newest known', () => {
  expect(lintJson(['common.yaml'], { cwd }).inputs[0]).toMatchObject({
    chartVersion: '4.4.0',
    chartVersionFrom: 'assumed',
  })
})
