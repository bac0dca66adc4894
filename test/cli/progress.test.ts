import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from './scratch.ts'

const HUB = 'hub: { config: { JupyterHub: { authenticator_class: github } } }\ncull: { timeout: 600 }\n'
const hasTerminal = spawnSync('script', ['--version']).status === 0
const cwd = scratch({ 'a.yaml': HUB, 'b.yaml': HUB })
const program = `"${process.execPath}" "${resolve('dist/jhub-lint.cjs')}"`

/** What a terminal shows of a shell command's standard error. */
function onTerminal(command: string): string {
  return spawnSync('script', ['-qec', command, '/dev/null'], { cwd, encoding: 'utf8' }).stdout
}

/** Standard input that takes much longer than a second: the program itself may be slow to start. */
const slowly = '(sleep 3; cat a.yaml) |'

test.runIf(hasTerminal)('a long run shows on a terminal how far it is, and wipes the line', () => {
  const shown = onTerminal(`${slowly} ${program} - b.yaml >report.txt`)
  expect(shown).toContain('\r\u001b[Kreading files: 1 of 2')
  expect(shown.lastIndexOf('\r\u001b[K')).toBeGreaterThan(shown.lastIndexOf('reading files'))
})

test.runIf(hasTerminal).each([
  ['with -q', `${slowly} ${program} -q - b.yaml >report.txt`],
  ['where standard error is no terminal', `${slowly} ${program} - b.yaml >report.txt 2>&1`],
  ['of a short run', `${program} a.yaml b.yaml >report.txt`],
])('nothing is shown %s', (_where, command) => {
  expect(onTerminal(command)).not.toContain('\u001b[K')
})
