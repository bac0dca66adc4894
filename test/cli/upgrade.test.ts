import { expect, test } from 'vitest'
import type { HubDescription, Upgrade } from '../../src/report/hub-description.ts'
import { run } from './run.ts'

/** What one upgrade did to real hubs, as far as it is to be seen in their values. */
interface Accident {
  readonly file: string
  readonly from: string
  readonly to: string
  readonly access: readonly [before: string, after: string]
  readonly culling?: readonly [before: string, after: string]
  /** What becomes of settings: `without effect auth.whitelist.users`. */
  readonly keys?: readonly string[]
  /** Changes of a user's pod that are told besides the chart's own images: `notebook.args`. */
  readonly pods?: readonly string[]
}

const SAFER = ['spec.containers.notebook.securityContext.allowPrivilegeEscalation: null → false']

// the threads in which people told of them: jupyterhub/zero-to-jupyterhub-k8s#3332, #1914 and #2457, jupyterhub/jupyterhub#3748, #4526,
// #5139 and #3956, jupyterhub/binderhub#1625
const ACCIDENTS: readonly Accident[] = [
  { file: 'only-a-class', from: '2.0.0', to: '3.3.8', access: ['open institution', 'nobody none'] },
  { file: 'only-admins', from: '2.0.0', to: '3.3.8', access: ['open provider', 'restricted list'] },
  { file: 'only-admins', from: '3.3.8', to: '4.4.0', access: ['restricted list', 'restricted list'] },
  { file: 'hosted-domain', from: '2.0.0', to: '3.3.8', access: ['open institution', 'nobody none'] },
  { file: 'directory', from: '3.3.8', to: '4.0.0', access: ['open institution', 'nobody none'] },
  {
    file: 'whitelist',
    from: '0.9.1',
    to: '0.10.2',
    access: ['restricted list', 'open provider'],
    keys: ['without effect auth.whitelist.users'],
    pods: [
      'spec.initContainers.block-cloud-metadata: gone',
      'spec.containers.notebook.securityContext.runAsGroup: 0 → null',
    ],
  },
  { file: 'whitelist', from: '0.10.2', to: '0.10.6', access: ['open provider', 'restricted list'] },
  {
    file: 'whitelist',
    from: '0.10.6',
    to: '1.2.0',
    access: ['restricted list', 'fails none'],
    keys: ['refused auth'],
    pods: ['spec.initContainers.block-cloud-metadata: new'],
  },
  {
    file: 'roles',
    from: '1.2.0',
    to: '2.0.0',
    access: ['restricted list', 'restricted list'],
    culling: ['active', 'missing'],
    pods: SAFER,
  },
  {
    file: 'files-before-values',
    from: '1.2.0',
    to: '2.0.0',
    access: ['restricted group', 'open world'],
    keys: ['without effect hub.config.GitHubOAuthenticator.allowed_organizations'],
    pods: SAFER,
  },
  {
    file: 'options-of-a-profile',
    from: '1.2.0',
    to: '4.4.0',
    access: ['restricted list', 'restricted list'],
    pods: [
      ...SAFER,
      'spec.containers.notebook.resources.limits.memory: null → 8589934592',
      'user pod (profile "Lab", Size "Large"), user pod (profile "Lab", Size "Small"): added',
    ],
  },
  {
    file: 'function-in-the-environment',
    from: '2.0.0',
    to: '3.3.8',
    access: ['restricted list', 'restricted list'],
    pods: ['user pod: no longer made'],
  },
]

test.each(ACCIDENTS)('$file from $from to $to', ({ file, from, to, access, culling, keys, pods }) => {
  const { upgrade } = inspected(['--chart-version', from, '--upgrade-to', to, `fixtures/upgrades/${file}.yaml`])
  expect([upgrade.from, upgrade.to]).toEqual([from, to])
  const { before, after } = upgrade.access
  expect([before, after].map(({ verdict, reach }) => `${verdict} ${reach}`)).toEqual(access)
  expect([upgrade.culling.before.verdict, upgrade.culling.after.verdict]).toEqual(culling ?? ['active', 'active'])
  expect(upgrade.keys.map(({ what, path }) => `${what} ${path.join('.')}`)).toEqual(keys ?? [])
  expect(told(upgrade)).toEqual(expect.arrayContaining([...(pods ?? [])]))
})

