import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lintJson, run } from './run.ts'
import { scratch } from './scratch.ts'

const nested = (depth: number) => `hub: ${'['.repeat(depth)}${']'.repeat(depth)}\n`
const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
  .split('')
  .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
  .join('\n')}\nhub: *i\nsingleuser: {}\n`

const broken: Readonly<Record<string, string | Uint8Array>> = {
  'tab.yaml': 'hub:\n\tconfig: {}\n',
  'unclosed.yaml': 'hub:\n  config: {a: 1\nsingleuser: {}\n',
  'bad-utf8.yaml': Uint8Array.from([...Buffer.from('hub:\n  config: {a: "'), 0xff, 0xfe, ...Buffer.from('"}\n')]),
  'control.yaml': 'hub:\n  config: {a: "\u0001"}\n',
  'deep.yaml': nested(10_001),
  'deep-block.yaml': `hub:\n${Array.from({ length: 10_001 }, (_, i) => `${' '.repeat(i + 1)}k:`).join('\n')}\n`,
  'bomb.yaml': bomb,
  'unknown-alias.yaml': 'hub: *nowhere\nsingleuser: {}\n',
  'large.yaml': `hub:\n  config:\n${'    # a long comment that goes on and on and on and on and on and on and on\n'.repeat(720_000)}`,
}
const cwd = scratch(broken)

test.each(Object.keys(broken))('%s is reported with its place, and nothing breaks', name => {
  const done = run([name], { cwd })
  expect(done.status, done.err).toBe(1)
  expect(done.out).toMatch(new RegExp(`^${name.replace('.', '\\.')}:\\d+:\\d+: error: .+ \\[unreadable-yaml\\]`, 'm'))
  expect(done.err).toBe('')
})

test('a template is not ours, and said to be so', () => {
  const folder = scratch({ 'values.yaml': 'hub:\n  image: {{ .Values.image }}\n' })
  expect(lintJson(['--allow-unjudged', 'values.yaml'], { cwd: folder }).notJudged).toEqual([
    {
      location: expect.objectContaining({ file: 'values.yaml' }),
      reason: 'it is a template full of {{ }}, which something renders first',
    },
  ])
})

/** Traits that rules, access or pods read. */
const TRAITS = [
  'JupyterHub',
  'JupyterHub.authenticator_class',
  'JupyterHub.load_roles',
  'JupyterHub.spawner_class',
  'JupyterHub.admin_users',
  'Authenticator',
  'Authenticator.allowed_users',
  'Authenticator.admin_users',
  'Authenticator.allow_all',
  'Authenticator.any_allow_config',
  'DummyAuthenticator.password',
  'GitHubOAuthenticator.allowed_organizations',
  'GoogleOAuthenticator.hosted_domain',
  'CILogonOAuthenticator.allowed_idps',
  'OAuthenticator.allow_all',
  'KubeSpawner',
  'KubeSpawner.privileged',
  'KubeSpawner.uid',
  'KubeSpawner.image',
  'KubeSpawner.init_containers',
  'KubeSpawner.profile_list',
  'KubeSpawner.volumes',
  'KubeSpawner.extra_pod_config',
  'KubeSpawner.extra_container_config',
  'KubeSpawner.environment',
  'KubeSpawner.container_security_context',
  'KubeSpawner.cmd',
  'Spawner.args',
]

/** Something of every type, where the chart has something of another. */
const WRONG: readonly unknown[] = [
  5,
  'text',
  '',
  true,
  null,
  [],
  [1, 'a', null, {}],
  { a: 1 },
  [[]],
  { a: { b: null } },
]

describe.each(['0.8.2', '0.11.1', '1.2.0', '3.3.8', '4.4.0'])(
  'values of the wrong type anywhere, chart %s',
  version => {
    const paths = [...pathsOf(defaultsOf(version)), ...TRAITS.map(trait => ['hub', 'config', ...trait.split('.')])]
    const files = Object.fromEntries(
      paths.flatMap((path, i) => WRONG.map((value, j) => [`${i}-${j}.yaml`, JSON.stringify(at(path, value))] as const)),
    )
    const folder = scratch(files)

    test(`${Object.keys(files).length} files: every one is answered, none breaks`, () => {
      const report = lintJson(['--key', '.', '--chart-version', version, '.'], { cwd: folder })
      const answered = new Set([
        ...report.inputs.map(({ file }) => file),
        ...report.notJudged.map(({ location }) => location.file),
      ])
      expect(answered.size).toBe(Object.keys(files).length)
      const { out, status } = run(['inspect', '--format', 'json', '--key', '.', '--chart-version', version, '.'], {
        cwd: folder,
      })
      expect(status).not.toBe(3)
      expect(JSON.parse(out).hubs.length).toBe(Object.keys(files).length)
    })
  },
)

function defaultsOf(version: string): unknown {
  const found = ['4.3.3', '3.3.0', '1.1.0', '0.11.0', '0.8.0'].find(
    name => Number(name.split('.')[0]) <= Number(version.split('.')[0]),
  )
  return JSON.parse(
    readFileSync(
      `src/jupyterhub/charts/defaults/${version === '0.11.1' ? '0.11.0' : version === '0.8.2' ? '0.8.0' : found}.json`,
      'utf8',
    ),
  )
}

function pathsOf(data: unknown, path: readonly string[] = []): string[][] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return [[...path]]
  return [
    ...(path.length > 0 ? [[...path]] : []),
    ...Object.entries(data).flatMap(([key, value]) => pathsOf(value, [...path, key])),
  ]
}

function at(path: readonly string[], value: unknown): unknown {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value)
}

describe('a folder is searched', () => {
  const sound = 'cull: { timeout: 600 }\nhub: { uid: 1000 }\n'

  test('links that lead nowhere, or back, are passed', () => {
    const cwd = scratch({ 'a/hub.yaml': sound })
    symlinkSync('nowhere', join(cwd, 'a/gone.yaml'))
    symlinkSync('..', join(cwd, 'a/back'))
    const { out, status } = run(['--no-policy', '--format', 'json', '--fail-on', 'never', '.'], { cwd })
    expect((JSON.parse(out) as { inputs: { file: string }[] }).inputs.map(({ file }) => file)).toEqual(['a/hub.yaml'])
    expect(status).toBe(0)
  })

  // other systems refuse such a name
  test.runIf(process.platform === 'linux')('a name that is not UTF-8 is said', () => {
    const cwd = scratch({ 'hub.yaml': sound })
    writeFileSync(Buffer.concat([Buffer.from(`${cwd}/caf`), Buffer.from([0xe9]), Buffer.from('.yaml')]), sound)
    expect(run(['--no-policy', '.'], { cwd })).toEqual({
      status: 2,
      out: '',
      err: 'jhub-lint: caf\ufffd.yaml: the name is not UTF-8, so it cannot be opened; give it another\n',
    })
  })

  test('many files are one run', () => {
    const files = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${i % 20}/${i}.yaml`, sound]))
    const { out } = run(['--no-policy', '--format', 'json', '.'], { cwd: scratch(files) })
    const { summary } = JSON.parse(out) as { summary: { judged: number } }
    expect(summary.judged).toBe(500)
  })
})
