import { expect, test } from 'vitest'
import { run } from './run.ts'
import { scratch } from './scratch.ts'

const cwd = scratch({
  'lab.yaml': `hub:
  config:
    JupyterHub:
      authenticator_class: github
    GitHubOAuthenticator:
      allowed_organizations: [example, "example-lab:members"]
    Authenticator:
      admin_users: [ada, grace]
cull:
  timeout: 7200
singleuser:
  cloudMetadata:
    blockWithIptables: false
  image: { name: quay.io/example/lab, tag: "1.0" }
  memory: { limit: 2G }
  storage:
    extraVolumes:
      - { name: data, hostPath: { path: /srv/data } }
  profileList:
    - display_name: Plain
      default: true
    - display_name: Power
      kubespawner_override:
        uid: 0
        service_account: builder
      profile_options:
        image:
          display_name: Image
          choices:
            r: { display_name: R, kubespawner_override: { image: "quay.io/example/r:4" } }
            big:
              display_name: Big
              kubespawner_override:
                mem_limit: 64G
                container_security_context: { capabilities: { add: [SYS_ADMIN] } }
          unlisted_choice:
            enabled: true
            validation_regex: ^quay\\.io/example/.+$
            kubespawner_override: { image: "{value}" }
`,
  'none.yaml': 'foo: bar\n',
  'secret.yaml': `hub:
  config:
    JupyterHub:
      authenticator_class: dummy
    DummyAuthenticator:
      password: correct-horse
`,
})

const inspect = (...args: string[]) => run(['inspect', '--no-policy', '--chart-version', '4.4.0', ...args], { cwd })

test('the page that an admin reads before a merge', () => {
  expect(inspect('lab.yaml').out).toBe(`lab.yaml: jupyterhub chart 4.4.0

Who gets in: members of a group
  - by oauthenticator.github.GitHubOAuthenticator (line 4)
  - GitHubOAuthenticator.allowed_organizations lets in the members of these: example, example-lab:members (line 6)
  - admins: ada, grace (line 8)

Idle servers: stopped after 2 h idle, looked at every 10 min, whatever its age
  - cull.timeout is 7200 seconds (line 10)

The 4 pods that users may get
  each: host path /srv/data, no cpu limit
  - Plain: quay.io/example/lab:1.0, uid 1000, memory up to 2 GiB (default)
  - Power: quay.io/example/lab:1.0, root (uid 0), capabilities SYS_ADMIN, token of service account "builder", memory up to 64 GiB
      Image "Big": the same
      Image "R": quay.io/example/r:4, memory up to 2 GiB, without capabilities SYS_ADMIN

What users may type themselves
  - profile "Power", Image: what matches ^quay\\.io/example/.+$, which sets image (line 36)
`)
})

test('the same as JSON, with the names behind each reason', () => {
  const { status, out } = inspect('--format', 'json', 'lab.yaml')
  const [hub] = JSON.parse(out).hubs
  expect(status).toBe(0)
  expect(hub.access.because[0]).toMatchObject({ names: ['example', 'example-lab:members'], location: { line: 6 } })
  expect(hub.admins).toMatchObject({ names: ['ada', 'grace'], location: { line: 8 } })
  expect(hub.freeText).toEqual([
    {
      subject: 'profile "Power", Image',
      pattern: '^quay\\.io/example/.+$',
      sets: ['image'],
      location: expect.objectContaining({ line: 36 }),
    },
  ])
})

test('a password that decides who gets in is not printed', () => {
  for (const args of [['secret.yaml'], ['--format', 'json', 'secret.yaml']])
    expect(inspect(...args).out).not.toContain('correct-horse')
})

test('where there is no hub it says so', () => {
  expect(inspect('none.yaml')).toMatchObject({ status: 0, err: 'there is no hub in what was given\n' })
})
