import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from './scratch.ts'

const PARTS = 'NativeModule '
const cwd = scratch({
  'hook.cjs':
    "process.on('exit', () => require('node:fs').writeFileSync('parts.json', JSON.stringify(process.moduleLoadList)))",
  'config.yaml': `hub: { config: { JupyterHub: { authenticator_class: github } }, extraConfig: { a: "c.JupyterHub.log_level = 10" } }
cull: { timeout: 600 }
`,
})

/** The parts of Node that a program loads. */
function partsOf(...args: string[]): string[] {
  spawnSync(process.execPath, ['-r', './hook.cjs', ...args], { cwd })
  const list = JSON.parse(readFileSync(resolve(cwd, 'parts.json'), 'utf8')) as string[]
  return list.filter(name => name.startsWith(PARTS)).map(name => name.slice(PARTS.length))
}

test('a short run loads none of the large parts of Node: each would take it ten milliseconds', () => {
  const bare = new Set(partsOf('-e', '0'))
  const more = partsOf(resolve('dist/jhub-lint.cjs'), 'config.yaml').filter(name => !bare.has(name))
  for (const large of ['stream', 'net', 'tty', 'perf_hooks', 'child_process', 'crypto', 'http', 'worker_threads', 'v8'])
    expect(more).not.toContain(large)
})
