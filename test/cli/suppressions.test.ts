import { describe, expect, test } from 'vitest'
import { run } from './run.ts'
import { scratch } from './scratch.ts'

const HUB =
  'hub: { config: { JupyterHub: { authenticator_class: github }, GitHubOAuthenticator: { allowed_organizations: [lab] } } }\n'

const cwd = scratch({
  'values.yaml': `${HUB}singleuser:
  image: { name: quay.io/lab/nb, tag: latest } # jhub-lint-disable-line floating-image-tag -- students want the newest
`,
  'next.yaml': `${HUB}singleuser:
  # jhub-lint-disable-next-line floating-image-tag -- students want the newest
  image: { name: quay.io/lab/nb, tag: latest }
`,
  'file.yaml': `${HUB}singleuser:
  image: { name: quay.io/lab/nb, tag: latest }
# jhub-lint-disable-file floating-image-tag -- students want the newest
`,
  'no-reason.yaml': `${HUB}singleuser:
  image: { name: quay.io/lab/nb, tag: latest } # jhub-lint-disable-line floating-image-tag
`,
  'in-text.yaml': `${HUB}singleuser:
  image: { name: quay.io/lab/nb, tag: latest }
  extraEnv:
    MOTTO: |
      # jhub-lint-disable-file floating-image-tag -- a text is no comment
    OTHER: "# jhub-lint-disable-file floating-image-tag -- nor is this"
    THIRD: plain#jhub-lint-disable-file floating-image-tag -- nor is this
`,
  'python.yaml': `hub:
  config: { JupyterHub: { authenticator_class: github }, GitHubOAuthenticator: { allowed_organizations: [lab] } }
  extraConfig:
    spawner: |
      c.KubeSpawner.privileged = True  # jhub-lint-disable-line privileged-container -- FUSE, see the ticket
`,
  'pods.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: other }
---
apiVersion: v1
kind: Pod
metadata: { name: tools }
spec:
  containers:
    - name: main
      image: quay.io/lab/main:1
      securityContext:
        privileged: true # jhub-lint-disable-line privileged-container -- FUSE, see the ticket
`,
})

interface Told {
  readonly rule: string
  readonly message: string
  readonly location: { readonly line: number }
  readonly by: { readonly kind: string; readonly reason: string; readonly location: { readonly line: number } | null }
}

function judged(...args: string[]): { findings: Told[]; suppressed: Told[] } {
  return JSON.parse(run(['--no-policy', '--format', 'json', ...args], { cwd }).out)
}

const rulesOf = (list: readonly Told[]) => list.map(({ rule }) => rule)

describe('a comment with a reason silences a finding where it stands', () => {
  test.each([
    ['values.yaml', 'floating-image-tag', 3],
    ['next.yaml', 'floating-image-tag', 3],
    ['file.yaml', 'floating-image-tag', 4],
    ['python.yaml', 'privileged-container', 5],
    ['pods.yaml', 'privileged-container', 13],
  ])('%s', (file, rule, line) => {
    const { findings, suppressed } = judged(file)
    expect(rulesOf(findings)).not.toContain(rule)
    expect(rulesOf(findings)).not.toContain('useless-suppression')
    expect(suppressed).toMatchObject([{ rule, by: { kind: 'comment', location: { line } } }])
    expect(suppressed[0]?.by.reason).toMatch(/^students want the newest$|^FUSE, see the ticket$/)
  })

  test('and not with --no-suppressions', () => {
    const { findings, suppressed } = judged('--no-suppressions', 'values.yaml')
    expect(rulesOf(findings)).toContain('floating-image-tag')
    expect(suppressed).toEqual([])
  })
})

test('without a reason it silences nothing, and says so', () => {
  const { findings } = judged('no-reason.yaml')
  expect(rulesOf(findings)).toContain('floating-image-tag')
  expect(findings.find(({ rule }) => rule === 'useless-suppression')?.message).toMatch(/gives no reason/)
})

test('what stands in a text is no comment', () => {
  const { findings, suppressed } = judged('in-text.yaml')
  expect(rulesOf(findings)).toContain('floating-image-tag')
  expect(rulesOf(findings)).not.toContain('useless-suppression')
  expect(suppressed).toEqual([])
})

test('a comment about a rule that is off in this run is left alone', () => {
  expect(rulesOf(judged('--rule', 'floating-image-tag=off', 'values.yaml').findings)).not.toContain(
    'useless-suppression',
  )
})

test('SARIF carries it as suppressed in the source', () => {
  const { out } = run(['--no-policy', '--format', 'sarif', 'values.yaml'], { cwd })
  const results = (JSON.parse(out) as { runs: { results: { ruleId: string; suppressions: unknown[] }[] }[] }).runs[0]
    ?.results
  expect(results?.find(({ ruleId }) => ruleId === 'floating-image-tag')?.suppressions).toMatchObject([
    {
      kind: 'inSource',
      justification: 'students want the newest',
      location: { physicalLocation: { region: { startLine: 3 } } },
    },
  ])
})

describe('a baseline', () => {
  const values = (tag: string, more = '') =>
    `${more}${HUB}singleuser: { image: { name: quay.io/lab/nb, tag: ${tag} } }\n`
  const folder = scratch({ 'values.yaml': values('latest') })
  const within = (...args: string[]) => run(['--no-policy', '--fail-on', 'info', ...args], { cwd: folder })

  test('takes one command, and then only new findings fail', () => {
    expect(within('values.yaml').status).toBe(1)
    const written = within('--write-baseline', 'known.json', 'values.yaml')
    expect(written.status).toBe(0)
    expect(written.out).toMatch(/\d+ findings written to known\.json/)
    expect(within('--baseline', 'known.json', 'values.yaml').status).toBe(0)
  })

  test('holds when lines move, and lets new findings through', () => {
    const moved = scratch({ 'values.yaml': values('latest', '# moved\n\ncull: { enabled: false }\n') })
    const known = `${folder}/known.json`
    const { out, status } = run(['--no-policy', '--baseline', known, '--format', 'json', 'values.yaml'], { cwd: moved })
    expect(status).toBe(1)
    const { findings, suppressed } = JSON.parse(out) as { findings: Told[]; suppressed: Told[] }
    expect(rulesOf(findings)).toEqual(['missing-culling'])
    expect(new Set(suppressed.map(({ by }) => by.kind))).toEqual(new Set(['baseline']))
  })

  test('says what is mended', () => {
    const mended = scratch({ 'values.yaml': values('2026-01-01') })
    const { out, status } = run(['--no-policy', '--baseline', `${folder}/known.json`, 'values.yaml'], { cwd: mended })
    expect(status).toBe(0)
    expect(out).toContain('mended since the baseline: floating-image-tag in values.yaml')
  })

  test.each([
    ['missing.json', 'there is no such file'],
    ['values.yaml', 'it is no baseline'],
  ])('that is none is an error: %s', (file, message) => {
    const { status, err } = within('--baseline', file, 'values.yaml')
    expect(status).toBe(2)
    expect(err).toContain(message)
  })
})
