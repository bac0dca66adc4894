import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import { run } from './run.ts'
import { scratch } from './scratch.ts'

/** The file after `--fix`, by default on its own. */
function fixed(text: string, args: readonly string[] = ['--no-policy', 'hub.yaml'], files = {}): string {
  const cwd = scratch({ ...files, 'hub.yaml': text })
  const once = run(['--fix', ...args], { cwd })
  expect(once.status, once.err).toBeLessThan(2)
  const after = readFileSync(join(cwd, 'hub.yaml'), 'utf8')
  const again = run(['--fix', ...args], { cwd })
  expect(again.err).toContain('there is nothing of which it is certain what to write instead')
  expect(readFileSync(join(cwd, 'hub.yaml'), 'utf8')).toBe(after)
  return after
}

describe('what is certainly right is written, and nothing else of the file is touched', () => {
  test.each([
    [
      'culling that is off',
      'cull: {enabled:   false , timeout: 600 } # why\n',
      'cull: {enabled:   true , timeout: 600 } # why\n',
    ],
    [
      'a privileged container, and what it hides',
      'hub:\n  config:\n    KubeSpawner: { privileged: true, allow_privilege_escalation: True }\n',
      'hub:\n  config:\n    KubeSpawner: { privileged: false, allow_privilege_escalation: false }\n',
    ],
    [
      'privileges of one profile',
      'singleuser:\n  profileList:\n    - display_name: A\n      kubespawner_override: { privileged: yes }\n',
      'singleuser:\n  profileList:\n    - display_name: A\n      kubespawner_override: { privileged: false }\n',
    ],
    [
      'names that YAML reads as something else',
      'hub:\n  config:\n    GitHubOAuthenticator:\n      allowed_users: [ann, 0123, on]\n',
      'hub:\n  config:\n    GitHubOAuthenticator:\n      allowed_users: [ann, "0123", "on"]\n',
    ],
    [
      'a mode that is decimal',
      'singleuser:\n  extraFiles:\n    a: { mountPath: /a, mode: 755, stringData: x }\n',
      'singleuser:\n  extraFiles:\n    a: { mountPath: /a, mode: 0755, stringData: x }\n',
    ],
    ['a length of time in octal', 'cull: { timeout: 03600 }\n', 'cull: { timeout: 3600 }\n'],
    [
      'line ends of Windows and a byte order mark',
      '\ufeffcull: { enabled: false }\r\n# é\r\n',
      '\ufeffcull: { enabled: true }\r\n# é\r\n',
    ],
  ])('%s', (_what, text, after) => {
    const lab = 'proxy: { https: { enabled: true } }\n'
    expect(fixed(text + lab)).toBe(after + lab)
  })
})

describe('left as it is', () => {
  test.each([
    ['what an alias repeats elsewhere', 'cull: { enabled: &off false }\nhub: { networkPolicy: { enabled: *off } }\n'],
    [
      'what somebody decided to live with',
      'cull: { enabled: false } # jhub-lint-disable-line missing-culling -- by hand\n',
    ],
    ['what nobody wrote', 'hub: { config: { JupyterHub: { authenticator_class: dummy } } }\n'],
    ['what may be meant', 'singleuser: { uid: 0, image: { name: quay.io/lab/nb, tag: latest } }\n'],
    ['a file of several documents', 'cull: { enabled: false }\n---\nhub: { uid: 1000 }\n'],
  ])('%s', (_what, text) => {
    expect(fixed(text)).toBe(text)
  })

  test('what is off in one hub only, of those that share the file', () => {
    const policy = `releases:
  - { name: a, key: ., values: [hub.yaml, a.yaml] }
  - { name: b, key: ., values: [hub.yaml, b.yaml] }
`
    const files = { '.jhub-lint.yaml': policy, 'a.yaml': 'hub: { uid: 1000 }\n', 'b.yaml': 'cull: { enabled: true }\n' }
    const text = 'cull: { enabled: false }\n'
    expect(fixed(text, ['--all-releases'], files)).toBe(text)
    expect(fixed(text, ['--all-releases'], { ...files, 'b.yaml': 'hub: { uid: 1001 }\n' })).toBe(
      'cull: { enabled: true }\n',
    )
    // the other hub is not judged, so what it wants is not known
    expect(fixed(text, ['--release', 'a'], { ...files, 'b.yaml': 'hub: { uid: 1001 }\n' })).toBe(text)
  })

  test('the values of a chart', () => {
    const chart = {
      'chart/Chart.yaml':
        'apiVersion: v2\nname: lab\nversion: 1.0.0\ndependencies: [{ name: jupyterhub, version: 4.3.3 }]\n',
      'chart/values.yaml': 'jupyterhub: { cull: { enabled: false } }\n',
    }
    const cwd = scratch({ ...chart, 'hub.yaml': 'jupyterhub: { hub: { uid: 1000 } }\n' })
    const { err } = run(['--fix', '--no-policy', '--chart', 'chart', '-f', 'hub.yaml'], { cwd })
    expect(err).toContain('--fix: there is nothing')
    expect(readFileSync(join(cwd, 'chart/values.yaml'), 'utf8')).toBe(chart['chart/values.yaml'])
  })
})

