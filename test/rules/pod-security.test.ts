import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { judge } from '../../src/engine/judge.ts'
import type { Pod } from '../../src/model/pod.ts'
import type { Profile } from '../../src/model/rule.ts'
import { traced } from '../../src/model/traced.ts'
import { View } from '../../src/model/view.ts'

/** The reasons that Pod Security Admission gives, and the rules that say the same. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  'allowPrivilegeEscalation != false': ['privilege-escalation'],
  'forbidden AppArmor profile': ['unconfined-apparmor'],
  'forbidden sysctls': ['unsafe-sysctl'],
  'host namespaces': ['host-namespace'],
  'hostPath volumes': ['host-path'],
  hostPort: ['host-port'],
  hostProcess: ['host-process'],
  'non-default capabilities': ['added-capability'],
  privileged: ['privileged-container'],
  'probe or lifecycle host': ['host-probe'],
  procMount: ['unmasked-proc'],
  'restricted volume types': ['host-path', 'unlisted-volume-type'],
  'runAsNonRoot != true': ['root-user', 'unset-non-root'],
  'runAsUser=0': ['root-user'],
  seLinuxOptions: ['custom-selinux'],
  seccompProfile: ['unconfined-seccomp', 'unset-seccomp'],
  'unrestricted capabilities': ['added-capability', 'undropped-capability'],
}

interface Verdict extends Pod {
  readonly what: string
  readonly baseline: readonly string[]
  readonly restricted: readonly string[]
}

const verdicts: Verdict[] = readFileSync('fixtures/pod-security/verdicts.jsonl', 'utf8')
  .trimEnd()
  .split('\n')
  .map(line => JSON.parse(line) as Verdict)

describe.each(['baseline', 'restricted'] as const)('pss-%s judges as Pod Security Admission does', level => {
  test.each(verdicts.map(verdict => [verdict.what, verdict] as const))('%s', (_, verdict) => {
    const found = findings(verdict, [`pss-${level}`])
    expect(
      found.filter(({ severity }) => severity !== 'error'),
      'what is no error',
    ).toEqual([])
    const spoke = new Set(found.map(({ rule }) => rule))
    const may = verdict[level].flatMap(reason => RULES[reason] ?? [])
    expect(
      [...spoke].filter(rule => !may.includes(rule)),
      'rules without a reason',
    ).toEqual([])
    expect(
      verdict[level].filter(reason => !RULES[reason]?.some(rule => spoke.has(rule))),
      'reasons without a rule',
    ).toEqual([])
  })
})

test('every reason occurs', () => {
  const reasons = new Set(verdicts.flatMap(({ baseline, restricted }) => [...baseline, ...restricted]))
  expect([...reasons].sort()).toEqual(Object.keys(RULES).sort())
})

const PRIVILEGES = new Set(Object.values(RULES).flat())

test('what the baseline forbids is an error for those who chose nothing', () => {
  for (const verdict of verdicts.filter(({ baseline }) => baseline.length > 0)) {
    const grave = findings(verdict, ['recommended']).filter(
      ({ rule, severity }) => severity === 'error' && PRIVILEGES.has(rule),
    )
    expect(grave, verdict.what).not.toEqual([])
  }
})

test('what the restricted level forbids besides is no error for those who chose nothing', () => {
  for (const verdict of verdicts.filter(({ baseline }) => baseline.length === 0)) {
    const grave = findings(verdict, ['recommended']).filter(
      ({ rule, severity }) => severity === 'error' && PRIVILEGES.has(rule),
    )
    expect(grave, verdict.what).toEqual([])
  }
})

describe('data of any shape is judged without a word', () => {
  const odd: unknown[] = [null, 'text', 7, [], {}, [null, 'text', 7, [], {}]]
  const places: ((value: unknown) => unknown)[] = [
    value => value,
    spec => ({ spec }),
    containers => ({ spec: { containers, volumes: containers, securityContext: containers } }),
    value => ({ metadata: { annotations: value }, spec: { os: value, hostUsers: value, hostNetwork: value } }),
    value => ({
      spec: { containers: [{ securityContext: value, ports: value, lifecycle: value, livenessProbe: value }] },
    }),
    value => ({
      spec: { containers: [{ securityContext: { capabilities: value, seccompProfile: value, procMount: value } }] },
    }),
  ]
  test.each(odd)('%j', value => {
    for (const place of places) expect(() => findings(place(value), ['strict', 'pss-restricted'])).not.toThrow()
  })
})

function findings(pod: unknown, profiles: readonly Profile[]) {
  const view = View.of<Pod>(traced(pod, path => ({ by: 'file', name: 'pod.yaml', path, span: null })))
  return judge(rules, [{ kind: 'pod', name: 'pod', of: view }], { profiles, rules: {} }, 0)
}
