import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { describe, expect, test } from 'vitest'
import { lintJson, run } from './run.ts'
import { scratch } from './scratch.ts'

const CHARTS = 'fixtures/charts'

interface Blamed {
  readonly hubs: {
    readonly name: string
    readonly key: string[]
    readonly values: Record<string, unknown>
    readonly origins: {
      readonly path: (string | number)[]
      readonly origin: string
      readonly author: string
      readonly location: { readonly file: string; readonly line: number } | null
    }[]
  }[]
  readonly notJudged: {
    readonly location: { readonly file: string; readonly line?: number }
    readonly reason: string
  }[]
}

function blame(args: readonly string[], cwd = CHARTS): Blamed {
  return JSON.parse(run(['blame', '--no-policy', '--format', 'json', ...args], { cwd }).out)
}

/** Who set the value at a path of the only hub, as `blame` says it. */
function author(args: readonly string[], path: string): string | undefined {
  const [hub] = blame(args).hubs
  return hub?.origins.find(origin => origin.path.join('.') === path)?.author
}

describe('an umbrella chart in a folder', () => {
  test.each([
    ['cull.timeout', 'platform/values.yaml:7', 'the outermost chart wins'],
    ['cull.maxAge', 'basehub/values.yaml:6', 'a chart that file:// names is read where it is'],
    ['cull.every', 'default of jupyterhub 4.4.0', "Helm 4 ignores a null of the outermost chart's own values"],
    [
      'custom.dashboards',
      'basehub/charts/dashboards/values.yaml:4',
      'an imported value points to the chart it is from',
    ],
    ['global.domain', 'platform/values.yaml:2', 'globals reach the hub'],
    ['hub.config.JupyterHub.admin_access', 'default of jupyterhub 4.4.0', 'and the rest is the default'],
  ])('%s: %s (%s)', (path, expected) => {
    expect(author(['--chart', 'platform'], path)).toBe(expected)
  })

  test('Helm 3 takes a default away for a null in any values.yaml', () => {
    const cull = (version: string) => blame(['--chart', 'platform', '--helm-version', version]).hubs[0]?.values['cull']
    expect(cull('4')).toHaveProperty('every', 600)
    expect(cull('3')).not.toHaveProperty('every')
  })

  test('each instance that is switched on is a hub', () => {
    const keys = (args: string[]) => blame(['--chart', 'platform', ...args]).hubs.map(({ key }) => key.join('.'))
    expect(keys([])).toEqual(['basehub.jupyterhub'])
    expect(keys(['--set', 'global.staging=true'])).toEqual(['basehub.jupyterhub', 'staging.jupyterhub'])
    expect(keys(['--set', 'global.staging=true', '--key', 'staging.jupyterhub'])).toEqual(['staging.jupyterhub'])
  })

  test('a tag switches a chart off, and with it what is imported from it', () => {
    expect(author(['--chart', 'basehub', '--set', 'tags.extras=false'], 'custom.dashboards')).toBeUndefined()
  })

  test('a flag is named with what it sets', () => {
    expect(author(['--chart', 'basehub', '--set', 'jupyterhub.cull.every=5'], 'cull.every')).toBe(
      '--set jupyterhub.cull.every',
    )
  })

  test('each file beside it is taken for its values, whatever it holds', () => {
    const cwd = scratch({
      'chart/Chart.yaml': PARENT,
      'a.yaml': 'jupyterhub: {cull: {every: 7}}\n',
      'b.yaml': 'colour: blue\n',
      'object.yaml': 'apiVersion: v1\nkind: ConfigMap\n',
    })
    const { hubs } = blame(['--chart', 'chart', 'a.yaml', 'b.yaml'], cwd)
    expect(hubs.map(({ name, values }) => [name, (values['cull'] as { every: number }).every])).toEqual([
      ['a.yaml', 7],
      ['b.yaml', 600],
    ])
    const { status, err } = run(['blame', '--chart', 'chart', 'object.yaml'], { cwd })
    expect([status, err]).toEqual([2, expect.stringContaining('object.yaml: these are Kubernetes objects')])
  })

  test('its findings point to its own values.yaml', () => {
    const cwd = scratch({
      'chart/Chart.yaml': PARENT,
      'chart/values.yaml': 'jupyterhub:\n  cull:\n    enabled: false\n',
    })
    const { findings, inputs } = lintJson(['--chart', 'chart'], { cwd })
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: 'missing-culling',
        origin: 'file',
        path: ['jupyterhub', 'cull', 'enabled'],
        location: expect.objectContaining({ file: 'chart/values.yaml', line: 3 }),
      }),
    )
    expect(inputs).toEqual([
      { file: 'chart/values.yaml', kind: 'values', chartVersion: '3.3.8', chartVersionFrom: 'chart' },
    ])
  })

  const PARENT = `apiVersion: v2
name: parent
version: 0.1.0
dependencies:
  - { name: jupyterhub, version: ~3.3, repository: "https://hub.jupyter.org/helm-chart/" }
`
})

