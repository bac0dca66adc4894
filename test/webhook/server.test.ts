import { spawnSync } from 'node:child_process'
import { renameSync, symlinkSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { Agent } from 'node:https'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scratch } from '../cli/scratch.ts'
import { certificate } from './certificates.ts'
import { creating, eventually, reviewOf, startWebhook, type Webhook, write } from './webhook.ts'

const PRIVILEGED = {
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
  spec: { containers: [{ name: 'main', image: 'quay.io/a/b:1', securityContext: { privileged: true } }] },
}
const body = JSON.stringify(reviewOf(creating(PRIVILEGED)))
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64')

describe('over HTTP', () => {
  let webhook: Webhook
  beforeAll(async () => {
    webhook = await startWebhook('', ['--memory-budget', '40'])
  })
  afterAll(() => webhook.stop())

  test.each<[string, string, Readonly<Record<string, string>>, number, RegExp]>([
    ['no JSON', '{"kind":', {}, 400, /the body is not JSON/],
    ['nothing', '', {}, 400, /the body/],
    ['JSON and more', `${body} {}`, {}, 400, /the body is not JSON/],
    ['another object', '{"kind":"Pod"}', {}, 400, /the body is no AdmissionReview/],
    [
      'an older version',
      '{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1beta1"}',
      {},
      400,
      /admission\.k8s\.io\/v1beta1/,
    ],
    ['no uid', JSON.stringify(reviewOf({ uid: undefined })), {}, 400, /no request with a uid/],
    ['another type', body, { 'content-type': 'application/yaml' }, 415, /./],
    ['too much', '', { 'content-length': String(33 * 1024 * 1024) }, 413, /larger than/],
  ])('%s is refused', async (_, text, headers, status, message) => {
    const answered =
      headers['content-length'] === undefined
        ? await webhook.post(text, { headers })
        : await announce(webhook, headers['content-length'])
    expect(answered.status).toBe(status)
    expect(answered.text).toMatch(message)
    expect(answered.text).toContain('"kind":"Status"')
  })

  test('JSON with a charset is read', async () => {
    expect((await webhook.post(body, { headers: { 'content-type': 'application/json; charset=utf-8' } })).status).toBe(
      200,
    )
  })

  test('another path is not found', async () => {
    expect((await webhook.post(body, { path: '/' })).status).toBe(404)
  })

  test('the largest review that an API server sends is judged', async () => {
    const args = ['<'.repeat(1_500_000), '<'.repeat(1_500_000)]
    const spec = { template: { spec: { containers: [{ ...PRIVILEGED.spec.containers[0], args }] } } }
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec }
    const text = JSON.stringify(
      reviewOf({ ...creating(deployment), operation: 'UPDATE', oldObject: { ...deployment, spec: {} } }),
    )
    const written = text.replaceAll('<', '\\u003c')
    expect(written.length).toBeGreaterThan(18_000_000)
    const answered = await webhook.post(written)
    expect(answered.status).toBe(200)
    expect(answered.text).toContain('"allowed":false')
  })

  test('30,000 containers are judged, and the reasons are counted', async () => {
    const containers = Array.from({ length: 30_000 }, (_, i) => ({
      name: `c${i}`,
      image: 'busybox',
      securityContext: { privileged: true },
    }))
    const { allowed, status } = await webhook.review(
      creating({ ...PRIVILEGED, spec: { containers } } as typeof PRIVILEGED),
    )
    expect(allowed).toBe(false)
    expect(status?.message).toMatch(/is refused for \d{5} reasons/)
    expect(status?.message.length).toBeLessThan(100_000)
  })

  test('of many containers in a small body, the last is judged too', async () => {
    const containers = Array.from({ length: 1000 }, (_, i) => ({ name: `c${i}`, image: 'a/b:1' }))
    const last = { name: 'last', image: 'a/b:1', securityContext: { privileged: true } }
    const { allowed, status } = await webhook.review(
      creating({ ...PRIVILEGED, spec: { containers: [...containers, last] } } as typeof PRIVILEGED),
    )
    expect(allowed).toBe(false)
    expect(status?.message).toContain('spec.containers[1000].securityContext.privileged')
  })

  test.each(['[', '{"a":'])('10,000 levels of %s are no harm', async open => {
    const nested = `${open.repeat(10_000)}1${(open === '[' ? ']' : '}').repeat(10_000)}`
    const text = body.replace('"metadata":{', `"deep":${nested},"metadata":{"annotations":${nested},`)
    expect((await webhook.post(text)).text).toContain('"allowed":false')
  })

  test('what takes too long is given up in time, and others go on', async () => {
    const slow = `import base64\n${Array.from({ length: 60 }, (_, i) => `def f${i}(x):\n  for a in range(10000):\n    for b in range(10000):\n      x = x + [a]\n  return x\nc.JupyterHub.x${i} = f${i}([])\n`).join('')}`
    const profiles = Array.from({ length: 4000 }, (_, i) => ({
      display_name: `p${i}`,
      profile_options: {
        o: {
          display_name: 'o',
          choices: Object.fromEntries(
            Array.from({ length: 30 }, (_, n) => [
              `c${n}`,
              { display_name: `c${n}`, kubespawner_override: { image: `a/b${n}` } },
            ]),
          ),
        },
      },
    }))
    const values = JSON.stringify({
      hub: { config: {}, extraConfig: { slow } },
      singleuser: { profileList: profiles },
      Chart: { Version: '4.4.0' },
    })
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'hub' },
      data: { 'values.yaml': base64(values) },
    }
    const both = await Promise.all([
      webhook.post(JSON.stringify(reviewOf(creating(secret))), { path: '/validate?timeout=2s' }),
      webhook.post(body),
    ])
    expect(both[0]?.status).toBe(504)
    expect(both[1]?.status).toBe(200)
    await eventually(async () => (await webhook.health('/readyz')).status === 200)
    const { allowed } = await webhook.review(
      creating({
        ...secret,
        data: {
          'values.yaml': base64(
            'hub: { config: { JupyterHub: { authenticator_class: dummy } } }\nChart: { Version: 4.4.0 }',
          ),
        },
      } as never),
    )
    expect(allowed).toBe(false)
    expect((await webhook.health('/metrics')).text).toContain('jhub_lint_failures_total{reason="late"} 1')
  })

  test('a release that unpacks without end is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024))
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'helm.sh/release.v1',
      metadata: { name: 'sh.helm.release.v1.a.v1' },
      data: { release: base64(base64(bomb)) },
    }
    const { allowed, status } = await webhook.review(creating(secret))
    expect([allowed, status?.message]).toEqual([false, expect.stringContaining('it unpacks to more than 64 MiB')])
  })

  test('bodies beyond the memory that all share are refused at once, to be tried again', async () => {
    const held = await holding(webhook, 30 * 1024 * 1024)
    const answered = await announce(webhook, String(20 * 1024 * 1024))
    expect([answered.status, answered.text]).toEqual([503, expect.stringMatching(/retry-after: 1/i)])
    expect((await webhook.post(body)).status).toBe(200)
    held.destroy()
    await eventually(async () => (await webhook.health('/metrics')).text.includes('\njhub_lint_body_bytes 0\n'))
  })

  test('a body that does not come is given up in time', async () => {
    const held = await holding(webhook, 1000, '1s')
    const [answer] = await Promise.all([
      new Promise<string>(done => held.once('data', piece => done(String(piece)))),
      sleep(0),
    ])
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    held.destroy()
  })

  test('connections are kept longer than the API server keeps them', async () => {
    const agent = new Agent({ keepAlive: true })
    const { headers } = await webhook.post(body, { agent })
    agent.destroy()
    expect(Number(/timeout=(\d+)/.exec(String(headers['keep-alive']))?.[1])).toBeGreaterThan(90)
  })

  test('HTTP/2 is spoken with those who ask for it', async () => {
    const session = connectHttp2(`https://127.0.0.1:${webhook.port}`, { ca: webhook.pair.cert })
    const stream = session.request({ ':method': 'POST', ':path': '/validate', 'content-type': 'application/json' })
    stream.end(body)
    let text = ''
    for await (const piece of stream) text += piece
    session.close()
    expect(text).toContain('"allowed":false')
  })

  test('metrics tell verdicts, rules, durations, ages and the lag of the event loop', async () => {
    const { text } = await webhook.health('/metrics')
    for (const line of [
      /^jhub_lint_reviews_total\{verdict="denied"\} \d+$/m,
      /^jhub_lint_findings_total\{rule="privileged-container",action="denied"\} \d+$/m,
      /^jhub_lint_review_duration_seconds_count \d+$/m,
      /^jhub_lint_policy_loaded_timestamp_seconds \d+/m,
      /^jhub_lint_policy_refused 0$/m,
      /^jhub_lint_certificate_expiry_timestamp_seconds \d{10}/m,
      /^nodejs_eventloop_lag_p99_seconds /m,
    ])
      expect(text).toMatch(line)
    expect((await webhook.health('/livez')).status).toBe(200)
  })

  test('denials are logged, with nothing of what the object holds', async () => {
    const secretive = {
      ...PRIVILEGED,
      spec: { containers: [{ ...PRIVILEGED.spec.containers[0], env: [{ name: 'TOKEN', value: 'hunter2' }] }] },
    }
    await webhook.review({ ...creating(secretive), uid: 'logged' })
    await eventually(async () => webhook.log().includes('"uid":"logged"'))
    const line =
      webhook
        .log()
        .split('\n')
        .find(text => text.includes('"uid":"logged"')) ?? ''
    expect(JSON.parse(line)).toMatchObject({
      msg: 'denied',
      object: 'Pod jhub/a',
      denied: [{ rule: 'privileged-container', path: 'spec.containers[0].securityContext.privileged' }],
    })
    expect(webhook.log()).not.toContain('hunter2')
  })
})

