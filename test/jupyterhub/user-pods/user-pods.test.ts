import { describe, expect, test } from 'vitest'
import { neverSpawns, userPods } from '../../../src/jupyterhub/user-pods/user-pods.ts'
import type { Path } from '../../../src/model/path.ts'
import { Opaque } from '../../../src/model/traced.ts'
import { hubFrom } from '../hub.ts'

const PROFILES = `
singleuser:
  uid: 1001
  extraEnv: { A: "1" }
  profileList:
    - display_name: Plain
    - display_name: GPU
      default: true
      kubespawner_override:
        image: quay.io/acme/gpu:2
        environment: { B: "{username}" }
      profile_options:
        image:
          display_name: Image
          choices:
            py: { display_name: Python }
            r: { display_name: R 4.2, kubespawner_override: { image: quay.io/acme/r, uid: 0 } }
`

async function pods(yaml: string, version = '4.4.0') {
  return userPods(await hubFrom(version, yaml))
}

async function only(yaml: string, version?: string) {
  const { pods: found } = await pods(yaml, version)
  const [pod] = found
  if (pod === undefined || found.length !== 1) throw new Error(`${found.length} pods`)
  return pod.pod
}

/** Where a field of the notebook container comes from: `file:3 singleuser.uid`. */
async function author(yaml: string, path: Path, version?: string) {
  const { by, path: place, span } = (await only(yaml, version)).origin(['spec', ...path])
  return `${by}${by === 'file' || by === 'python' ? `:${span?.line}` : ''} ${place.join('.')}`
}
const NOTEBOOK = ['containers', 0]

describe('which pods there are', () => {
  test('one where there are no profiles', async () => {
    const { pods: found } = await pods('singleuser: {}')
    expect(found.map(({ subject, profile, default: chosen }) => [subject, profile, chosen])).toEqual([
      ['user pod', null, true],
    ])
  })

  test('one for each profile and each choice', async () => {
    const { pods: found } = await pods(PROFILES)
    expect(found.map(({ subject, profile, options, default: chosen }) => [subject, profile, options, chosen])).toEqual([
      ['user pod (profile "Plain")', 'plain', {}, false],
      ['user pod (profile "GPU")', 'gpu', {}, true],
      ['user pod (profile "GPU", Image "Python")', 'gpu', { image: 'py' }, false],
      ['user pod (profile "GPU", Image "R 4.2")', 'gpu', { image: 'r' }, false],
    ])
  })

  const TYPED = (override: string) => `
singleuser:
  profileList:
    - display_name: Lab
      profile_options:
        image:
          choices: { a: { kubespawner_override: { image: "a:1" } } }
          unlisted_choice: { enabled: true, kubespawner_override: ${override} }
`

  test('one for what users type, where something is set besides', async () => {
    const { pods: found } = await pods(TYPED('{ image: "{value}", uid: 0 }'))
    const [typed] = found.filter(pod => pod.typed)
    expect(typed?.subject).toBe('user pod (profile "Lab", image as typed by the user)')
    const container = typed?.pod.data.spec?.containers?.[0]
    expect(container?.image).toBeInstanceOf(Opaque)
    expect(container?.securityContext?.runAsUser).toBe(0)
  })

  test.each([
    ['{ image: "{value}" }', '4.4.0'],
    ['{ image: "{value}", uid: 0 }', '3.0.0'],
  ])('none for %s on chart %s', async (override, version) => {
    expect((await pods(TYPED(override), version)).pods.some(pod => pod.typed)).toBe(false)
  })

  test('charts before 2.0 know no options', async () => {
    const { pods: found } = await pods(PROFILES, '1.2.0')
    expect(found.map(({ subject }) => subject)).toEqual(['user pod (profile "Plain")', 'user pod (profile "GPU")'])
  })

  test('chart 0.8 gives nobody a profile that did not come through the form', async () => {
    const { pods: found } = await pods('singleuser: { profileList: [{ display_name: A, default: true }] }', '0.8.2')
    expect(found.map(({ subject, default: chosen }) => [subject, chosen])).toEqual([
      ['user pod', true],
      ['user pod (profile "A")', false],
    ])
  })

  test('the same hub and user are worked out once', async () => {
    const hub = await hubFrom('4.4.0', PROFILES)
    expect(userPods(hub)).toBe(userPods(hub))
    expect(userPods(hub, 'bob')).not.toBe(userPods(hub))
  })
})