describe('charts that are not there', () => {
  test('nothing is downloaded: of the jupyterhub chart the defaults are known, of others it is said that they are not', () => {
    const cwd = scratch({
      'chart/Chart.yaml': `apiVersion: v2
name: parent
version: 0.1.0
dependencies:
  - { name: jupyterhub, version: ~3.3, repository: "https://hub.jupyter.org/helm-chart/" }
  - { name: postgresql, version: 1.0.0, repository: "https://charts.example.org" }
`,
      'chart/Chart.lock': 'dependencies:\n  - { name: jupyterhub, version: 3.3.7 }\n',
    })
    const { out, err } = run(['lint', '--no-policy', '--format', 'json', '--chart', 'chart'], { cwd })
    expect(JSON.parse(out).inputs).toEqual([
      { file: 'chart', kind: 'values', chartVersion: '3.3.7', chartVersionFrom: 'lock' },
    ])
    expect(err).toContain('the chart postgresql is not in chart/charts')
  })

  test("Bitnami's chart of the same name is another", () => {
    const cwd = scratch({
      'chart/Chart.yaml': `apiVersion: v2
name: parent
version: 0.1.0
dependencies:
  - { name: jupyterhub, version: 4.x, repository: "oci://registry-1.docker.io/bitnamicharts" }
`,
    })
    const { status, err } = run(['blame', '--chart', 'chart'], { cwd })
    expect([status, err]).toEqual([2, expect.stringContaining('it is not the jupyterhub chart')])
  })
})

