import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { access } from '../../src/jupyterhub/access/access.ts'
import { printPath } from '../../src/model/path.ts'
import { hubFrom } from './hub.ts'

interface Recorded {
  readonly case: string
  readonly chart: string
  readonly values: unknown
  readonly verdict: string
  readonly reach: string
}

const RECORDED = readFileSync(new URL('../../fixtures/access/recorded.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Recorded)

describe('access says what the real hub did', () => {
  it.each(RECORDED.map(row => [`${row.case} on ${row.chart}`, row] as const))('%s', async (_, row) => {
    const { verdict, reach } = access(await hubFrom(row.chart, JSON.stringify(row.values)))
    const decides = verdict === 'open' || verdict === 'restricted'
    expect({ verdict, reach: decides ? reach : 'none' }).toEqual({ verdict: row.verdict, reach: row.reach })
  })
})

describe('access names the setting that decided', () => {
  it.each([
    ['4.4.0', '', 'hub.config.DummyAuthenticator.allow_all', 'DummyAuthenticator.allow_all is true by default'],
    [
      '4.4.0',
      'hub: {config: {JupyterHub: {authenticator_class: github}, Authenticator: {allow_all: true}}}',
      'hub.config.Authenticator.allow_all',
      'Authenticator.allow_all is true',
    ],
    [
      '2.0.0',
      'hub: {config: {JupyterHub: {authenticator_class: github}, Authenticator: {admin_users: [ada]}}}',
      'hub.config.GitHubOAuthenticator.allowed_users',
      'GitHubOAuthenticator.allowed_users names nobody',
    ],
    [
      '0.9.1',
      'auth: {type: github, whitelist: {users: [ada]}}',
      'auth.whitelist.users',
      'auth.whitelist.users names one person',
    ],
    ['4.4.0', 'auth: {type: github}', 'auth', 'jupyterhub 4.4.0 has no key "auth" any more: write hub.config'],
    [
      '4.4.0',
      'hub: {config: {JupyterHub: {authenticator_class: github}, Authenticator: {allow_all: "yes"}}}',
      'hub.config.Authenticator.allow_all',
      'Authenticator.allow_all must be true or false',
    ],
  ])('%s %s', async (version, yaml, path, sentence) => {
    const [first] = access(await hubFrom(version, yaml)).because
    expect(first?.sentence).toContain(sentence)
    expect(printPath(first?.at.origin().path ?? [])).toBe(path)
  })
})

describe('access follows what the hub makes of a value', () => {
  const google = 'JupyterHub: {authenticator_class: google}, Authenticator: {allow_all: true}'
  const github = 'JupyterHub: {authenticator_class: github}'
  it.each([
    // the hub puts domains in lower case, as Google's claim is
    [
      '4.4.0',
      `hub: {config: {${google}, GoogleOAuthenticator: {hosted_domain: [Example.org]}}}`,
      'open',
      'institution',
    ],
    [
      '3.3.8',
      `hub: {config: {${google}, GoogleOAuthenticator: {hosted_domain: [Example.org]}}}`,
      'open',
      'institution',
    ],
    ['4.4.0', `hub: {config: {${google}, GoogleOAuthenticator: {hosted_domain: [Gmail.com]}}}`, 'nobody', 'none'],
    // whoever is blocked stays out, though a list names them
    [
      '4.4.0',
      `hub: {config: {${github}, Authenticator: {allowed_users: [ada], blocked_users: [Ada]}}}`,
      'nobody',
      'none',
    ],
    [
      '4.4.0',
      `hub: {config: {${github}, Authenticator: {allowed_users: [ada, bob], blocked_users: [ada]}}}`,
      'restricted',
      'list',
    ],
    [
      '2.0.0',
      `hub: {config: {${github}, Authenticator: {allowed_users: [ada], blocked_users: [ada]}}}`,
      'restricted',
      'list',
    ],
    [
      '4.4.0',
      `hub: {config: {${github}, Authenticator: {allow_all: true}}, extraConfig: {a: "def f(a, h, auth):\\n  if auth['name'] in bad: raise ValueError()\\n  return auth\\nc.Authenticator.post_auth_hook = f"}}`,
      'unknown',
      'unknown',
    ],
    [
      '4.4.0',
      `hub: {config: {${github}, Authenticator: {allow_all: true}}, extraConfig: {a: "def f(a, h, auth):\\n  a.log.info('x')\\n  return auth\\nc.Authenticator.post_auth_hook = f"}}`,
      'open',
      'provider',
    ],
    [
      '4.4.0',
      `hub: {config: {${github}, Authenticator: {allow_all: true}}, extraConfig: {a: "from ours import hook; c.Authenticator.post_auth_hook = hook"}}`,
      'unknown',
      'unknown',
    ],
    // an image of the hub may bring Python that gives names
    [
      '4.4.0',
      `hub: {image: {name: our/hub}, config: {${github}, Authenticator: {allow_all: true}}, extraConfig: {a: "x = ours"}}`,
      'open',
      'provider',
    ],
    // Python in files shares its names with hub.extraConfig, though 1.x reads hub.config between
    [
      '1.2.0',
      `hub: {config: {${github}, Authenticator: {allowed_users: [ada]}}, extraFiles: {f: {mountPath: /usr/local/etc/jupyterhub/jupyterhub_config.d/f.py, stringData: "ours = 1"}}, extraConfig: {a: "x = ours"}}`,
      'restricted',
      'list',
    ],
    [
      '4.4.0',
      `hub: {config: {${github}, Authenticator: {allow_all: true}}, extraConfig: {a: "x = ours"}}`,
      'fails',
      'none',
    ],
    // 0 and 1 are booleans from traitlets 5.0 on
    ['1.2.0', `hub: {config: {${github}, Authenticator: {auto_login: 1}}}`, 'open', 'provider'],
    // the type of a name counts although an old name replaces it
    [
      '4.4.0',
      `hub: {config: {${github}, GitHubOAuthenticator: {allowed_organizations: null, github_organization_whitelist: [a]}}}`,
      'fails',
      'none',
    ],
    [
      '4.4.0',
      `hub: {config: {${github}}, extraConfig: {a: "c.Authenticator.allowed_users = frozenset(['a'])"}}`,
      'fails',
      'none',
    ],
    ['4.4.0', `hub: {config: {${github}}, extraConfig: {a: "c.OAuthenticator.scope = {'a'}"}}`, 'fails', 'none'],
    [
      '4.4.0',
      `hub: {config: {${github}}, extraConfig: {a: "c.Authenticator.allowed_users = {'a': 1}.keys()"}}`,
      'fails',
      'none',
    ],
    // each domain wants a list of groups
    [
      '4.4.0',
      'hub: {config: {JupyterHub: {authenticator_class: google}, GoogleOAuthenticator: {allowed_google_groups: {example.org: staff}}}}',
      'fails',
      'none',
    ],
    [
      '2.0.0',
      'hub: {config: {JupyterHub: {authenticator_class: google}, GoogleOAuthenticator: {allowed_google_groups: {example.org: [1]}}}}',
      'fails',
      'none',
    ],
    [
      '4.4.0',
      'hub: {config: {JupyterHub: {authenticator_class: google}, GoogleOAuthenticator: {allowed_google_groups: {example.org: [staff]}}}}',
      'restricted',
      'group',
    ],
    [
      '4.4.0',
      'hub: {config: {JupyterHub: {authenticator_class: google}, GoogleOAuthenticator: {allowed_google_groups: {example.org: []}}}}',
      'nobody',
      'none',
    ],
    // CILogon refuses what it no longer knows, even an empty list
    [
      '4.4.0',
      'hub: {config: {JupyterHub: {authenticator_class: cilogon}, CILogonOAuthenticator: {shown_idps: []}}}',
      'fails',
      'none',
    ],
    [
      '2.0.0',
      'hub: {config: {JupyterHub: {authenticator_class: cilogon}, CILogonOAuthenticator: {shown_idps: []}}}',
      'open',
      'provider',
    ],
    [
      '4.4.0',
      `hub: {config: {JupyterHub: {authenticator_class: cilogon}, CILogonOAuthenticator: {allowed_idps: {}, idps: {"urn:mace:incommon:example.org": {username_derivation: {username_claim: eppn}}}}}}`,
      'fails',
      'none',
    ],
    [
      '4.4.0',
      'hub: {config: {JupyterHub: {authenticator_class: ldapauthenticator.LDAPAuthenticator}, LDAPAuthenticator: {tls_strategy: never}}}',
      'fails',
      'none',
    ],
    // an old name has the last word
    [
      '4.4.0',
      `hub: {config: {${github}, GitHubOAuthenticator: {allowed_organizations: [a], github_organization_whitelist: []}}}`,
      'nobody',
      'none',
    ],
    ['2.0.0', `hub: {config: {${github}, Authenticator: {allowed_users: [ada], whitelist: []}}}`, 'open', 'provider'],
    // a null in YAML takes the chart's default away, one in Python is no class
    ['4.4.0', 'hub: {config: {JupyterHub: {authenticator_class: null}}}', 'nobody', 'none'],
    ['4.4.0', 'hub: {extraConfig: {a: "c.JupyterHub.authenticator_class = None"}}', 'fails', 'none'],
  ])('%s %s', async (version, yaml, verdict, reach) => {
    expect(access(await hubFrom(version, yaml))).toMatchObject({ verdict, reach })
  })
})

describe('access hangs on what cannot be known only where it must', () => {
  const github = 'config: {JupyterHub: {authenticator_class: github}'
  const python = (code: string) => `extraConfig: {access: "import os\\n${code}"}`
  it.each([
    // a name at least is known
    [`hub: {${github}}, ${python("c.Authenticator.allowed_users = {'ada', os.environ['X']}")}}`, 'restricted'],
    [`hub: {${github}}, ${python("c.Authenticator.allowed_users = os.environ['X'].split()")}}`, 'unknown'],
    [`hub: {${github}}, ${python("c.Authenticator.allow_all = bool(os.environ['X'])")}}`, 'unknown'],
    // everybody gets in anyhow
    [
      `hub: {${github}, OAuthenticator: {allow_all: true}}, ${python('c.Authenticator.allowed_users = os.environ')}}`,
      'open',
    ],
    // a setting that decides nothing
    [`hub: {${github}}, ${python("c.GitHubOAuthenticator.client_secret = os.environ['X']")}}`, 'nobody'],
    [`hub: {${python("c.JupyterHub.authenticator_class = os.environ['X']")}}`, 'unknown'],
    ['hub: {existingSecret: other}', 'unknown'],
    [
      'hub: {image: {name: example.org/hub}, config: {JupyterHub: {authenticator_class: mine.Authenticator}}}',
      'unknown',
    ],
    ['hub: {config: {JupyterHub: {authenticator_class: mine.Authenticator}}}', 'fails'],
    [`hub: {${python('raise ValueError()')}}`, 'fails'],
  ])('%s', async (yaml, verdict) => {
    expect(access(await hubFrom('4.4.0', yaml)).verdict).toBe(verdict)
  })
})

describe('access finds settings that do nothing', () => {
  const google = 'JupyterHub: {authenticator_class: google}'
  it.each([
    [
      '4.4.0',
      `hub: {config: {${google}, GitHubOAuthenticator: {allowed_users: [ada]}}}`,
      'inert',
      'GoogleOAuthenticator.allowed_users',
    ],
    [
      '4.4.0',
      'hub: {config: {JupyterHub: {authenticator_class: google, allowed_users: [ada]}}}',
      'inert',
      'Authenticator.allowed_users',
    ],
    [
      '4.4.0',
      `hub: {config: {${google}, GoogleOAuthenticator: {allowed_domains: [example.org]}}}`,
      'inert',
      'hosted_domain',
    ],
    ['4.4.0', `hub: {config: {${google}, Authenticator: {allowAll: true}}}`, 'inert', 'allow_all'],
    ['2.0.0', `hub: {config: {${google}, Authenticator: {allow_all: true}}}`, 'inert', null],
    [
      '4.4.0',
      `hub: {config: {${google}, Authenticator: {whitelist: [ada@example.org]}}}`,
      'deprecated',
      'Authenticator.allowed_users',
    ],
    [
      '4.4.0',
      'hub: {config: {JupyterHub: {authenticator_class: google, admin_users: [ada]}}}',
      'deprecated',
      'Authenticator.admin_users',
    ],
    [
      '4.4.0',
      `hub: {image: {name: example.org/hub}, config: {${google}, GoogleOAuthenticator: {allowed_domains: [example.org]}}}`,
      'unsure',
      'hosted_domain',
    ],
    [
      '0.10.2',
      'auth: {type: github, whitelist: {users: [ada]}}',
      'inert',
      'c.Authenticator.allowed_users in hub.extraConfig, or take jupyterhub 0.10.6 or later',
    ],
    ['0.9.1', 'auth: {type: github, allowedUsers: [ada]}', 'inert', 'auth.whitelist.users'],
  ])('%s %s', async (version, yaml, situation, instead) => {
    expect(access(await hubFrom(version, yaml)).inert).toMatchObject([{ situation, instead }])
  })

  it.each([
    [
      '4.4.0',
      `hub: {config: {${google}, GoogleOAuthenticator: {hosted_domain: [example.org]}, OAuthenticator: {allow_all: true}}}`,
    ],
    [
      '4.4.0',
      'hub: {config: {JupyterHub: {authenticator_class: local-github}, LocalAuthenticator: {allowed_groups: [a]}}}',
    ],
    ['0.10.6', 'auth: {type: github, allowedUsers: [ada], github: {allowedOrganizations: [a]}}'],
    ['4.4.0', ''],
    ['0.9.1', ''],
  ])('and none in %s %s', async (version, yaml) => {
    expect(access(await hubFrom(version, yaml)).inert).toEqual([])
  })
})