describe('who wrote what', () => {
  test.each<[what: string, yaml: string, path: Path, author: string]>([
    ['a user id', 'singleuser:\n  uid: 0', [...NOTEBOOK, 'securityContext', 'runAsUser'], 'file:2 singleuser.uid'],
    ['its default', 'cull: {}', [...NOTEBOOK, 'securityContext', 'runAsUser'], 'chart singleuser.uid'],
    [
      'a default that null took away',
      'singleuser:\n  allowPrivilegeEscalation: null',
      [...NOTEBOOK, 'securityContext', 'allowPrivilegeEscalation'],
      'file:2 singleuser.allowPrivilegeEscalation',
    ],
    ['another', 'singleuser:\n  uid: null', [...NOTEBOOK, 'securityContext', 'runAsUser'], 'file:2 singleuser.uid'],
    [
      'a limit that nobody set',
      'cull: {}',
      [...NOTEBOOK, 'resources', 'limits', 'memory'],
      'platform singleuser.memory.limit',
    ],
    [
      'the blocker',
      'cull: {}',
      ['initContainers', 0, 'securityContext', 'privileged'],
      'chart singleuser.cloudMetadata.blockWithIptables',
    ],
    ['its image', 'cull: {}', ['initContainers', 0, 'image'], 'chart singleuser.networkTools.image.tag'],
    [
      'an image whose name is written',
      'singleuser:\n  image:\n    name: acme/lab',
      [...NOTEBOOK, 'image'],
      'file:3 singleuser.image.name',
    ],
    [
      'an image whose tag is written',
      'singleuser:\n  image:\n    tag: latest',
      [...NOTEBOOK, 'image'],
      'file:3 singleuser.image.tag',
    ],
    [
      'an extra volume',
      'singleuser:\n  storage:\n    extraVolumes:\n      - name: a\n        hostPath: { path: / }',
      ['volumes', 0, 'hostPath', 'path'],
      'file:5 singleuser.storage.extraVolumes.0.hostPath.path',
    ],
    [
      'a field in the spelling of Python',
      'singleuser:\n  extraPodConfig:\n    host_network: true',
      ['hostNetwork'],
      'file:3 singleuser.extraPodConfig.host_network',
    ],
    [
      'a trait under a former name',
      'hub:\n  config:\n    KubeSpawner:\n      singleuser_privileged: true',
      [...NOTEBOOK, 'securityContext', 'privileged'],
      'file:4 hub.config.KubeSpawner.singleuser_privileged',
    ],
    [
      'Python',
      'hub:\n  extraConfig:\n    a: |\n      c.KubeSpawner.privileged = True',
      [...NOTEBOOK, 'securityContext', 'privileged'],
      'python:4 hub.extraConfig.a',
    ],
  ])('%s', async (_, yaml, path, expected) => {
    expect(await author(yaml, path)).toBe(expected)
  })

  test('stretches of an image', async () => {
    const pod = await only('singleuser:\n  image:\n    name: quay.io/acme/lab\n    tag: latest')
    const line = (start: number, end: number) =>
      pod.origin(['spec', 'containers', 0, 'image'], { start, end }).span?.line
    expect([line(0, 7), line(17, 23)]).toEqual([3, 4])
  })

  test('a profile and the values that its override is merged into', async () => {
    const { pods: found } = await pods(PROFILES)
    const env = found[1]?.pod.data.spec?.containers?.[0]?.env
    expect(env).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', value: 'alice' },
    ])
    const line = (i: number) => found[1]?.pod.origin(['spec', 'containers', 0, 'env', i, 'value']).span?.line
    expect([line(0), line(1)]).toEqual([4, 11])
  })
})

