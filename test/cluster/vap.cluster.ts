import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { run } from '../cli/run.ts'
import { scratch } from '../cli/scratch.ts'
import { eventually } from '../webhook/webhook.ts'
import { pathOf, type Sent } from './cluster.ts'
import { onCluster } from './suite.ts'

const GOOD = 'registry.example.org/notebook:1.0.0'

/** The recorded pods, made complete: they carry only what Pod Security looks at. */
const recorded = readFileSync('fixtures/pod-security/verdicts.jsonl', 'utf8')
  .trimEnd()
  .split('\n')
  .map(line => JSON.parse(line))
  .map(({ what, metadata, spec }) => ({ what, pod: { metadata, spec: { ...spec, ...complete(spec) } } }))

/** Images, for the rules about them. */
const images = [
  ...['nginx', 'nginx:latest', 'NGINX', 'localhost:5000/nginx', 'reg.example.org:5000/a/b', 'a//b', '::no image::'],
  ...['docker.io/library/nginx:1.27.5', 'quay.io/a/b:main', 'quay.io/a/b:main-2025-03-17', 'quay.io/a/b:dev-3f2a91c'],
  ...[
    `quay.io/a/b@sha256:${'0'.repeat(64)}`,
    'quay.io/a/b:1@sha256:0',
    'Registry/a:1',
    `${'a'.repeat(64)}`,
    'index.docker.io/nginx:1',
  ],
].map(image => ({ what: `image ${image}`, pod: { spec: { containers: [{ name: 'main', image }] } } }))

onCluster('exported policies', cluster => {
  describeProfile('recommended', [])
  describeProfile('strict', [])
  describeProfile('pss-restricted', ['--rule', 'unlisted-registry=error'])

  function describeProfile(profile: string, more: readonly string[]): void {
    const space = `vap-${profile}`
    const policy = scratch({
      'policy.yaml': 'rules:\n  unlisted-registry: { allow: [registry.example.org, "docker.io/library/*"] }\n',
    })
    const judging = ['--policy', `${policy}/policy.yaml`, '--profile', profile, ...more]

    beforeAll(async () => {
      await cluster.namespace(space)
      expect((await cluster.create(space, OLD)).code).toBe(201)
      const { status, out } = run(['export', 'vap', '-n', space, ...judging])
      expect(status).toBe(0)
      for (const document of parseAllDocuments(out)) {
        const object = renamed(document.toJS(), profile)
        const resource = object.kind === 'ValidatingAdmissionPolicy' ? 'policies' : 'policybindings'
        const { code, body } = await cluster.ask(
          'POST',
          `/apis/admissionregistration.k8s.io/v1/validatingadmission${resource}`,
          object,
        )
        expect(code, body?.message).toBe(201)
      }
      const bad: Sent = pod('bad', { spec: { hostPID: true, containers: [{ name: 'main', image: GOOD }] } })
      await eventually(async () => (await cluster.create(space, bad, { dryRun: true })).code === 403)
    })

    test(`${profile}: pods are refused for the very rules by which lint judges them`, async () => {
      const decided = new Map<string, { what: string; rules: string[] }>()
      const files: Record<string, string> = {}
      for (const [i, { what, pod: written }] of [...recorded, ...images].entries()) {
        // what lint judges is the object as it is stored, with its defaults filled in
        const elsewhere = await cluster.create('default-space', pod('judged', written), { dryRun: true })
        if (elsewhere.code !== 201) continue
        const { code, body } = await cluster.create(space, pod('judged', written), { dryRun: true })
        expect([201, 403], `${what}: ${body?.message}`).toContain(code)
        const rules = code === 201 ? [] : await refusing(space, written)
        decided.set(`${i}.json`, { what, rules })
        files[`${i}.json`] = JSON.stringify(elsewhere.body)
      }
      expect(decided.size).toBeGreaterThan(100)
      const folder = scratch(files)
      const { findings } = JSON.parse(run(['lint', '--format', 'json', ...judging, folder]).out) as {
        findings: { rule: string; severity: string; location: { file: string } }[]
      }
      for (const [file, { what, rules }] of decided) {
        const ours = findings.filter(
          ({ severity, location }) => severity === 'error' && location.file.endsWith(`/${file}`),
        )
        expect({ what, rules }).toEqual({ what, rules: [...new Set(ours.map(({ rule }) => rule))].sort() })
      }
    })

    /** All rules for which a pod is refused. */
    async function refusing(namespace: string, written: object): Promise<string[]> {
      const { body } = await cluster.create(namespace, pod('judged', written), { dryRun: true })
      const named = [...(body?.message ?? '').matchAll(/\[([a-z-]+)\]: /g)].map(([, rule]) => rule ?? '')
      return [...new Set(named)].sort()
    }
  }

  beforeAll(() => cluster.namespace('default-space'))

  test('what an object had before it is updated is let through, what is new is not', async () => {
    const path = pathOf('vap-recommended', OLD, 'old')
    expect((await cluster.patch(path, { metadata: { labels: { changed: 'yes' } } })).code).toBe(200)
    const { code, body } = await cluster.patch(path, { spec: { template: { spec: { hostPID: true } } } })
    expect(code).toBe(403)
    expect(body?.message).toMatch(/hostPID: the pod shares the process table of its node \[host-namespace\]: remove/)
    expect(body?.message).not.toMatch(/privileged/)
  })
})

/** A workload that was there before the policies. */
const OLD: Sent = {
  ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'old' } },
  spec: {
    selector: { matchLabels: { app: 'old' } },
    template: {
      metadata: { labels: { app: 'old' } },
      spec: { containers: [{ name: 'main', image: GOOD, securityContext: { privileged: true } }] },
    },
  },
}

function pod(name: string, { metadata, spec }: { metadata?: object; spec?: object }): Sent {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name }, spec }
}

function renamed(object: { kind: string; metadata: { name: string }; spec: { policyName?: string } }, profile: string) {
  const name = `${object.metadata.name}-${profile}`
  const spec = object.spec.policyName === undefined ? object.spec : { ...object.spec, policyName: name }
  return { ...object, metadata: { ...object.metadata, name }, spec }
}

function complete(spec: { [list: string]: { image?: string }[] }): object {
  const whole = (list: string) => (spec[list] ?? []).map(container => ({ image: GOOD, ...container }))
  return { initContainers: whole('initContainers'), containers: whole('containers') }
}