test('the layer that won is edited, and the hub is judged again', () => {
  const cwd = scratch({ 'a.yaml': 'cull: { enabled: true }\n', 'b.yaml': 'cull: { enabled: false }\n' })
  const { out, err } = run(['--fix', '--no-policy', '--format', 'json', '-f', 'a.yaml', '-f', 'b.yaml'], { cwd })
  expect(err).toContain('b.yaml:1:18: fixed: write cull.enabled: true')
  expect((JSON.parse(out) as { findings: Finding[] }).findings.map(({ rule }) => rule)).not.toContain('missing-culling')
  expect(readFileSync(join(cwd, 'b.yaml'), 'utf8')).toBe('cull: { enabled: true }\n')
})

test('a baseline is written of what is left', () => {
  const cwd = scratch({ 'hub.yaml': 'cull: { enabled: false }\n' })
  run(['--fix', '--no-policy', '--write-baseline', 'known.json', 'hub.yaml'], { cwd })
  expect(readFileSync(join(cwd, 'hub.yaml'), 'utf8')).toBe('cull: { enabled: true }\n')
  expect(readFileSync(join(cwd, 'known.json'), 'utf8')).not.toContain('missing-culling')
})

test('without --fix a finding says in JSON what would be written', () => {
  const cwd = scratch({ 'hub.yaml': 'cull: { enabled: false }\n' })
  const { out } = run(['--no-policy', '--format', 'json', 'hub.yaml'], { cwd })
  const { findings } = JSON.parse(out) as { findings: Finding[] }
  expect(findings.find(({ rule }) => rule === 'missing-culling')?.fix).toEqual({
    description: 'write cull.enabled: true',
    edits: [{ location: { file: 'hub.yaml', line: 1, column: 18, endLine: 1, endColumn: 23 }, text: 'true' }],
  })
})

test('and in SARIF', () => {
  const cwd = scratch({ 'hub.yaml': 'cull: { enabled: false }\n' })
  const { out } = run(['--no-policy', '--format', 'sarif', 'hub.yaml'], { cwd })
  const { runs } = JSON.parse(out) as { runs: { results: { ruleId: string; fixes?: unknown }[] }[] }
  expect(runs[0]?.results.find(({ ruleId }) => ruleId === 'missing-culling')?.fixes).toEqual([
    {
      description: { text: 'write cull.enabled: true' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'hub.yaml', uriBaseId: '%SRCROOT%' },
          replacements: [
            {
              deletedRegion: { startLine: 1, startColumn: 18, endLine: 1, endColumn: 23 },
              insertedContent: { text: 'true' },
            },
          ],
        },
      ],
    },
  ])
})

test('a file that is no UTF-8 is not written', () => {
  const cwd = scratch({})
  const bytes = Buffer.from('cull: { enabled: false } # caf\xe9\n', 'latin1')
  writeFileSync(join(cwd, 'hub.yaml'), bytes)
  run(['--fix', '--no-policy', 'hub.yaml'], { cwd })
  expect(readFileSync(join(cwd, 'hub.yaml'))).toEqual(bytes)
})

test('standard input cannot be edited', () => {
  const { status, err } = run(['--fix', '-'], { input: 'cull: { enabled: false }\n' })
  expect([status, err]).toEqual([2, 'jhub-lint: --fix edits files, and standard input is none\n'])
})