test('the pods are those of the user who is asked for', () => {
  const { upgrade } = inspected([
    ...['--chart-version', '3.3.8', '--upgrade-to', '4.4.0', '--user', 'Ada.L@uni.example.org'],
    'fixtures/upgrades/only-admins.yaml',
  ])
  expect(told(upgrade)).toContainEqual(expect.stringMatching(/^spec\.volumes\.volume-ada-l-uni.*: new$/))
})

test('two versions side by side, as a page', () => {
  const { status, out } = run([
    ...['inspect', '--no-policy', '--chart-version', '0.9.1', '--upgrade-to', '0.10.2'],
    'fixtures/upgrades/whitelist.yaml',
  ])
  expect(status).toBe(0)
  expect(out).toBe(`fixtures/upgrades/whitelist.yaml: jupyterhub chart 0.9.1 → 0.10.2
JupyterHub 1.1.0 → 1.2.1, OAuthenticator 0.11.0 → 0.12.0, KubeSpawner 0.11.1 → 0.14.1

Who gets in
  before: people named in a list
  after:  open: anybody with an account at a public provider
  - GitHubOAuthenticator.allowed_users names nobody, and this version of JupyterHub lets everybody in then (line 2)
  - JupyterHub.authenticator_class chooses GitHubOAuthenticator (line 3)

Idle servers: stopped after 1 h idle, looked at every 10 min, whatever its age (no change)

Settings that the new version refuses or no longer heeds
  - without effect: Authenticator.whitelist does nothing: GitHubOAuthenticator does not read it in this version (GHSA-384w-5v3f-q499); write c.Authenticator.allowed_users in hub.extraConfig, or take jupyterhub 0.10.6 or later (line 8)

Users' pods
  user pod
    - initContainers.block-cloud-metadata: {"name":"block-cloud-metadata","image":"jupyterhub/k8s-network-tools:0… → none
    - notebook: image: jupyterhub/k8s-singleuser-sample:0.9.1 → jupyterhub/k8s-singleuser-sample:0.10.2
    - notebook: imagePullPolicy: IfNotPresent → none
    - notebook: securityContext.runAsGroup: 0 → none
    - and 1 labels and annotations
`)
})

test('a version that is none is a mistake in the call', () => {
  const { status, err } = run(['inspect', '--no-policy', '--upgrade-to', 'soon', 'fixtures/sample/config.yaml'])
  expect([status, err]).toEqual([2, expect.stringContaining('--upgrade-to soon: write a version such as ')])
})

test('objects hold the defaults of the old chart, which is said', () => {
  const { status, out } = run([
    'inspect',
    '--no-policy',
    '--upgrade-to',
    '4.4.0',
    'fixtures/manifests/hub-in-clear.yaml',
  ])
  expect(status).toBe(0)
  expect(out).toContain('--upgrade-to needs the values files')
})

function inspected(args: readonly string[]): HubDescription & { readonly upgrade: Upgrade } {
  const { status, out, err } = run(['inspect', '--no-policy', '--format', 'json', ...args])
  if (status !== 0) throw new Error(`exit ${status}: ${err}`)
  return JSON.parse(out).hubs[0]
}

/** Each change of a pod in a line. */
function told({ pods }: Upgrade): string[] {
  return pods.flatMap(({ subjects, what, changes }) => [
    ...(what === 'changed' ? [] : [`${subjects.join(', ')}: ${what}`]),
    ...changes.map(({ path, before, after }) => {
      const isPart = typeof (before ?? after) === 'object'
      if (isPart && before === null) return `${path.join('.')}: new`
      if (isPart && after === null) return `${path.join('.')}: gone`
      return `${path.join('.')}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`
    }),
  ])
}