describe('pods that are never made', () => {
  test.each([
    ['singleuser: { uid: "0" }', 'no user pod ever spawns: uid is the text "0"'],
    ['hub: { config: { KubeSpawner: { privileged: null } } }', 'no user pod ever spawns: privileged is null'],
    ['singleuser: { memory: { limit: 512Mi } }', 'no user pod ever spawns: mem_limit is the text "512Mi"'],
    [
      `singleuser: { extraEnv: { PS1: "\${HOME}" } }`,
      `no user pod ever spawns: "\${HOME}" is a template, and there is no field {HOME}`,
    ],
    [
      'singleuser: { extraPodConfig: { hostNetwrok: true } }',
      'no user pod ever spawns: a pod spec has the field "hostNetwrok", which this hub does not know',
    ],
    [
      'singleuser: { extraPodConfig: { containers: null } }',
      'no user pod ever spawns: a pod spec has null for containers',
    ],
    [
      'hub: { config: { KubeSpawner: { supplemental_gids: [100, null] } } }',
      'no user pod ever spawns: supplemental_gids holds null',
    ],
    [
      'singleuser: { profileList: [{ display_name: A, default: true, kubespawner_override: { privileged: "yes" } }] }',
      'profile "A" never spawns: privileged is the text "yes"',
    ],
    [
      'singleuser: { profileList: [{ display_name: A, kubespawner_override: { extraPodConfig: { hostPID: true } } }] }',
      'profile "A" never spawns: KubeSpawner has no extraPodConfig to put a map into',
    ],
  ])('%s', async (yaml, sentence) => {
    const { pods: found, never } = await pods(yaml)
    // what can be told of one is given all the same, for rules to judge
    expect(found.filter(({ spawns }) => spawns)).toEqual([])
    expect(never.map(({ who, reason }) => neverSpawns(who, 0, reason))).toEqual([sentence])
    expect(never[0]?.at.origin()).toMatchObject({ by: 'file', span: { line: 1 } })
  })

  test('the choices of a profile that never spawns do not repeat it', async () => {
    const { never } = await pods(`
singleuser:
  profileList:
    - display_name: A
      kubespawner_override: { environment: { COUNT: 1 } }
      profile_options: { o: { choices: { a: {}, b: { kubespawner_override: { uid: 0 } } } } }
`)
    expect(never.map(({ who, reason }) => neverSpawns(who, 0, reason))).toEqual([
      'profile "A" never spawns: the variable COUNT is the number 1',
    ])
  })
})

describe('functions', () => {
  const python = (code: string, more = '') => `
hub:
  extraConfig:
    site: |
${code.replace(/^/gm, '      ')}
${more}`
  const field = async (code: string, path: Path, version?: string) =>
    path.reduce<unknown>(
      (data, step) => (data as Record<string | number, unknown> | undefined)?.[step],
      (await only(python(code), version)).data.spec,
    )

  test.each<[string, Path, unknown, string?]>([
    ['c.KubeSpawner.uid = lambda spawner: 0', [...NOTEBOOK, 'securityContext', 'runAsUser'], 0],
    [
      'async def uid(spawner):\n    return 0\nc.KubeSpawner.uid = uid',
      [...NOTEBOOK, 'securityContext', 'runAsUser'],
      0,
    ],
    ['c.KubeSpawner.uid = lambda spawner: 0', ['securityContext', 'runAsUser'], 0, '0.8.2'],
    ['c.KubeSpawner.supplemental_gids = lambda s: [0]', ['securityContext', 'supplementalGroups'], [0]],
    ['c.KubeSpawner.supplemental_gids = ["100"]', ['securityContext', 'supplementalGroups'], [100]],
    ['c.KubeSpawner.supplemental_gids = [True, 1.5, "1_0"]', ['securityContext', 'supplementalGroups'], [1, 1, 10]],
    ['c.KubeSpawner.service_account = "of-{username}"', ['serviceAccountName'], 'of-alice', '1.2.0'],
    ['c.KubeSpawner.service_account = "of-{username}"', ['serviceAccountName'], 'of-{username}', '1.0.0'],
    ['c.KubeSpawner.pod_security_context = lambda s: {"runAsUser": 0}', ['securityContext', 'runAsUser'], 0],
    ['c.KubeSpawner.environment = {"WHO": lambda s: s.user.name}', [...NOTEBOOK, 'env', 0, 'value'], 'alice'],
    ['c.KubeSpawner.environment = {"WHO": lambda s: "{username}"}', [...NOTEBOOK, 'env', 0, 'value'], '{username}'],
    [
      'c.KubeSpawner.environment = {"WHO": lambda s: "{username}"}',
      [...NOTEBOOK, 'env', 0, 'value'],
      '{username}',
      '2.0.0',
    ],
  ])('%s: %j is %j', async (code, path, value, version) => {
    expect(await field(code, path, version)).toEqual(value)
  })

  test.each([
    ['c.KubeSpawner.image = lambda spawner: "quay.io/acme/lab:1"', '4.4.0', 'image is a function'],
    ['c.KubeSpawner.environment = {"WHO": lambda s: "x"}', '3.3.8', 'the variable WHO is a function'],
  ])('%s on chart %s: no pod, as %s', async (code, version, why) => {
    const { pods: found, never } = await pods(python(code), version)
    expect(found.every(({ spawns }) => !spawns)).toBe(true)
    expect(never.map(({ reason }) => reason)).toContainEqual(expect.stringContaining(why))
  })

  test('an override may be a function', async () => {
    const code = `c.KubeSpawner.profile_list = [
    {"display_name": "A", "kubespawner_override": {"image": lambda s: "quay.io/acme/" + s.user.name, "uid": lambda s: 0}},
]`
    const pod = await only(python(code))
    expect(pod.data.spec?.containers?.[0]).toMatchObject({
      image: 'quay.io/acme/alice',
      securityContext: { runAsUser: 0 },
    })
    expect(pod.origin(['spec', ...NOTEBOOK, 'image'])).toMatchObject({ by: 'python', span: { line: 6 } })
  })

  const BY_GROUP = python(
    `from copy import deepcopy
async def of_user(spawner):
    groups = {g.name for g in spawner.user.groups}
    return [p for p in PROFILES if not p.get("groups") or set(p["groups"]) & groups]
PROFILES = deepcopy(c.KubeSpawner.profile_list)
c.KubeSpawner.profile_list = of_user`,
    `singleuser:
  profileList:
    - { display_name: All, kubespawner_override: { image: quay.io/acme/all:1 } }
    - { display_name: Few, groups: [few], kubespawner_override: { privileged: true } }
`,
  )

  test('profiles that a function filters: those of a user in no group, and those that the values list for others', async () => {
    const { pods: found, unknown } = await pods(BY_GROUP)
    expect(found.map(({ profile, default: chosen }) => [profile, chosen])).toEqual([
      ['all', true],
      ['few', false],
    ])
    expect(unknown.map(({ sentence }) => sentence)).toEqual([
      'KubeSpawner has of_user work out profile_list for each user; shown is that of one who is in no group and no admin',
    ])
  })

  test('profiles that a function makes out of nothing replace those in the values', async () => {
    const code = python(
      'c.KubeSpawner.profile_list = lambda spawner: [{"display_name": "Mine"}]',
      'singleuser: { profileList: [{ display_name: Theirs }] }',
    )
    expect((await pods(code)).pods.map(({ profile }) => profile)).toEqual(['mine'])
  })

  test('a function that refuses a user in no group leaves the others theirs', async () => {
    const code = python(
      `def of_user(spawner):
    if not spawner.user.groups:
        raise ValueError("no group")
    return PROFILES
PROFILES = c.KubeSpawner.profile_list
c.KubeSpawner.profile_list = of_user`,
      'singleuser: { profileList: [{ display_name: Members }] }',
    )
    expect((await pods(code)).pods.map(({ profile, default: chosen }) => [profile, chosen])).toEqual([
      ['members', false],
    ])
  })
})

