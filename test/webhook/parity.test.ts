import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import { expect, test } from 'vitest'
import { lintJson } from '../cli/run.ts'
import { scratch } from '../cli/scratch.ts'
import { creating, startWebhook } from './webhook.ts'

type Kube = { readonly kind: string; readonly apiVersion: string }

/** Every object in the fixtures that the command judges, and every pod of which Pod Security has spoken. */
const objects: Kube[] = [
  ...filesUnder('fixtures')
    .filter(file => file.endsWith('.yaml'))
    .flatMap(objectsIn),
  ...readFileSync('fixtures/pod-security/verdicts.jsonl', 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => {
      const { metadata, spec } = JSON.parse(line) as { metadata?: object; spec: object }
      return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', ...metadata }, spec }
    }),
]

test('the command and the webhook give every object of the fixtures the same verdict', async () => {
  expect(objects.length).toBeGreaterThan(300)
  const names = objects.map((_, i) => `object-${i}.json`)
  const cwd = scratch(Object.fromEntries(names.map((name, i) => [name, JSON.stringify(objects[i])])))
  // the webhook sees one object at a time; in one call, such an object would be judged with those that it names
  const namesOthers = (_: string, i: number) => /^(?:helm\.|argoproj\.)/.test(objects[i]?.apiVersion ?? '')
  const calls = [names.filter((name, i) => !namesOthers(name, i)), ...names.filter(namesOthers).map(name => [name])]
  const findings = calls.flatMap(call => lintJson(['--allow-unjudged', ...call], { cwd }).findings)
  const bad = new Set(findings.filter(({ severity }) => severity === 'error').map(({ location }) => location?.file))
  const webhook = await startWebhook()
  const differing: string[] = []
  for (const [i, object] of objects.entries()) {
    const { allowed } = await webhook.review(creating(object))
    if (allowed === bad.has(`object-${i}.json`))
      differing.push(`${allowed ? 'allowed' : 'denied'}: ${JSON.stringify(object).slice(0, 300)}`)
  }
  await webhook.stop()
  expect(differing).toEqual([])
  expect(bad.size).toBeGreaterThan(50)
})

function objectsIn(file: string): Kube[] {
  try {
    return loadAll(readFileSync(file, 'utf8')).filter(isObject)
  } catch {
    // some fixtures are there to be unreadable
    return []
  }
}

function isObject(data: unknown): data is Kube {
  const { kind, apiVersion, items } = (data ?? {}) as Record<string, unknown>
  return typeof kind === 'string' && typeof apiVersion === 'string' && items === undefined
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesUnder(path) : [path]
  })
}