describe('an archive', () => {
  const CHART = 'apiVersion: v2\nname: jupyterhub\nversion: 4.4.0\n'
  const UMBRELLA =
    'apiVersion: v2\nname: umbrella\nversion: 1.0.0\ndependencies: [{name: jupyterhub, alias: hub, version: 4.x}]\n'

  test('is read as the folder it was made from, with the archives below its charts/', async () => {
    const inner = await tgz({ 'jupyterhub/Chart.yaml': CHART, 'jupyterhub/values.yaml': 'cull: {enabled: true}\n' })
    const outer = await tgz({
      'umbrella/Chart.yaml': UMBRELLA,
      'umbrella/values.yaml': 'hub: {cull: {every: 5}}\n',
      'umbrella/charts/jupyterhub-4.4.0.tgz': inner,
    })
    const cwd = scratch({ 'umbrella.tgz': outer, 'a.yaml': 'hub: {cull: {maxAge: 1}}\n' })
    const [hub] = blame(['--chart', 'umbrella.tgz', '-f', 'a.yaml'], cwd).hubs
    expect(hub?.key).toEqual(['hub'])
    expect(hub?.values).toEqual({ cull: { enabled: true, every: 5, maxAge: 1 }, global: {} })
    expect(hub?.origins.map(({ author }) => author)).toEqual([
      'a.yaml:1',
      'default of umbrella 1.0.0',
      'default of jupyterhub 4.4.0',
      'nobody',
    ])
  })

  const big = new Uint8Array(6 * 1024 * 1024)
  const bomb = () => gzipSync(new Uint8Array(101 * 1024 * 1024))
  test.each<[string, () => Uint8Array | Promise<Uint8Array>, RegExp]>([
    [
      'that leads out of its folder',
      () => tgz({ 'c/../../etc/values.yaml': 'a: 1' }),
      /leads out of the chart's folder/,
    ],
    ['with an absolute path', () => tgz({ '/etc/values.yaml': 'a: 1' }), /leads out of the chart's folder/],
    ['with a link for a file', () => tgz({ 'c/Chart.yaml': CHART }, 'c/values.yaml'), /"c\/values\.yaml" is a symlink/],
    ['that is not in a folder', () => tgz({ 'Chart.yaml': CHART }), /Chart\.yaml must stand in a folder/],
    ['without a Chart.yaml', () => tgz({ 'c/values.yaml': 'a: 1' }), /there is no Chart\.yaml/],
    [
      'with a huge file',
      () => tgz({ 'c/Chart.yaml': CHART, 'c/values.yaml': big }),
      /has 6 MiB; Helm takes files up to 5/,
    ],
    ['that unpacks without end', bomb, /unpacked, it is larger than 100 MiB/],
    ['that is cut off', async () => (await tgz({ 'c/Chart.yaml': CHART })).subarray(0, 60), /the archive is damaged/],
    ['that is none', () => Buffer.from('a: 1\n'), /it is no gzipped archive/],
  ])('%s is refused in one line', async (_what, content, message) => {
    const cwd = scratch({ 'chart.tgz': await content() })
    const { status, err } = run(['blame', '--chart', 'chart.tgz'], { cwd })
    expect(status).toBe(2)
    expect(err).toMatch(/^jhub-lint: (--chart )?chart\.tgz: .*\n$/)
    expect(err).toMatch(message)
  })
})

describe('what Helm refuses is not judged, and has a place', () => {
  const CHART = 'apiVersion: v2\nname: parent\nversion: 0.1.0\ndependencies: [{name: jupyterhub, version: 4.4.0}]\n'
  test.each<[string, Record<string, string>, string[], string, RegExp]>([
    [
      'a list for a chart',
      { 'a.yaml': 'jupyterhub:\n  - 1\n' },
      ['-f', 'a.yaml'],
      'a.yaml:1',
      /must be a map; this is a list/,
    ],
    ['a list for values', { 'a.yaml': '- 1\n' }, ['-f', 'a.yaml'], 'a.yaml:1', /values must be a map of keys/],
    [
      'a null for a chart in the chart around it',
      { 'chart/values.yaml': 'x: 1\njupyterhub:\n' },
      [],
      'chart/values.yaml:2',
      /must be a map; this is null/,
    ],
    ['broken values of the chart', { 'chart/values.yaml': 'a: [1\n' }, [], 'chart/values.yaml:1', /./],
    [
      'a chart without a version',
      { 'chart/Chart.yaml': 'name: jupyterhub\n' },
      [],
      'chart/Chart.yaml:1',
      /needs a version/,
    ],
  ])('%s', (_what, files, args, place, reason) => {
    const cwd = scratch({ 'chart/Chart.yaml': CHART, ...files })
    const all = ['--no-policy', '--format', 'json', '--chart', 'chart', ...args]
    const { out, status } = run(['blame', ...all], { cwd })
    const { hubs, notJudged } = JSON.parse(out) as Blamed
    expect([status, hubs]).toEqual([1, []])
    expect(notJudged.map(({ location }) => `${location.file}:${location.line}`)).toEqual([place])
    expect(notJudged[0]?.reason).toMatch(reason)
    expect(lintJson(all.slice(3), { cwd }).findings.map(({ rule }) => rule)).toContain('unreadable-yaml')
  })
})

describe("a chart's own schema", () => {
  const files = {
    'chart/Chart.yaml':
      'apiVersion: v2\nname: parent\nversion: 0.1.0\ndependencies: [{name: jupyterhub, version: 4.4.0}]\n',
    'chart/charts/jupyterhub/Chart.yaml': 'apiVersion: v2\nname: jupyterhub\nversion: 4.4.0\n',
  }
  const closed = (keys: Record<string, unknown>) => JSON.stringify({ properties: keys, additionalProperties: false })

  test('of the chart around the hub: nothing is judged', () => {
    const schema = closed({ global: {}, jupyterhub: {}, owner: { type: 'string' } })
    const cwd = scratch({ ...files, 'chart/values.schema.json': schema, 'a.yaml': 'jupyterhub: {}\nowner: 5\n' })
    const { hubs, notJudged } = blame(['--chart', 'chart', '-f', 'a.yaml'], cwd)
    expect([hubs, notJudged]).toEqual([
      [],
      [
        {
          location: { file: 'a.yaml', line: 2, column: 8 },
          reason: 'owner must be text in parent 0.1.0, not a number',
        },
      ],
    ])
    expect(blame(['--chart', 'chart', '-f', 'a.yaml', '--skip-schema-validation'], cwd).hubs).toHaveLength(1)
  })

  test('of the hub: the rule says what it refuses, and the rest is judged', () => {
    const schema = closed({ global: {}, hub: {}, cull: {} })
    const cwd = scratch({
      ...files,
      'chart/charts/jupyterhub/values.schema.json': schema,
      'a.yaml': 'jupyterhub:\n  cull: {enabled: false}\n  culling: {}\n',
    })
    const found = lintJson(['--chart', 'chart', '-f', 'a.yaml'], { cwd }).findings
    expect(
      found.filter(({ severity }) => severity === 'error').map(({ rule, location }) => [rule, location?.line]),
    ).toEqual(
      expect.arrayContaining([
        ['missing-culling', 2],
        ['rejected-by-chart', 3],
      ]),
    )
    expect(blame(['--chart', 'chart', '-f', 'a.yaml'], cwd).notJudged).toMatchObject([
      { location: { file: 'a.yaml', line: 3 }, reason: expect.stringContaining('no key "culling"') },
    ])
  })

  test('that is none is refused', () => {
    const cwd = scratch({ ...files, 'chart/values.schema.json': '{' })
    expect(blame(['--chart', 'chart'], cwd).notJudged).toMatchObject([
      { location: { file: 'chart/values.schema.json' }, reason: expect.stringContaining('this is no JSON') },
    ])
  })
})

test('a hub that conditions switch off is said to be off', () => {
  const cwd = scratch({
    'chart/Chart.yaml':
      'apiVersion: v2\nname: parent\nversion: 0.1.0\ndependencies: [{name: jupyterhub, version: 4.4.0, condition: hub.enabled}]\n',
    'off.yaml': 'hub: {enabled: false}\n',
  })
  const { status, err } = run(['blame', '--chart', 'chart', '-f', 'off.yaml'], { cwd })
  expect([status, err]).toEqual([0, expect.stringContaining('switch its jupyterhub off')])
})

/** An archive as `helm package` makes it; `link` is an entry that is a symbolic link. */
async function tgz(files: Readonly<Record<string, string | Uint8Array>>, link?: string): Promise<Uint8Array> {
  const archive = pack()
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, Buffer.from(content))
  if (link !== undefined) archive.entry({ name: link, type: 'symlink', linkname: '/etc/passwd' })
  archive.finalize()
  const pieces: Uint8Array[] = []
  for await (const piece of archive) pieces.push(piece as Uint8Array)
  return gzipSync(Buffer.concat(pieces))
}