describe('while it runs', () => {
  let webhook: Webhook
  beforeAll(async () => {
    webhook = await startWebhook()
  })
  afterAll(() => webhook.stop())

  const allowed = async () => (await webhook.review(creating(PRIVILEGED))).allowed

  test('a changed policy is adopted; one with a mistake is refused, and the last good one stays', async () => {
    expect(await allowed()).toBe(false)
    write(webhook, 'policy.yaml', 'rules: { privileged-container: off }\n')
    await eventually(allowed)
    write(webhook, 'policy.yaml', 'rules: { privileged-container: of }\n')
    await eventually(async () => (await webhook.health('/metrics')).text.includes('jhub_lint_policy_refused 1'))
    expect(await allowed()).toBe(true)
    expect(webhook.log()).toMatch(/policy\.yaml:1:\d+: rules\.privileged-container/)
    write(webhook, 'policy.yaml', '')
    await eventually(async () => !(await allowed()))
    expect((await webhook.health('/metrics')).text).toContain('jhub_lint_policy_refused 0')
  })

  test('a client that goes away amid its body is no defect', async () => {
    const held = await holding(webhook, 1000)
    held.destroy()
    await eventually(async () => webhook.log().includes('the client went away before its body had arrived'))
    expect(webhook.log()).not.toContain('defect of jhub-lint')
  })

  test('a changed policy holds for configurations too', async () => {
    const values = 'hub: { config: { JupyterHub: { authenticator_class: dummy } } }\nChart: { Version: 4.4.0 }'
    const hub = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hub' }, stringData: { 'values.yaml': values } }
    expect((await webhook.review(creating(hub))).allowed).toBe(false)
    write(webhook, 'policy.yaml', 'admission: { denyAt: never }\n')
    await eventually(async () => (await webhook.review(creating(hub))).allowed)
    write(webhook, 'policy.yaml', '')
    await eventually(async () => !(await webhook.review(creating(hub))).allowed)
  })

  test('a changed certificate is shown to those who connect; an expired one or a key of another is not', async () => {
    const shown = () =>
      new Promise<string>((done, fail) => {
        const socket = connectTls({ host: '127.0.0.1', port: webhook.port, rejectUnauthorized: false }, () => {
          done(socket.getPeerX509Certificate()?.serialNumber ?? '')
          socket.destroy()
        })
        socket.on('error', fail)
      })
    const first = await shown()
    const next = await certificate()
    write(webhook, 'tls.crt', next.cert)
    await eventually(async () => (await webhook.health('/metrics')).text.includes('jhub_lint_certificate_refused 1'))
    expect(await shown()).toBe(first)
    write(webhook, 'tls.key', next.key)
    await eventually(async () => (await shown()) !== first)
    const second = await shown()
    const expired = await certificate({ from: -9, to: -2 })
    write(webhook, 'tls.crt', expired.cert)
    write(webhook, 'tls.key', expired.key)
    await eventually(async () => webhook.log().includes('the certificate has expired'))
    expect(await shown()).toBe(second)
    expect((await webhook.health('/readyz')).status).toBe(200)
  })
})

