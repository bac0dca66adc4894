import { describe, expect, test } from 'vitest'
import { schemaOf } from '../../src/cli/schemas.ts'
import { versions } from '../../src/jupyterhub/charts/releases.ts'
import { hubOf } from '../../src/jupyterhub/hub.ts'
import { allRefusals, refusals } from '../../src/jupyterhub/refusals.ts'
import { Opaque, traced } from '../../src/model/traced.ts'
import { chart, hubFrom } from './hub.ts'

const TOKEN = `proxy: { secretToken: "${'0'.repeat(64)}" }`

// biome-ignore format: a table
const REFUSED: readonly (readonly [version: string, yaml: string, sentence: string])[] = [
  ['4.4.0', 'singleuser: { imag: {} }', 'singleuser has no key "imag" in jupyterhub 4.4.0; did you mean "image"?'],
  ['4.4.0', 'jupyterhub: { hub: {} }', 'jupyterhub 4.4.0 has no key "jupyterhub"'],
  ['4.4.0', 'cull: { timeout: "3600" }', 'cull.timeout must be a whole number or nothing in jupyterhub 4.4.0, not text'],
  ['4.4.0', 'singleuser: { image: { tag: null } }', 'singleuser.image.tag is missing, and jupyterhub 4.4.0 does not do without it'],
  ['4.4.0', 'proxy: { service: { type: Loadbalancer } }', 'proxy.service.type must be "ClusterIP", "NodePort", "LoadBalancer" or "ExternalName" in jupyterhub 4.4.0, not "Loadbalancer"'],
  ['4.4.0', 'hub: { fsGid: -1 }', 'hub.fsGid must be at least 0 in jupyterhub 4.4.0'],
  ['4.4.0', 'hub: { extraFiles: { a: { mountPath: /a } } }', 'hub.extraFiles.a needs exactly one of data, stringData, binaryData in jupyterhub 4.4.0'],
  ['4.3.0', 'hub: { config: { loadRoles: {} } }', 'hub.config has no key "loadRoles" in jupyterhub 4.3.0'],
  ['4.4.0', 'hub: { config: null }', 'hub.config is empty, and the templates of jupyterhub 4.4.0 cannot be rendered with that'],
  ['4.2.0', 'hub: { config: { JupyterHub: null } }', 'hub.config.JupyterHub is empty, and the templates of jupyterhub 4.2.0 cannot be rendered with that'],
  ['2.0.0', 'hub: { config: { CryptKeeper: null } }', 'hub.config.CryptKeeper is empty, and the chart reads settings in it'],
  ['3.3.8', 'hub: { networkPolicy: null }', 'hub.networkPolicy is empty, and the templates of jupyterhub 3.3.8 cannot be rendered with that'],
  ['3.1.0', 'proxy: { https: { enabled: true, hosts: [h.example.org], letsencrypt: { contactEmail: a@example.org } }, traefik: { image: null } }', 'proxy.traefik.image is empty, and the templates of jupyterhub 3.1.0 cannot be rendered with that'],
  ['3.0.0', 'singleuser: { networkPolicy: { egressAllowRules: { cloudMetadataServer: true } } }', 'singleuser.networkPolicy.egressAllowRules.cloudMetadataServer allows what singleuser.cloudMetadata.blockWithIptables blocks; the chart refuses both together'],
  ['4.4.0', 'proxy: { https: { enabled: true, type: manual, manual: { cert: abc } } }', 'proxy.https.manual.key is missing, which proxy.https.type "manual" needs'],
  ['4.4.0', 'hub: { extraFiles: { a: { mountPath: /etc/a.conf, data: { b: 1 } } } }', 'hub.extraFiles.a has data, which is written only to files that end in .yaml, .yml, .json or .toml'],
  ['4.4.0', 'singleuser: { profileList: [{ profile_options: { size: { choices: { small: text } } } }] }', 'singleuser.profileList[0].profile_options.size.choices.small is text, where the chart reads the keys of a profile'],
  ['4.4.0', 'singleuser: { initContainers: [text] }', 'singleuser.initContainers[0] is text, where the chart reads the keys of a container'],
  ['0.9.1', `singleuser: { extraContainers: [null] }\n${TOKEN}`, 'singleuser.extraContainers[0] is nothing, where the chart reads the keys of a container'],
  ['4.4.0', 'hub: { args: [--debug, 1] }', 'hub.args[1] must be text, not a number'],
  ['1.2.0', 'ingress: { enabled: true, tls: [hub.example.org] }', 'ingress.tls[0] must be a map, not text'],
  ['0.10.4', `prePuller: { extraTolerations: text }\n${TOKEN}`, 'prePuller.extraTolerations is text, and the templates of jupyterhub 0.10.4 cannot be rendered with that'],
  ['1.2.0', 'hub: { uid: 1000 }', 'hub.uid is refused by jupyterhub 1.2.0: write hub.containerSecurityContext.runAsUser'],
  ['1.0.0', 'auth: {}', 'auth is refused by jupyterhub 1.0.0: write hub.config'],
  ['0.11.1', `auth: { type: github }\n${TOKEN}`, 'auth is refused by jupyterhub 0.11.1: write hub.config'],
  ['0.11.1', `hub: { config: { Authenticator: { enable_auth_state: true } } }\n${TOKEN}`, 'hub.config.Authenticator.enable_auth_state needs hub.config.CryptKeeper.keys in this chart'],
  ['0.9.1', `auth: { state: { enabled: true } }\n${TOKEN}`, 'auth.state.cryptoKey is missing, which auth.state.enabled needs'],
  ['0.9.1', `singleuser: { memory: 2G }\n${TOKEN}`, 'singleuser.memory is text, and the templates of jupyterhub 0.9.1 cannot be rendered with that'],
  ['0.9.1', 'cull: { timeout: 3600 }', 'proxy.secretToken is missing: jupyterhub 0.9.1 does not make one itself'],
]

