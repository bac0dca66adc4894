import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from './run.ts'
import { scratch } from './scratch.ts'

const VALUES = `hub:
  config:
    JupyterHub:
      authenticator_class: native
singleuser:
  profileList:
    - display_name: CPU
      slug: cpu
      kubespawner_override:
        image: registry.example.org/lab/cpu
    - display_name: GPU node
      slug: gpu
      kubespawner_override:
        image: quay.io/lab/gpu
`

const PODS = `apiVersion: v1
kind: Pod
metadata: { name: tools, namespace: jhub-prod }
spec:
  initContainers:
    - { name: setup, image: "quay.io/lab/setup:1" , securityContext: { privileged: true } }
  containers:
    - { name: main, image: "quay.io/lab/main:1", securityContext: { privileged: true } }
`

const cwd = scratch({ 'values.yaml': VALUES, 'pods.yaml': PODS })

interface Told {
  readonly rule: string
  readonly message: string
  readonly subjects: readonly string[]
  readonly location: { readonly file: string; readonly line: number } | null
  readonly by?: { readonly kind: string; readonly reason: string; readonly location: { readonly line: number } }
}

/** What a run says of one rule, with one exemption in the policy. */
function exempting(exemption: string, file: string, rule: string) {
  const policy = join(scratch({ 'policy.yaml': `exemptions:\n  - ${exemption}\n` }), 'policy.yaml')
  const { out, err, status } = run(['--policy', policy, '--format', 'json', file], { cwd })
  if (out === '') return { err, status, left: [], silenced: [], all: [] }
  const { findings, suppressed } = JSON.parse(out) as { findings: Told[]; suppressed: Told[] }
  const of = (list: readonly Told[]) => list.filter(found => found.rule === rule)
  return { err, status, left: of(findings), silenced: of(suppressed), all: findings }
}

/** The user pods concerned; the chart pulls their images in a pod of its own besides. */
const subjects = (list: readonly Told[]) =>
  list
    .flatMap(found => found.subjects)
    .filter(name => name.startsWith('user pod'))
    .sort()

describe('an exemption silences what all of its patterns fit', () => {
  const GPU = ['user pod (profile "GPU node")']
  const CPU = ['user pod (profile "CPU")']
  test.each([
    ['rule: untagged-image', [...CPU, ...GPU]],
    ['match: { profile: gpu }', GPU],
    ['match: { profile: GPU node }', GPU],
    ['match: { profile: "GPU*" }', GPU],
    ['match: { profile: gpu, image: registry.example.org/** }', []],
    ['match: { image: quay.io/* }', []],
    ['match: { image: quay.io/** }', GPU],
    ['match: { image: [docker.io/**, registry.example.org/**] }', CPU],
    ['match: { serviceAccount: hub }', [...CPU, ...GPU]],
    ['match: { serviceAccount: default }', []],
    ['match: { container: notebook, user: "*", namespace: "*" }', [...CPU, ...GPU]],
    ['match: { container: note* }', [...CPU, ...GPU]],
    ['match: { container: sidecar }', []],
    // where it will be is not known of values
    ['match: { namespace: jhub-* }', []],
    ['match: { path: "singleuser.profileList[0].**" }', CPU],
    ['match: { path: "singleuser.profileList[1].kubespawner_override.image" }', GPU],
    ['match: { path: "singleuser.profileList[*].**" }', [...CPU, ...GPU]],
    ['match: { path: "**.image" }', [...CPU, ...GPU]],
    ['match: { path: singleuser }', []],
    ['rule: [host-path, root-user]', []],
  ])('%s', (exemption, expected) => {
    const { left, silenced } = exempting(`{ reason: known, ${exemption} }`, 'values.yaml', 'untagged-image')
    expect(subjects(silenced)).toEqual(expected)
    expect(subjects(left)).toEqual([...CPU, ...GPU].filter(name => !expected.includes(name)))
  })

  test.each([
    ['match: { namespace: jhub-* }', ['main', 'setup']],
    ['match: { namespace: jhub }', []],
    ['match: { container: setup }', ['setup']],
    ['match: { path: "spec.initContainers[0].**" }', ['setup']],
    ['match: { path: "spec.containers[*].securityContext.privileged" }', ['main']],
    // who asks is not known of a manifest
    ['match: { user: alice }', []],
    ['match: { profile: gpu }', []],
    ['match: { user: "*", profile: "**" }', ['main', 'setup']],
  ])('of manifests: %s', (exemption, expected) => {
    const { silenced } = exempting(`{ reason: known, ${exemption} }`, 'pods.yaml', 'privileged-container')
    expect(silenced.map(({ message }) => /"(\w+)"/.exec(message)?.[1]).sort()).toEqual(expected)
  })
})

test('what is silenced says by whom and why', () => {
  const { silenced, err } = exempting(
    '{ rule: untagged-image, reason: the registry pins them }',
    'values.yaml',
    'untagged-image',
  )
  expect(silenced[0]?.by).toMatchObject({ kind: 'exemption', reason: 'the registry pins them', location: { line: 2 } })
  expect(err).toContain('the policy exempts 2 findings')
})

test('a lapsed exemption silences nothing: the finding says so, and so does the policy', () => {
  const { left, silenced, all } = exempting(
    '{ rule: untagged-image, match: { profile: gpu }, reason: until spring, expires: 2026-03-01 }',
    'values.yaml',
    'untagged-image',
  )
  expect(silenced).toEqual([])
  expect(subjects(left.filter(({ message }) => message.endsWith('(its exemption lapsed on 2026-03-01)')))).toEqual([
    'user pod (profile "GPU node")',
  ])
  const [lapsed] = all.filter(({ rule }) => rule === 'lapsed-exemption')
  expect(lapsed).toMatchObject({
    message: 'this exemption of untagged-image lapsed on 2026-03-01; its reason was: until spring',
    location: { line: 2 },
  })
})

test.each([
  ['{ rule: untagged-image }', /:2:\d+: exemptions\[0\] has no reason/],
  ['{ reason: all of it }', /:2:\d+: exemptions\[0\] must have required property 'rule'/],
  [
    '{ rule: untaged-image, reason: x }',
    /:2:\d+: exemptions\[0\]\.rule "untaged-image" names no rule; did you mean "untagged-image"\?/,
  ],
  [
    '{ rule: untagged-image, reason: x, match: { namspace: a } }',
    /:2:\d+: there is no key "namspace"; did you mean "namespace"\?/,
  ],
  [
    '{ rule: untagged-image, reason: x, expires: 2026-2-1 }',
    /:2:\d+: exemptions\[0\]\.expires must be a day such as 2027-06-30/,
  ],
  ['{ rule: untagged-image, reason: x, expires: 2026-02-30 }', /: there is no day 2026-02-30/],
  ['{ rule: untagged-image, reason: "" }', /exemptions\[0\]\.reason/],
])('a mistake is shown at its place: %s', (exemption, message) => {
  const { err, status } = exempting(exemption, 'values.yaml', '')
  expect(status).toBe(2)
  expect(err).toMatch(message)
})