test('a policy mounted as Kubernetes does it is read again when its link is swapped', async () => {
  const folder = scratch({ 'v1/policy.yaml': '', 'v2/policy.yaml': 'admission: { denyAt: never }\n' })
  symlinkSync('v1', join(folder, '..data'))
  symlinkSync('..data/policy.yaml', join(folder, 'policy.yaml'))
  const webhook = await startWebhook('', ['--policy', join(folder, 'policy.yaml')])
  expect((await webhook.review(creating(PRIVILEGED))).allowed).toBe(false)
  symlinkSync('v2', join(folder, '..tmp'))
  renameSync(join(folder, '..tmp'), join(folder, '..data'))
  await eventually(async () => (await webhook.review(creating(PRIVILEGED))).allowed)
  await webhook.stop()
})

test('with --client-ca, only those whom it signed are answered', async () => {
  const ca = await certificate()
  const folder = scratch({ 'ca.crt': ca.cert })
  const webhook = await startWebhook('', ['--client-ca', join(folder, 'ca.crt')])
  await expect(webhook.post(body)).rejects.toThrow()
  await expect(webhook.post(body, { client: await certificate() })).rejects.toThrow()
  expect((await webhook.post(body, { client: await certificate({ ca }) })).status).toBe(200)
  await webhook.stop()
})