describe('the chart refuses', () => {
  test.each(REFUSED)('%s: %s', (version, yaml, sentence) => {
    expect(allRefusals(hubFrom(version, yaml)).map(refusal => refusal.sentence)).toEqual([sentence])
  })
})

// biome-ignore format: a table
const TAKEN: readonly (readonly [version: string, yaml: string])[] = [
  ['4.4.0', 'custom: { a: [1] }\nglobal: { b: c }'],
  ['4.4.0', 'hub: { config: { GithubOAuthenticator: { any: thing } }, extraConfig: null }'],
  ['4.4.0', 'singleuser: { profileList: [{ kubespawner_overide: {} }], extraEnv: { A: 1 } }'],
  ['4.4.0', 'hub: { services: { a: {} } }'],
  ['4.4.0', 'proxy: { https: { enabled: true } }'],
  ['2.0.0', 'singleuser: { networkPolicy: { egressAllowRules: { cloudMetadataServer: true } } }'],
  ['3.1.0', 'singleuser: { profileList: [{ profile_options: { size: { choices: { small: text } } } }] }'],
  ['4.2.0', 'hub: { config: { loadRoles: {} } }'],
  ['4.4.0', 'singleuser: { initContainers: [text] }\nprePuller: { hook: { enabled: false }, continuous: { enabled: false } }'],
  ['4.4.0', 'ingress: { tls: [hub.example.org] }'],
  ['0.10.2', `auth: { type: github }\n${TOKEN}`],
  ['0.9.1', `singleuser: { imag: {} }\ncull: { timeout: "3600" }\n${TOKEN}`],
]

describe('the chart takes', () => {
  test.each(TAKEN)('%s: %s', (version, yaml) => {
    expect(allRefusals(hubFrom(version, yaml))).toEqual([])
  })

  test.each(versions())('%s: its own defaults', version => {
    expect(refusals(hubFrom(version, TOKEN))).toEqual([])
  })
})

test('what cannot be known is not refused', () => {
  const published = chart('4.4.0')
  const values = { ...(published.defaults as object), cull: new Opaque('it is encrypted') }
  expect(
    refusals(hubOf('test', traced(values, { by: 'file', name: 'a.yaml', path: [], span: null }), published)),
  ).toEqual([])
})

test('values in Kubernetes objects were taken', () => {
  const values = traced({ singleuser: { imag: {} } }, { by: 'object', name: 'Secret hub', path: [], span: null })
  expect(allRefusals(hubOf('test', values, chart('4.4.0'), { isRendered: true }))).toEqual([])
})

test('any schema says what it has against values, and where', async () => {
  const check = await schemaOf({
    properties: { list: { items: { type: 'string', pattern: '^a' } }, map: { additionalProperties: false } },
    required: ['name'],
  })
  expect(check({ list: ['a', 'b', 3], map: { 'a/b': 1 } })).toEqual([
    { path: ['name'], kind: 'missing' },
    { path: ['list', 1], kind: 'other', demand: 'must match pattern "^a"' },
    { path: ['list', 2], kind: 'wrong kind', accepted: ['text'] },
    { path: ['map', 'a/b'], kind: 'unknown key', known: [] },
  ])
})