describe('what cannot be known', () => {
  test('a computed trait hides that field only', async () => {
    const yaml = 'hub:\n  extraConfig:\n    a: |\n      c.KubeSpawner.uid = lambda spawner: spawner.port'
    const { pods: found, unknown } = await pods(yaml)
    const security = found[0]?.pod.data.spec?.containers?.[0]?.securityContext
    expect(security?.runAsUser).toBeInstanceOf(Opaque)
    expect(security?.allowPrivilegeEscalation).toBe(false)
    expect(unknown.map(({ sentence }) => sentence)).toEqual([
      'KubeSpawner sets uid to what cannot be known: it is a function',
    ])
  })

  test("hooks and spawners of one's own", async () => {
    const yaml = `
hub:
  extraConfig:
    a: |
      from kubespawner import KubeSpawner
      class Lab(KubeSpawner):
          pass
      c.JupyterHub.spawner_class = Lab
      c.Lab.uid = 5
      c.KubeSpawner.modify_pod_hook = lambda spawner, pod: pod
`
    const { pods: found, unknown } = await pods(yaml)
    expect(found[0]?.pod.data.spec?.containers?.[0]?.securityContext?.runAsUser).toBe(5)
    expect(unknown.map(({ sentence }) => sentence)).toEqual([
      'the class Lab makes the user pods, and its Python may change them',
      'KubeSpawner.modify_pod_hook is set, and may change any user pod',
    ])
  })

  test('a spawner that makes no pods', async () => {
    const { pods: found, unknown } = await pods('hub: { config: { JupyterHub: { spawner_class: simple } } }')
    expect(found).toEqual([])
    expect(unknown.map(({ sentence }) => sentence)).toEqual([
      'JupyterHub.spawner_class is "simple", which makes no pods',
    ])
  })
})
