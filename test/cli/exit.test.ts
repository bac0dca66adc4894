import { expect, test } from 'vitest'
import { run } from './run.ts'
import { scratch } from './scratch.ts'

const SOUND = `hub:
  config:
    JupyterHub:
      authenticator_class: github
    GitHubOAuthenticator:
      allowed_organizations: [example]
`

const cwd = scratch({
  'sound.yaml': SOUND,
  'open.yaml': 'hub:\n  config:\n    JupyterHub:\n      authenticator_class: dummy\n',
  'broken.yaml': 'hub:\n  config: [\n',
  'compose.yaml': 'services:\n  web:\n    image: nginx\n',
  'policy.yaml': 'profiles: [strict]\nrules:\n  slow-culing: off\n',
  'length.yaml': 'rules:\n  slow-culling: { maxIdle: 6 hours }\n',
})

const cases: readonly (readonly [name: string, args: string[], status: number, says?: RegExp])[] = [
  ['a sound hub', ['sound.yaml'], 0],
  ['a hub with an error', ['open.yaml'], 1, /dummy-authenticator/],
  ['a hub with an error, for a report only', ['--fail-on', 'never', 'open.yaml'], 0, /dummy-authenticator/],
  ['a hub with an error that the call turns off', ['--rule', 'dummy-authenticator=off', 'open.yaml'], 0],
  ['a file that Helm cannot read', ['broken.yaml'], 1, /unreadable-yaml/],
  [
    'a file that Helm cannot read, whatever --fail-on says',
    ['--fail-on', 'never', 'broken.yaml'],
    1,
    /unreadable-yaml/,
  ],
  ['a file of something else', ['compose.yaml'], 1, /nothing-judged/],
  [
    'a file of something else, excused',
    ['--allow-unjudged', 'compose.yaml'],
    0,
    /not judged: it is not recognised as values of the jupyterhub chart/,
  ],
  ['a broken file is never excused', ['--allow-unjudged', 'broken.yaml'], 1, /unreadable-yaml/],
  ['one sound file beside one of something else', ['sound.yaml', 'compose.yaml'], 0],
  ['no file', [], 2, /no file given/],
  ['a file that is not there', ['config.yml'], 2, /config\.yml: there is no such file/],
  ['an unknown flag', ['--strict', 'sound.yaml'], 2, /unknown option '--strict'\n\(try: jhub-lint lint --help\)/],
  ['an unknown flag of a command', ['inspect', '--all'], 2, /'--all'\n\(try: jhub-lint inspect --help\)/],
  ['a command that needs another', ['export'], 2, /Commands:\n {2}vap/],
  [
    'help says of a flag only what counts',
    ['blame', '--help'],
    0,
    /--format <name> +text, json or yaml\n(?![\s\S]*\[\])/,
  ],
  ['an unknown rule', ['--rule', 'dummy-authenticater=off', 'sound.yaml'], 2, /did you mean "dummy-authenticator"\?/],
  ['an unknown severity', ['--rule', 'dummy-authenticator=fatal', 'sound.yaml'], 2, /off, info, warning or error/],
  ['an unknown profile', ['--profile', 'strikt', 'sound.yaml'], 2, /did you mean "strict"\?/],
  ['an unknown format', ['--format', 'xml', 'sound.yaml'], 2, /text, json/],
  [
    'a policy with a mistake',
    ['--policy', 'policy.yaml', 'sound.yaml'],
    2,
    /policy\.yaml:3:3: there is no rule "slow-culing"; did you mean "slow-culling"\?/,
  ],
  [
    'a policy with a length of time that is none',
    ['--policy', 'length.yaml', 'sound.yaml'],
    2,
    /length\.yaml:2:\d+: rules\.slow-culling\.maxIdle "6 hours" must be a number of seconds, or a length of time such as 90s/,
  ],
  ['a manifest given as values', ['-f', 'deployment.yaml'], 2, /there is no such file/],
  ['an unknown rule to explain', ['rules', 'dummy'], 2, /there is no rule "dummy"/],
  ['a rule to explain', ['rules', 'dummy-authenticator'], 0, /Write instead/],
  ['help', ['--help'], 0, /Usage: jhub-lint/],
  ['inspect of a broken file', ['inspect', 'broken.yaml'], 1],
  ['blame of a sound file', ['blame', 'sound.yaml'], 0, /sound\.yaml:4 +authenticator_class: /],
]

for (const [name, args, status, says = /^/] of cases)
  test(name, () => {
    const done = run(args, { cwd })
    expect(done.out + done.err).toMatch(says)
    expect(done.status).toBe(status)
    expect(done.err).not.toMatch(/^\s+at .+:\d+:\d+/m)
  })

test('standard input is read for -', () => {
  expect(run(['-'], { cwd, input: SOUND }).status).toBe(0)
})