test('told to end, it first says that it is not ready, goes on answering, and loses nothing', async () => {
  const webhook = await startWebhook('', ['--drain', '2'])
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  let going = true
  const seen: { status: number; close: boolean }[] = []
  const lost: unknown[] = []
  const client = async () => {
    while (going)
      try {
        const { status, headers } = await webhook.post(body, { agent })
        seen.push({ status, close: headers['connection'] === 'close' })
      } catch (error) {
        lost.push(error)
      }
  }
  const clients = Array.from({ length: 8 }, client)
  await sleep(500)
  webhook.process.kill('SIGTERM')
  await eventually(async () => (await webhook.health('/readyz')).status === 503)
  await sleep(1000)
  expect(seen.at(-1)).toEqual({ status: 200, close: true })
  going = false
  await Promise.all(clients)
  agent.destroy()
  expect(lost).toEqual([])
  expect(seen.every(({ status }) => status === 200)).toBe(true)
  await eventually(async () => webhook.process.exitCode === 0)
})

describe('it does not start', () => {
  const start = (...args: string[]) =>
    spawnSync(process.execPath, [resolve('dist/jhub-lint-webhook.cjs'), ...args], { encoding: 'utf8', timeout: 20_000 })
  const folder = scratch({
    'policy.yaml': 'rules: { privilegd-container: off }\n',
    'tls.crt': 'nothing',
    'tls.key': 'nothing',
  })
  const file = (name: string) => join(folder, name)
  test.each<[string, string[], RegExp]>([
    ['without a certificate', [], /there is no certificate: give --tls-cert and --tls-key/],
    ['with half of one', ['--tls-cert', file('tls.crt')], /--tls-cert and --tls-key belong together/],
    [
      'with something else',
      ['--tls-cert', file('tls.crt'), '--tls-key', file('tls.key')],
      /are no certificate with its key/,
    ],
    [
      'with a policy that has a mistake',
      ['--insecure-http', '--policy', file('policy.yaml')],
      /policy\.yaml:1:\d+: there is no rule "privilegd-container"; did you mean "privileged-container"\?/,
    ],
    ['without the policy that it names', ['--insecure-http', '--policy', file('none.yaml')], /ENOENT.*none\.yaml/],
    ['with a flag that it does not have', ['--polcy', 'x'], /unknown option '--polcy'/],
  ])('%s', (_, args, message) => {
    const { status, stderr } = start(...args)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(status).toBe(2)
  })
})

/** Announces a body and sends none of it; gives the head and body of the answer as they came. */
function announce(webhook: Webhook, length: string): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    const socket = connectTls(
      { host: '127.0.0.1', port: webhook.port, ca: webhook.pair.cert, ALPNProtocols: ['http/1.1'] },
      () =>
        socket.write(
          `POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
        ),
    )
    socket.on('error', fail)
    socket.once('data', piece => {
      socket.destroy()
      const text = String(piece)
      done({ status: Number(text.split(' ')[1]), text })
    })
  })
}

/** A request whose body is announced and does not come. */
function holding(webhook: Webhook, length: number, timeout = '30s'): Promise<ReturnType<typeof connectTls>> {
  return new Promise((done, fail) => {
    const socket = connectTls(
      { host: '127.0.0.1', port: webhook.port, ca: webhook.pair.cert, ALPNProtocols: ['http/1.1'] },
      () => {
        socket.write(
          `POST /validate?timeout=${timeout} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n{`,
          () => setTimeout(() => done(socket), 300),
        )
      },
    )
    socket.on('error', fail)
  })
}
