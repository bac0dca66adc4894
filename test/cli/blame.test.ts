import { expect, test } from 'vitest'
import { run } from './run.ts'
import { scratch } from './scratch.ts'

const cwd = scratch({
  'common.yaml': `hub:
  config:
    GitHubOAuthenticator:
      client_secret: hunter2
      allowed_organizations: [example]
singleuser:
  image: { name: quay.io/example/notebook, tag: "1.0" }
  profileList:
    - display_name: GPU
      slug: gpu
cull:
  timeout: 60
`,
  'prod.yaml': 'singleuser:\n  image:\n    tag: latest\ncull:\n  timeout:\n',
})

const blame = (...args: string[]) => run(['blame', '--no-policy', '--chart-version', '4.4.0', ...args], { cwd }).out

test('the effective values with their authors in the margin, without the defaults, and without secrets', () => {
  expect(blame('-f', 'common.yaml', '--set', 'cull.every=5')).toBe(`\
                  hub:
                    config:
                      GitHubOAuthenticator:
common.yaml:4           client_secret: ********
                        allowed_organizations:
common.yaml:5             - example
                  singleuser:
                    image:
common.yaml:7         name: quay.io/example/notebook
common.yaml:7         tag: "1.0"
                    profileList:
common.yaml:9         - display_name: GPU
common.yaml:10          slug: gpu
                  cull:
common.yaml:12      timeout: 60
--set cull.every    every: 5
382 defaults of jupyterhub 4.4.0 are left out; --all shows them
`)
})

test('--all shows the defaults too', () => {
  expect(blame('--all', '-f', 'common.yaml')).toContain('default of jupyterhub 4.4.0    maxAge: 0\n')
})

test('--path shows a part, with its defaults', () => {
  expect(blame('--path', 'singleuser.image', '-f', 'common.yaml', '-f', 'prod.yaml')).toBe(`\
prod.yaml:3                  tag: latest
common.yaml:7                name: quay.io/example/notebook
default of jupyterhub 4.4.0  pullSecrets: []
`)
  expect(blame('--path', 'singleuser.profileList[0]', '-f', 'common.yaml')).toContain('common.yaml:10  slug: gpu\n')
  expect(run(['blame', '--path', 'singleuser.imige', 'common.yaml'], { cwd })).toMatchObject({
    status: 2,
    err: expect.stringContaining('no hub has a value there'),
  })
})

test('--against says where two hubs differ', () => {
  expect(blame('-f', 'common.yaml', '--against', 'common.yaml', '--against', 'prod.yaml')).toBe(`\
singleuser.image.tag
  - "1.0"  common.yaml:7
  + "latest"  prod.yaml:3
cull.timeout
  - 60  common.yaml:12
  + not set  prod.yaml:5
`)
})

test('--format yaml is the effective values alone', () => {
  expect(blame('--format', 'yaml', '--path', 'singleuser.image', '-f', 'common.yaml')).toBe(
    'name: quay.io/example/notebook\ntag: "1.0"\npullSecrets: []\n',
  )
})
