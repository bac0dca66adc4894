import { expect, test } from 'vitest'
import { isSecretPath } from '../../src/model/secret.ts'
import { REPORTERS } from '../../src/report/reporters.ts'
import { maskLine } from '../../src/report/secrets.ts'
import { run } from '../cli/run.ts'
import { scratch } from '../cli/scratch.ts'

const lines: readonly (readonly [line: string, masked: string])[] = [
  ['  client_secret: hunter2', '  client_secret: *******'],
  ['  client_secret: "hunter2" # of the staging hub', '  client_secret: "*******" # of the staging hub'],
  ['  password: a,b{c}#d e', '  password: ******** *'],
  ['  password: $ecret', '  password: ******'],
  ['  - secretToken: abc', '  - secretToken: ***'],
  [
    'GitHubOAuthenticator: {client_id: me, client_secret: hunter2, scope: [read:org]}',
    'GitHubOAuthenticator: {client_id: me, client_secret: *******, scope: [read:org]}',
  ],
  ['{"cookieSecret": "00ff", "x": 1}', '{"cookieSecret": "****", "x": 1}'],
  ['c.GitHubOAuthenticator.client_secret = "hunter2"', 'c.GitHubOAuthenticator.client_secret = "*******"'],
  ['c["JupyterHub"]["cookie_secret"] = "hunter2"', 'c["JupyterHub"]["cookie_secret"] = "*******"'],
  ['  url: postgres://hub:hunter2@db/hub', '  url: postgres://hub:*******@db/hub'],
  ['  args: ["--ServerApp.token=abc"]', '  args: ["--ServerApp.token=***"]'],
  // no secrets
  ['  client_secret: $(openssl rand -hex 32)', '  client_secret: $(openssl rand -hex 32)'],
  ['  client_secret: "<your-secret>"', '  client_secret: "<your-secret>"'],
  ['  client_secret: ""', '  client_secret: ""'],
  ['  secretName: hub-tls', '  secretName: hub-tls'],
  ['  existingSecret: hub', '  existingSecret: hub'],
  ['  token_url: https://example.org/token', '  token_url: https://example.org/token'],
  ['  secretSync: {image: {tag: "1"}}', '  secretSync: {image: {tag: "1"}}'],
  ['  automountServiceAccountToken: false', '  automountServiceAccountToken: false'],
  ['  authenticator_class: dummy', '  authenticator_class: dummy'],
]

test.each(lines)('%s', (line, masked) => {
  expect(maskLine(line)).toBe(masked)
})

test('what stands below a secret key is a secret', () => {
  expect(isSecretPath(['hub', 'config', 'CryptKeeper', 'keys', 0])).toBe(true)
  expect(isSecretPath(['hub', 'config', 'JupyterHub', 'admin_access'])).toBe(false)
})

test('no command prints a secret of the values', () => {
  const cwd = scratch({
    'config.yaml': `proxy: { secretToken: 5ecret5ecret, secretToken: 5ecret5ecret }
hub:
  db: { url: "postgres://hub:5ecret5ecret@db/hub" }
  config:
    JupyterHub: { authenticator_class: dummy, cookie_secret: 5ecret5ecret }
    DummyAuthenticator:
      password: 5ecret5ecret
      password: 5ecret5ecret
    CryptKeeper:
      keys:
        - 5ecret5ecret
  extraConfig:
    a: |
      c.GitHubOAuthenticator.client_secret = "5ecret5ecret"
singleuser:
  extraEnv: { API_TOKEN: 5ecret5ecret }
  cmd: [jupyterhub-singleuser, --ServerApp.token=5ecret5ecret]
`,
  })
  for (const args of [
    ['config.yaml'],
    ...Object.keys(REPORTERS).map(name => ['--format', name, 'config.yaml']),
    ['inspect', 'config.yaml'],
    ['inspect', '--format', 'json', 'config.yaml'],
    ['blame', 'config.yaml'],
  ]) {
    const { out, err, status } = run(args, { cwd })
    expect(status, args.join(' ')).toBeLessThan(2)
    expect(out + err, args.join(' ')).not.toContain('5ecret5ecret')
  }
})
