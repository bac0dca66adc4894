import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import { expect, test } from 'vitest'
import { REPORTERS } from '../../src/report/reporters.ts'
import { run } from '../cli/run.ts'
import { scratch } from '../cli/scratch.ts'

const OPEN = 'hub:\n  config:\n    JupyterHub:\n      authenticator_class: dummy\n'
const cwd = scratch({ 'config.yaml': OPEN, 'common.yaml': OPEN, 'prod.yaml': 'cull:\n  enabled: false\n' })

const pages = readdirSync('docs').filter(name => name.endsWith('.md'))
const pasted = pages.flatMap(page => blocks(page).map((yaml, i) => [`${page}, ${i + 1}`, yaml] as const))

test.each(pasted)('docs/%s: the YAML to paste is YAML', (_, yaml) => {
  expect(loadAll(yaml)).toHaveLength(1)
})

const commands = ['gitlab.md', 'github.md'].flatMap(page =>
  blocks(page)
    .flatMap(yaml => yaml.split('\n'))
    .flatMap(line => /^ +- (?:run: )?jhub-lint (.*)$/.exec(line)?.[1] ?? [])
    .map(written => [page, written] as const),
)

test('the pages for pipelines have a command each', () => {
  expect(commands.map(([page]) => page)).toEqual(['gitlab.md', 'github.md'])
})

test.each(commands)('docs/%s: the command runs: %s', (_, written) => {
  const args = written.replace('"$GITHUB_STEP_SUMMARY"', 'summary.md').split(' ')
  const { status, err } = run(['--no-policy', ...args], { cwd })
  expect([status, err]).toEqual([1, ''])
  for (const [, file] of written.matchAll(/--format \w+:([\w.-]+)/g))
    expect(readFileSync(join(cwd, file ?? ''), 'utf8')).toMatch(/dummy-authenticator/)
})

const hooks = blocks('pre-commit.md').flatMap(yaml =>
  [...yaml.matchAll(/^ +args: \[(.*)\]$/gm)].map(match => match[1]?.split(', ') ?? []),
)

test.each(hooks)('docs/pre-commit.md: the arguments are right: %s', (...args) => {
  const files = args.includes('-f') ? [] : ['config.yaml']
  expect(run(['--no-policy', ...args, ...files], { cwd }).status).toBe(1)
})

test('the README names every format', () => {
  const row = /\| `--format .*/.exec(readFileSync('README.md', 'utf8'))?.[0]
  for (const name of Object.keys(REPORTERS)) expect(row).toMatch(new RegExp(`[ \`]${name}\``))
})

const [hook] = loadAll(readFileSync('.pre-commit-hooks.yaml', 'utf8')).flat() as { files: string; exclude: string }[]
const takes = (path: string) =>
  new RegExp(hook?.files.replace('(?i)', '') ?? '', 'i').test(path) && !new RegExp(hook?.exclude ?? '').test(path)

test.each([
  'config.yaml',
  'values.yaml',
  'values-prod.yml',
  'prod.values.yaml',
  'jupyterhub.yaml',
  'jupyterhub-config.yaml',
  'hub.yaml',
  'deploy/hub_values.yaml',
  'deployments/datahub/config/prod.yaml',
  'config/hubs/staging.yaml',
  'Config.yaml',
])('the hook takes %s', path => {
  expect(takes(path)).toBe(true)
})

test.each([
  'docker-compose.yaml',
  'mkdocs.yml',
  'github.yaml',
  'config.py',
  'README.md',
  'chart/templates/hub/deployment.yaml',
])('the hook leaves %s', path => {
  expect(takes(path)).toBe(false)
})

/** The YAML blocks of a page. */
function blocks(page: string): string[] {
  const text = readFileSync(join('docs', page), 'utf8')
  return [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(match => match[1] ?? '')
}
