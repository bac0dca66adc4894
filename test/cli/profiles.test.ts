import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import { run } from './run.ts'
import { scratch } from './scratch.ts'

const HUB = `hub:
  config:
    JupyterHub: { authenticator_class: github }
    GitHubOAuthenticator: { allowed_organizations: [lab] }
proxy: { https: { enabled: true, hosts: [hub.example.org] } }
singleuser: { image: { name: quay.io/lab/nb, tag: latest }, memory: { limit: 2G } }
cull: { timeout: 9000 }
`

/** What `floating-image-tag` and `slow-culling` find under a policy. */
function severities(policy: string, ...args: string[]): string[] {
  const cwd = scratch({ '.jhub-lint.yaml': policy, 'hub.yaml': HUB })
  const { out, err } = run(['--format', 'json', '--chart-version', '4.4.0', ...args, 'hub.yaml'], { cwd })
  if (out === '') throw new Error(err)
  const { findings } = JSON.parse(out) as { findings: Finding[] }
  return findings
    .filter(({ rule }) => ['floating-image-tag', 'slow-culling'].includes(rule))
    .map(({ rule, severity }) => `${severity} ${rule}`)
}

describe('a profile of the policy', () => {
  const LAB = `ownProfiles:
  lab: { extends: recommended, rules: { floating-image-tag: error, slow-culling: { severity: info, maxIdle: 1h } } }
  exam: { extends: [lab, strict], rules: { slow-culling: { maxIdle: 4h } } }
  bare: { rules: { slow-culling: { severity: error, maxIdle: 2h } } }
`

  test('is the one it extends, with severities and limits of its own', () => {
    expect(severities(`profiles: [lab]\n${LAB}`)).toEqual(['error floating-image-tag', 'info slow-culling'])
  })

  test('may extend another of the policy: what it says itself wins, severities that it does not speak of come from all', () => {
    expect(severities(`profiles: [exam]\n${LAB}`)).toEqual(['error floating-image-tag'])
  })

  test('has only its own rules where it extends none', () => {
    expect(severities(`profiles: [bare]\n${LAB}`)).toEqual(['error slow-culling'])
  })

  test('counts beside others as theirs do: the most severe, and the stricter limit', () => {
    expect(severities(`profiles: [lab, bare]\n${LAB}`)).toEqual(['error floating-image-tag', 'error slow-culling'])
  })

  test('gives way to the rules at the top of the policy, and these to a flag', () => {
    const policy = `profiles: [lab]\nrules: { slow-culling: off, floating-image-tag: off }\n${LAB}`
    expect(severities(policy, '--rule', 'slow-culling=warning')).toEqual(['warning slow-culling'])
  })

  test('can be named by a flag', () => {
    expect(severities(LAB, '--profile', 'bare')).toEqual(['error slow-culling'])
  })
})

describe('a mistake about profiles is shown at its line', () => {
  test.each([
    [
      'a name that no profile has',
      'profiles: [labb]\nownProfiles:\n  lab: { extends: nrp }\n',
      '1:12: there is no profile "labb"; did you mean "lab"?',
    ],
    [
      'one to extend',
      'ownProfiles:\n  lab:\n    extends: recomended\n',
      '3:5: there is no profile "recomended"; did you mean "recommended"?',
    ],
    [
      'one of a namespace',
      'admission:\n  namespaces:\n    a:\n      profiles: [nrp, wellkin]\n',
      '4:23: there is no profile "wellkin"; did you mean "welkin"?',
    ],
    ['a name like nothing else', 'profiles: [x]\n', '1:12: there is no profile "x"; there are recommended, strict'],
    [
      'a name that is taken',
      'ownProfiles:\n  strict: { extends: nrp }\n',
      '2:3: jhub-lint has a profile "strict" itself',
    ],
    [
      'a circle',
      'ownProfiles:\n  a: { extends: [nrp, b] }\n  b: { extends: c }\n  c: { extends: [guide, b, a] }\n',
      'the profile extends itself: a extends b extends c extends a',
    ],
    [
      'an unknown rule',
      'ownProfiles:\n  a: { rules: { slow-culing: off } }\n',
      '2:17: there is no rule "slow-culing"; did you mean "slow-culling"?',
    ],
    [
      'an unknown option',
      'ownProfiles:\n  a: { rules: { slow-culling: { maxIdl: 1h } } }\n',
      '2:33: there is no key "maxIdl"; did you mean "maxIdle"?',
    ],
    ['no name at all', 'profiles: [5]\n', '1:12: profiles[0] must be the name of a profile'],
  ])('%s', (_what, policy, message) => {
    const { status, err } = run(['hub.yaml'], { cwd: scratch({ '.jhub-lint.yaml': policy, 'hub.yaml': HUB }) })
    expect(err).toContain(message)
    expect(status).toBe(2)
  })
})
